// SPDX-License-Identifier: MIT
#pragma once

// The enumerator of a collection, which hands out objects as the client sees them.

#include <wua/com/com_ptr.hpp>
#include <wua/com/implements.hpp>
#include <wua/separate_compilation.hpp>

#include <chrono>
#include <memory>
#include <string_view>
#include <utility>

namespace wua::detail
{

class recording;

class recorded_enumerator final : public implements<recorded_enumerator, IEnumVARIANT>
{
public:
    recorded_enumerator(std::shared_ptr<recording> all, com_ptr<IEnumVARIANT> inner) noexcept
        : m_all(std::move(all)),
          m_inner(std::move(inner))
    {}

    WUA_INLINE HRESULT WUA_STDCALL Next(ULONG wanted, VARIANT* values, ULONG* fetched) noexcept override;
    WUA_INLINE HRESULT WUA_STDCALL Skip(ULONG count) noexcept override;
    WUA_INLINE HRESULT WUA_STDCALL Reset() noexcept override;
    WUA_INLINE HRESULT WUA_STDCALL Clone(IEnumVARIANT** copy) noexcept override;

private:
    friend class implements<recorded_enumerator, IEnumVARIANT>;
    ~recorded_enumerator() = default;

    HRESULT written(const char* name, std::chrono::steady_clock::time_point began, HRESULT code,
                    std::string_view answer = {}) const noexcept;

    const std::shared_ptr<recording> m_all;
    const com_ptr<IEnumVARIANT> m_inner;
};

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/agent/recording/recorded_enumerator.ipp>
#endif

// SPDX-License-Identifier: MIT
#pragma once

// make_enum_variant: the enumerator that For Each asks a collection for.

#include <wua/com/implements.hpp>
#include <wua/com/shared_handle.hpp>
#include <wua/com/variant.hpp>
#include <wua/separate_compilation.hpp>

#include <atomic>
#include <cstddef>
#include <utility>
#include <vector>

namespace wua
{
namespace detail
{

class enum_variant final : public implements<enum_variant, IEnumVARIANT>
{
public:
    using items = shared_handle<const std::vector<variant>>;

    enum_variant(items values, std::size_t position) noexcept : m_items(std::move(values)), m_position(position) {}

    WUA_INLINE HRESULT WUA_STDCALL Next(ULONG wanted, VARIANT* values, ULONG* fetched) noexcept override;

    WUA_INLINE HRESULT WUA_STDCALL Skip(ULONG count) noexcept override;

    WUA_INLINE HRESULT WUA_STDCALL Reset() noexcept override;

    WUA_INLINE HRESULT WUA_STDCALL Clone(IEnumVARIANT** copy) noexcept override;

private:
    const items m_items;
    std::atomic<std::size_t> m_position;
};

} // namespace detail

/// An enumerator over these values, positioned before the first one. Any thread may move it; a clone shares the values
/// but has its own position. Next stores all the values that are left or, when it fails, none; its last parameter may
/// be null only when one value is requested.
com_ptr<IEnumVARIANT> make_enum_variant(std::vector<variant> values);

} // namespace wua

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/com/enum_variant.ipp>
#endif

// SPDX-License-Identifier: MIT
#pragma once

// What a client asks about a machine and its agent.

#include <wua/agent/machine.hpp>
#include <wua/com/implements.hpp>
#include <wua/separate_compilation.hpp>
#include <wua/wuapi/system_information.hpp>

#include <memory>
#include <utility>

namespace wua
{

/// Any thread may call it; it returns the current state.
class machine_information final : public implements<machine_information, ISystemInformation>
{
public:
    explicit machine_information(std::shared_ptr<const machine> target)
        : m_machine(detail::needed_machine(std::move(target)))
    {}

    WUA_INLINE HRESULT WUA_STDCALL get_OemHardwareSupportLink(BSTR* retval) noexcept override;
    WUA_INLINE HRESULT WUA_STDCALL get_RebootRequired(VARIANT_BOOL* retval) noexcept override;

private:
    const std::shared_ptr<const machine> m_machine;
};

/// Any thread may call it.
class agent_information final : public implements<agent_information, IWindowsUpdateAgentInfo>
{
public:
    explicit agent_information(std::shared_ptr<const machine> target)
        : m_machine(detail::needed_machine(std::move(target)))
    {}

    /// Names are compared without case. `e_invalidarg` for unknown ones.
    WUA_INLINE HRESULT WUA_STDCALL GetInfo(VARIANT varInfoIdentifier, VARIANT* retval) noexcept override;

private:
    const std::shared_ptr<const machine> m_machine;
};

} // namespace wua

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/agent/machine_information.ipp>
#endif

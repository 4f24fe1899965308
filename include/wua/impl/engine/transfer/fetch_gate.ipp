// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/engine/transfer/fetch_gate.hpp>.

#include <wua/com/hresult_from_exception.hpp>
#include <wua/engine/transfer/fetch_gate.hpp>

#include <exception>

namespace wua::detail
{

WUA_COLD bool fetch_gate::ask(nanoseconds now) noexcept
{
    m_is_poked.store(false, std::memory_order_relaxed);
    m_next = now + m_interval;
    try
    {
        std::string reason = answer();
        const bool is_new = !std::exchange(m_has_answered, true) || reason != m_reason;
        m_reason = std::move(reason);
        return is_new;
    }
    catch (...)
    {
        return false; // no memory for the answer: the gate is asked again later
    }
}

WUA_COLD std::string fetch_gate::answer() const
{
    constexpr const char* unknown = "the program does not say whether anything may be fetched";
    try
    {
        return m_may_fetch();
    }
    catch (const std::exception& error)
    {
        const char* const words = message_of(error);
        return *words != 0 ? words : unknown;
    }
    catch (...)
    {
        return unknown;
    }
}

} // namespace wua::detail

// SPDX-License-Identifier: MIT
#pragma once

// Asks the program at intervals whether anything may be fetched.

#include <wua/separate_compilation.hpp>

#include <atomic>
#include <chrono>
#include <functional>
#include <string>
#include <utility>

namespace wua::detail
{

// For one thread, except poke().
class fetch_gate
{
public:
    using nanoseconds = std::chrono::nanoseconds;

    // An empty may_fetch means that there is no gate.
    fetch_gate(std::function<std::string()> may_fetch, nanoseconds interval)
        : m_may_fetch(std::move(may_fetch)),
          m_interval(interval)
    {}

    bool exists() const noexcept
    {
        return m_may_fetch != nullptr;
    }

    // Asks again at the next opportunity. Any thread.
    void poke() noexcept
    {
        m_is_poked.store(true, std::memory_order_release);
    }

    // When to ask next.
    nanoseconds next() const noexcept
    {
        return m_is_poked.load(std::memory_order_acquire) ? nanoseconds(0) : m_next;
    }

    // Calls the program. True if the answer has changed. An exception means no.
    bool ask(nanoseconds now) noexcept;

    // Why nothing may be fetched; empty: it may.
    const std::string& reason() const noexcept
    {
        return m_reason;
    }

private:
    std::string answer() const;

    const std::function<std::string()> m_may_fetch;
    const nanoseconds m_interval;
    nanoseconds m_next{0};
    std::atomic<bool> m_is_poked{true}; // so that it is asked before anything is fetched
    std::string m_reason;
    bool m_has_answered = false;
};

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/engine/transfer/fetch_gate.ipp>
#endif

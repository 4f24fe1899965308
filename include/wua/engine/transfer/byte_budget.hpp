// SPDX-License-Identifier: MIT
#pragma once

// A limit in bytes per second that several downloads share.

#include <wua/separate_compilation.hpp>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <mutex>

namespace wua::detail
{

// Bytes are charged when they have arrived, so the budget may go into debt; wait() then says how long to wait. An idle
// budget saves up at most a twentieth of a second's worth. Thread-safe; never calls out.
class byte_budget
{
public:
    // 0 bytes per second: no limit.
    explicit byte_budget(std::uint64_t bytes_per_second = 0) : m_rate(static_cast<double>(bytes_per_second)) {}

    // Applies from now on; an existing debt is paid at the new rate.
    void set_rate(std::uint64_t bytes_per_second);

    bool is_limited() const noexcept
    {
        return m_rate.load(std::memory_order_relaxed) > 0;
    }

    // How long to take nothing more; zero without debt.
    std::chrono::nanoseconds wait(std::chrono::nanoseconds now);

    void take(std::uint64_t bytes, std::chrono::nanoseconds now);

private:
    void earn(std::chrono::nanoseconds now);

    std::atomic<double> m_rate; // changed under the lock
    std::mutex m_mutex;
    double m_saved = 0;
    std::chrono::nanoseconds m_last{0};
    bool m_is_started = false;
};

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/engine/transfer/byte_budget.ipp>
#endif

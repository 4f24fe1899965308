// SPDX-License-Identifier: MIT
#pragma once

// Whether the first engine of a job still has the chance to deliver.

#include <atomic>
#include <chrono>
#include <cstdint>

namespace wua::detail
{

// An engine that is given up is aborted, and may let go of its updates by itself; after some patience it is cut off.
class first_engine_trial
{
public:
    using nanoseconds = std::chrono::nanoseconds;

    // Any thread, without a lock:

    void note_bytes(nanoseconds now) noexcept
    {
        m_last_bytes.store(now.count(), std::memory_order_relaxed);
    }

    // An update of it should deliver bytes now. True when no other should: call note_bytes() then.
    bool begin_working() noexcept
    {
        return m_working++ == 0;
    }
    void end_working() noexcept
    {
        --m_working;
    }

    bool is_given_up() const noexcept
    {
        return m_is_given_up.load();
    }

    // Under the job's lock:

    // False when it has been before, or has ended.
    bool try_give_up(nanoseconds now) noexcept
    {
        if (m_stage == stage::ended || m_is_given_up.load())
        {
            return false;
        }
        m_is_given_up = true;
        m_given_up_at = now;
        return true;
    }

    // It should deliver, and has not for that long; 0: there is no limit.
    bool is_silent(nanoseconds now, nanoseconds limit) const noexcept
    {
        const nanoseconds last(m_last_bytes.load(std::memory_order_relaxed));
        return limit.count() != 0 && m_working.load() != 0 && now - last >= limit;
    }

    // It was given up that long ago.
    bool is_overdue(nanoseconds now, nanoseconds patience) const noexcept
    {
        return m_is_given_up.load() && now - m_given_up_at >= patience;
    }

    // False when it was cut off before, or has ended.
    bool try_cut_off() noexcept
    {
        const bool is_first_time = m_stage == stage::at_work;
        m_stage = is_first_time ? stage::cut_off : m_stage;
        return is_first_time;
    }

    // It has neither been cut off nor ended.
    bool is_at_work() const noexcept
    {
        return m_stage == stage::at_work;
    }

    void end() noexcept
    {
        m_stage = stage::ended;
    }

private:
    enum class stage : std::uint8_t
    {
        at_work,
        cut_off,
        ended,
    };

    std::atomic<std::int64_t> m_last_bytes{0}; // nanoseconds
    nanoseconds m_given_up_at{0};
    std::atomic<std::uint32_t> m_working{0};
    std::atomic<bool> m_is_given_up{false};
    stage m_stage = stage::at_work;
};

} // namespace wua::detail

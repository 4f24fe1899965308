// SPDX-License-Identifier: MIT
#pragma once

// When a job that is being aborted ends, whatever its engine does.

#include <wua/job/clock.hpp>

#include <chrono>

namespace wua::detail
{

// Not thread-safe.
class abort_deadline
{
public:
    using nanoseconds = std::chrono::nanoseconds;

    // Called when the abort is requested, at that time of the job's clock; unless that is_driven, the limit counts by
    // the steady clock.
    void begin(nanoseconds now, bool is_driven)
    {
        m_is_steady = !is_driven;
        m_began = is_driven ? now : steady_time();
    }

    // `now`: the time of the job's clock.
    bool is_over(nanoseconds now, nanoseconds limit) const
    {
        return (m_is_steady ? steady_time() : now) - m_began >= limit;
    }

    // The job was ended by it: what is reported later is no fault.
    void strike() noexcept
    {
        m_has_struck = true;
    }
    bool has_struck() const noexcept
    {
        return m_has_struck;
    }

private:
    nanoseconds m_began{0};
    bool m_is_steady = false;
    bool m_has_struck = false;
};

} // namespace wua::detail

// SPDX-License-Identifier: MIT
#pragma once

// What a client wants from a job of two engines, above all its pauses, and the reasons why the engines themselves wait.

#include <wua/separate_compilation.hpp>

#include <atomic>
#include <mutex>
#include <string>

namespace wua::detail
{

class fallback_job;
struct running_leg;

// A part of fallback_job, whose .ipp also contains its bodies. One thread at a time passes on; whoever comes meanwhile
// leaves the work to it.
class fallback_control
{
public:
    explicit fallback_control(fallback_job& job) noexcept : m_job(job) {}

    fallback_control(const fallback_control&) = delete;
    fallback_control& operator=(const fallback_control&) = delete;

    // Tells the engines what is wanted now, and the job why they wait. Without a lock; any thread.
    void pass_on() noexcept;

    // The same if the engines' reason for waiting has changed, or memory ran out last time.
    void look() noexcept;

    // Something was requested before an engine began, or at any earlier time.
    void note_wish() noexcept
    {
        m_has_wishes = true;
    }
    bool has_wishes() const noexcept
    {
        return m_has_wishes.load();
    }

private:
    bool take_due() noexcept;

    // Called by the thread that passes on; they throw std::bad_alloc.
    void tell_hold();
    void tell_wishes(const running_leg& to);

    fallback_job& m_job;
    std::atomic<bool> m_has_wishes{false};

    std::mutex m_mutex;
    bool m_is_passing_on = false;
    bool m_is_due = false;
    std::string m_hold; // as last told to the job
};

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/engine/fallback/fallback_job.hpp>
#endif

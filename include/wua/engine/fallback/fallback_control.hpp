// SPDX-License-Identifier: MIT
#pragma once

// What a client wishes of a job of two engines, its pauses above all, and what these wait for themselves.

#include <wua/separate_compilation.hpp>

#include <atomic>
#include <mutex>
#include <string>

namespace wua::detail
{

class fallback_job;
struct running_leg;

// A part of the job, with whose bodies its own come. One thread at a time passes on, the last to come having the
// others' work done as well.
class fallback_control
{
public:
    explicit fallback_control(fallback_job& job) noexcept : m_job(job) {}

    fallback_control(const fallback_control&) = delete;
    fallback_control& operator=(const fallback_control&) = delete;

    // Tells the engines what is wished now, and the job why they wait. Without a lock; any thread.
    void pass_on() noexcept;

    // The same if the engines wait for something else than before, or there was no memory the last time.
    void look() noexcept;

    // Something was wished before an engine begins, or has ever been.
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

    // By the thread that passes on; they throw std::bad_alloc.
    void tell_hold();
    void tell_wishes(const running_leg& to);

    fallback_job& m_job;
    std::atomic<bool> m_has_wishes{false};

    std::mutex m_mutex;
    bool m_is_passing_on = false;
    bool m_is_due = false;
    std::string m_hold; // as the job was told
};

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/engine/fallback/fallback_job.hpp>
#endif

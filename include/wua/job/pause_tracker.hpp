// SPDX-License-Identifier: MIT
#pragma once

// Which updates of a job are to stand still, and which of them do.

#include <wua/separate_compilation.hpp>

#include <cstddef>
#include <cstdint>
#include <vector>

namespace wua::detail
{

// One thread at a time uses it. An index must be valid.
//
// An update is at rest when it is to stand still and has not started, or the engine has said that it has stopped it.
class pause_tracker
{
public:
    // Of updates of which none has started.
    explicit pause_tracker(std::size_t count) : m_updates(count), m_open(count) {}

    // Somebody wants the job, or one of its updates, to stand still, or does not any more; or the engine itself does.
    // These do not know of each other: an update goes on when none is left.
    void want(bool is_wanted) noexcept;
    void want(std::size_t index, bool is_wanted) noexcept;
    void hold(bool is_held) noexcept;

    // Of the job as a whole.
    bool is_wanted() const noexcept
    {
        return m_is_wanted || m_is_held;
    }
    bool is_wanted(std::size_t index) const noexcept
    {
        return is_wanted() || has(index, wanted);
    }
    bool is_anything_wanted() const noexcept
    {
        return is_wanted() || m_wanted != 0;
    }
    bool is_held() const noexcept
    {
        return m_is_held;
    }

    // The engine says that it has stopped the update; means nothing when nobody wants it.
    void stop(std::size_t index) noexcept;

    // The engine goes on with it nevertheless.
    void move(std::size_t index) noexcept;

    void start(std::size_t index) noexcept;
    void end(std::size_t index) noexcept;

    bool is_at_rest(std::size_t index) const noexcept;

    // Every update that has not ended is.
    bool is_job_at_rest() const noexcept
    {
        return m_open != 0 && m_resting == m_open;
    }

private:
    enum flag : std::uint8_t
    {
        wanted = 1,
        started = 2,
        stopped = 4,
        ended = 8,
    };

    bool has(std::size_t index, flag what) const noexcept
    {
        return (m_updates[index] & what) != 0;
    }
    void set(std::size_t index, flag what, bool is_set) noexcept;

    // What was stopped has to be stopped anew when it is wanted again.
    void count_again() noexcept;

    std::vector<std::uint8_t> m_updates; // flags
    std::size_t m_open;
    std::size_t m_resting = 0;
    std::size_t m_wanted = 0; // of those that have not ended
    bool m_is_wanted = false;
    bool m_is_held = false;
};

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/job/pause_tracker.ipp>
#endif

// SPDX-License-Identifier: MIT
#pragma once

// Which updates of a job are meant to be paused, and which of them are.

#include <wua/separate_compilation.hpp>

#include <cstddef>
#include <cstdint>
#include <vector>

namespace wua::detail
{

// Used by one thread at a time. Indices must be valid.
//
// An update is at rest when it is meant to be paused and either has not started or has been stopped by the engine.
class pause_tracker
{
public:
    // For updates none of which has started.
    explicit pause_tracker(std::size_t count) : m_updates(count), m_open(count) {}

    // The client wants the job or one update paused, or no longer; hold() is the same for the engine. The requests are
    // independent: an update continues when none is left.
    void want(bool is_wanted) noexcept;
    void want(std::size_t index, bool is_wanted) noexcept;
    void hold(bool is_held) noexcept;

    // For the job as a whole.
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

    // The engine says that it has stopped the update; ignored unless a pause is wanted.
    void stop(std::size_t index) noexcept;

    // The engine has continued with it nevertheless.
    void move(std::size_t index) noexcept;

    void start(std::size_t index) noexcept;
    void end(std::size_t index) noexcept;

    bool is_at_rest(std::size_t index) const noexcept;

    // True when every update that has not ended is at rest.
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

    // Forgets which updates were stopped once they are not meant to be paused: they must be stopped anew next time.
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

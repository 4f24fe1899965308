// SPDX-License-Identifier: MIT
#pragma once

// Passes what a job accepts to those that record it.

#include <wua/com/shared_handle.hpp>
#include <wua/separate_compilation.hpp>

#include <chrono>
#include <cstddef>

namespace wua
{

struct progress_values;
class transfer_recorder;
struct transfer_event;

namespace detail
{

// Under the job's lock, except as said.
class job_recording
{
public:
    using nanoseconds = std::chrono::nanoseconds;

    // When the job began, by its clock.
    explicit job_recording(nanoseconds began) noexcept;

    job_recording(const job_recording&) = delete;
    job_recording& operator=(const job_recording&) = delete;
    ~job_recording();

    nanoseconds began() const noexcept
    {
        return m_began;
    }

    // Somebody records the job. Also without the lock.
    bool is_on() const noexcept
    {
        return m_recorder != nullptr;
    }

    // The recorder is told of everything from now on, alone: those before it know what is over. Returns all of them,
    // for go_on_with(). Throws std::bad_alloc, and has then changed nothing.
    shared_handle<transfer_recorder> begin(shared_handle<transfer_recorder> recorder);
    void go_on_with(shared_handle<transfer_recorder> all) noexcept;

    // Only while it is on. Events of several threads may arrive out of order of time, so the event's time may be
    // raised: the time it has afterwards is the one that counts.
    void write(std::size_t index, transfer_event& event, const progress_values& before) noexcept;
    void complete(const progress_values& last) noexcept;

private:
    const nanoseconds m_began;
    nanoseconds m_until{0};
    shared_handle<transfer_recorder> m_recorder;
};

} // namespace detail

} // namespace wua

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/job/job_recording.ipp>
#endif

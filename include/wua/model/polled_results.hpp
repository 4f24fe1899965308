// SPDX-License-Identifier: MIT
#pragma once

// Lets a thread poll a job repeatedly without touching a reference count that other threads use, and without reading
// again what has not changed.

#include <wua/com/com_ptr.hpp>
#include <wua/com/thread_slot.hpp>
#include <wua/model/progress_values.hpp>
#include <wua/model/update_results.hpp>
#include <wua/separate_compilation.hpp>

#include <cstdint>

namespace wua::detail
{

// What a poll has shown.
struct polled_instant
{
    progress_values values{};
    std::uint64_t version = 0; // of these numbers, unique among all jobs; 0: none
    std::int8_t percent = -1;  // of the job, once a thread was shown it twice; negative until then
};

// The result of a thread's last poll, and the reference that it keeps between the snapshot's destruction and the next
// poll. A thread keeps one job's reference at most, and none after the job's end.
class polled_results
{
public:
    // Null when the thread is ending or memory has run out.
    static polled_results* of_this_thread() noexcept;

    // For a snapshot of this thread: true when a reference to that job was kept, which now belongs to the caller.
    // Otherwise the thread drops what it has kept.
    bool try_take(const update_results* job) noexcept;

    // Keeps what a snapshot no longer needs if it belongs to the job that this thread polled last and somebody else has
    // a reference, too.
    static void give_back(com_ptr<const update_results>& results) noexcept;

    // Drops what this thread has kept of that job.
    static void forget(const update_results* job) noexcept;

    polled_instant instant;

private:
    static void delete_kept(polled_results* kept) noexcept
    {
        delete kept;
    }
    using slot = thread_slot<polled_results, &polled_results::delete_kept>;

    static polled_results* try_make() noexcept;

    com_ptr<const update_results> m_kept;
    const update_results* m_last = nullptr; // polled, and not forgotten; only compared
};

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/model/polled_results.ipp>
#endif

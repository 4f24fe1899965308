// SPDX-License-Identifier: MIT
#pragma once

// What lets a thread poll a job again and again without touching a reference count that other threads use, and without
// reading again what is as it was.

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
    std::uint64_t version = 0; // of these numbers, and no other job has the same; 0: none
    std::int8_t percent = -1;  // of the job, once a thread was shown it twice; until then negative
};

// The instant of a thread's last poll, and its reference from when the snapshot is gone until the next poll. A thread
// keeps those of one job only, and after the job's end none.
class polled_results
{
public:
    // Null when the thread is ending, or when there is no memory.
    static polled_results* of_this_thread() noexcept;

    // For a snapshot of this thread: true when it has kept a reference of that job, which is the caller's now, and then
    // the instant is of that job, too. Else it keeps nothing more, and the instant is of no job.
    bool try_take(const update_results* job) noexcept;

    // What a snapshot no longer needs is kept if it is of the job that this thread polled last, and somebody else has a
    // reference, too.
    static void give_back(com_ptr<const update_results>& results) noexcept;

    // This thread keeps nothing of that job any more.
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
    const update_results* m_last = nullptr; // polled, and not forgotten; compared only
};

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/model/polled_results.ipp>
#endif

// SPDX-License-Identifier: MIT
#pragma once

// What lets a thread poll a job again and again without touching a reference count that other threads use, and without
// reading again what is as it was.

#include <wua/com/thread_slot.hpp>
#include <wua/model/progress_values.hpp>
#include <wua/model/update_results.hpp>
#include <wua/separate_compilation.hpp>

#include <cstdint>
#include <memory>

namespace wua::detail
{

// What a thread's last poll has shown.
struct polled_instant
{
    progress_values values;
    std::uint64_t version = 0; // see progress_snapshot; 0: they are of no job
    std::uint64_t ledger = 0;  // the number of the one whose version it is
    std::int8_t percent = -1;  // of the job, once it was shown twice; until then negative
};

// The instant of a thread's last poll, and its reference from when the snapshot is gone until the next poll. A thread
// keeps those of one job only, and after the job's end none.
class polled_results
{
public:
    // Null when the thread is ending, or when there is no memory.
    static polled_results* of_this_thread() noexcept;

    // For a snapshot of this thread: the reference that it has kept, if that is of this job; else null.
    std::shared_ptr<const update_results> take(const update_results* job) noexcept;

    // What a snapshot no longer needs is kept if take() gave it out on this thread, and somebody else has it, too.
    static void give_back(std::shared_ptr<const update_results>& results) noexcept;

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

    std::shared_ptr<const update_results> m_kept;
    const update_results* m_lent = nullptr; // to a snapshot, which may be on another thread by now
};

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/model/polled_results.ipp>
#endif

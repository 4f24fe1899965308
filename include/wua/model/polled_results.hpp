// SPDX-License-Identifier: MIT
#pragma once

// What lets a thread poll a job again and again without touching a reference count that other threads use.

#include <wua/com/thread_slot.hpp>
#include <wua/model/update_results.hpp>
#include <wua/separate_compilation.hpp>

#include <memory>

namespace wua::detail
{

// The reference of a thread's last poll, from when its snapshot is gone until the next poll. A thread keeps that of one
// job only, and after the job's end none.
class polled_results
{
public:
    // For a snapshot of this thread: the reference that it has kept, if that is of this job; else null.
    static std::shared_ptr<const update_results> take(const update_results* job) noexcept;

    // What a snapshot no longer needs is kept if take() gave it out on this thread, and somebody else has it, too.
    static void give_back(std::shared_ptr<const update_results>& results) noexcept;

    // This thread keeps nothing of that job any more.
    static void forget(const update_results* job) noexcept;

private:
    static void delete_kept(polled_results* kept) noexcept
    {
        delete kept;
    }
    using slot = thread_slot<polled_results, &polled_results::delete_kept>;

    static polled_results* of_this_thread() noexcept;

    std::shared_ptr<const update_results> m_kept;
    const update_results* m_lent = nullptr; // to a snapshot, which may be on another thread by now
};

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/model/polled_results.ipp>
#endif

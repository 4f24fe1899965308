// SPDX-License-Identifier: MIT
#pragma once

// The bytes of one update, which the thread that downloads it reports and any thread reads, without a lock.

#include <wua/separate_compilation.hpp>

#include <atomic>
#include <cstdint>

namespace wua::detail
{

// A report of bytes mostly needs no more than one store. It does when nothing but the byte count changes by it, and
// that is what the limit says: up to it, an armed counter takes reports by itself; what goes beyond it, or backwards,
// goes through the ledger, under its lock.
//
// Who may call what, and why it is right:
//   - try_store() is called by the one thread that reports this update; reports of one update never overlap.
//   - store(), arm() and disarm() are called under the ledger's lock.
//   - load() is called by any thread at any time.
//   - arm() releases and try_store() acquires the limit. So what was computed from load() before arm(), such as the
//     sums of the job, happens before any store by the reporter: it never counts bytes twice.
//   - store() and try_store() release and load() acquires the bytes. So a reader that sees bytes of an attempt sees all
//     that was published before that attempt began.
//   - After disarm() one report that had passed the check may still be stored. The ledger disarms a counter that
//     another thread than its reporter ends, after an abort; nothing is published of its bytes but what the ledger
//     read, and nothing reads them once the update has ended.
class live_bytes
{
public:
    std::uint64_t load() const noexcept
    {
        return m_bytes.load(std::memory_order_acquire);
    }

    // False, and nothing is stored, when the report has to go through the ledger.
    bool try_store(std::uint64_t bytes) noexcept;

    void store(std::uint64_t bytes) noexcept
    {
        m_bytes.store(bytes, std::memory_order_release);
    }

    // From now on try_store() takes reports of at most `limit` bytes. A counter is born disarmed.
    void arm(std::uint64_t limit) noexcept
    {
        m_limit.store(limit, std::memory_order_release);
    }

    void disarm() noexcept
    {
        arm(0);
    }

private:
    std::atomic<std::uint64_t> m_bytes{0};
    std::atomic<std::uint64_t> m_limit{0};
};

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/job/live_bytes.ipp>
#endif

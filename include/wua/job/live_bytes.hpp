// SPDX-License-Identifier: MIT
#pragma once

// The byte count of one update: the thread that downloads it reports it, and any thread reads it, without a lock.

#include <wua/separate_compilation.hpp>

#include <atomic>
#include <cstdint>

namespace wua::detail
{

// Most reports of bytes need no more than one store, because nothing but the byte count changes. The limit expresses
// this: up to the limit, an armed counter takes reports by itself; a report beyond it, or of fewer bytes than before,
// goes through the ledger, under its lock.
//
// Who may call what, and why it is correct:
//   - try_store() is called by the one thread that reports this update; reports of one update never overlap.
//   - store(), arm() and disarm() are called under the ledger's lock.
//   - load() is called by any thread at any time.
//   - arm() releases and try_store() acquires the limit. So what was computed from load() before arm(), such as the
//     sums of the job, happens before any store by the reporter, and no byte is counted twice.
//   - store() and try_store() release and load() acquires the bytes. So a reader that sees bytes of an attempt sees
//     everything that was published before that attempt began.
//   - After disarm(), one report that had already passed the check may still be stored. The ledger disarms a counter
//     when a thread other than its reporter ends the update, after an abort. It publishes only the bytes that it read
//     itself, and nobody reads the counter once the update has ended.
class live_bytes
{
public:
    std::uint64_t load() const noexcept
    {
        return m_bytes.load(std::memory_order_acquire);
    }

    // Returns false, without storing, when the report has to go through the ledger.
    bool try_store(std::uint64_t bytes) noexcept;

    void store(std::uint64_t bytes) noexcept
    {
        m_bytes.store(bytes, std::memory_order_release);
    }

    // Lets try_store() take reports of at most `limit` bytes. A counter starts out disarmed.
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

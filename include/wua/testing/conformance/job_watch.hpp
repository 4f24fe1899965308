// SPDX-License-Identifier: MIT
#pragma once
// Observes an engine's reports as they are made: can act at a certain moment of the job, and checks that updates that
// succeed have all their bytes.

#include <wua/job/ledger.hpp>
#include <wua/separate_compilation.hpp>

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <mutex>
#include <utility>
#include <vector>

namespace wua::detail
{

/// Listens to one ledger. It must outlive the ledger's last report.
class job_watch final : public ledger_listener
{
public:
    using condition = bool (*)(const progress_snapshot&);

    /// Up to this many updates are all checked after each report.
    static constexpr std::size_t max_watched = 64;

    explicit job_watch(ledger& job)
        : m_job(job),
          m_reporters(job.size()),
          m_bytes(job.size() <= max_watched ? job.size() : 0)
    {}

    /// Calls act() once, within the first report after which is_now() returns true, on the thread that made the report.
    /// To be called before the engine starts.
    void at(condition is_now, std::function<void()> act);

    /// Makes some reports of bytes (the first, the second, the fourth and so on) take this long, so that an engine that
    /// reports an update on several threads is caught in the act. To be called before the engine starts.
    void linger(std::chrono::nanoseconds time)
    {
        m_linger = time;
    }

    /// Whether two threads reported the same update at the same time.
    bool has_overlapped() const noexcept
    {
        return m_has_overlapped.load();
    }

    /// Calls act() within the last report.
    void at_the_end(std::function<void()> act)
    {
        m_at_the_end = std::move(act);
    }

    /// The updates that succeeded before all their bytes were reported.
    std::vector<std::size_t> incomplete() const;

    WUA_INLINE void changed() noexcept override;

    WUA_INLINE void update_changed(std::size_t index) noexcept override;

    WUA_INLINE void completed() noexcept override;

private:
    // Marks an update that has been judged.
    static constexpr std::uint64_t judged = std::numeric_limits<std::uint64_t>::max();

    void look() noexcept;

    ledger& m_job;
    condition m_is_now = nullptr;
    std::function<void()> m_act;
    std::function<void()> m_at_the_end;
    std::atomic<bool> m_has_acted{false};
    std::chrono::nanoseconds m_linger{0};
    std::atomic<std::uint64_t> m_reports_of_bytes{0};
    std::atomic<bool> m_has_overlapped{false};
    std::vector<std::atomic<int>> m_reporters; // threads now reporting, by update

    // Guards what follows.
    mutable std::mutex m_mutex;
    std::vector<std::uint64_t> m_bytes; // bytes reported so far, by update
    std::vector<std::size_t> m_incomplete;
};

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/testing/conformance/job_watch.ipp>
#endif

// SPDX-License-Identifier: MIT
#pragma once
// Watches the reports of an engine from where they are made: does something at a moment of the job, and looks whether
// successes have all their bytes.

#include <wua/job/ledger.hpp>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <mutex>
#include <utility>
#include <vector>

namespace wua::detail
{

/// Listens to one ledger, which it must not outlive by a report.
class job_watch final : public ledger_listener
{
public:
    using condition = bool (*)(const progress_snapshot&);

    /// Each update is looked at after each report, if the job has no more updates than this.
    static constexpr std::size_t max_watched = 64;

    explicit job_watch(ledger& job) : m_job(job), m_bytes(job.size() <= max_watched ? job.size() : 0) {}

    /// Has act() called once, inside the first report after which is_now() holds, on the thread that made it. Before
    /// the engine starts.
    void at(condition is_now, std::function<void()> act)
    {
        m_is_now = is_now;
        m_act = std::move(act);
    }

    /// Has act() called inside the last report.
    void at_the_end(std::function<void()> act)
    {
        m_at_the_end = std::move(act);
    }

    /// The updates that succeeded before all their bytes were reported.
    std::vector<std::size_t> incomplete() const
    {
        const std::lock_guard lock(m_mutex);
        return m_incomplete;
    }

    void changed() noexcept override
    {
        look();
        if (m_is_now != nullptr && !m_has_acted.load(std::memory_order_relaxed) && m_is_now(m_job.snapshot()) &&
            !m_has_acted.exchange(true, std::memory_order_acq_rel))
        {
            m_act();
        }
    }

    void completed() noexcept override
    {
        if (m_at_the_end)
        {
            m_at_the_end();
        }
    }

private:
    static constexpr std::uint64_t judged = std::numeric_limits<std::uint64_t>::max(); // in place of the bytes

    void look() noexcept
    {
        const std::lock_guard lock(m_mutex);
        for (std::size_t index = 0; index != m_bytes.size(); ++index)
        {
            std::uint64_t& seen = m_bytes[index];
            if (seen == judged)
            {
                continue;
            }
            const update_progress now = m_job.progress_of(index);
            if (!now.result.is_final())
            {
                seen = now.bytes_downloaded;
                continue;
            }
            if (now.result.is_success() && now.result.hresult != wu_s_already_downloaded && seen < now.bytes_downloaded)
            {
                m_incomplete.push_back(index);
            }
            seen = judged;
        }
    }

    ledger& m_job;
    condition m_is_now = nullptr;
    std::function<void()> m_act;
    std::function<void()> m_at_the_end;
    std::atomic<bool> m_has_acted{false};

    // Guards what follows.
    mutable std::mutex m_mutex;
    std::vector<std::uint64_t> m_bytes; // reported so far, by update
    std::vector<std::size_t> m_incomplete;
};

} // namespace wua::detail

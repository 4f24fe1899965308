// SPDX-License-Identifier: MIT
#pragma once

// A consistent snapshot of a job, as a value that never changes.

#include <wua/com/com_ptr.hpp>
#include <wua/model/percent.hpp>
#include <wua/model/polled_results.hpp>
#include <wua/model/progress_values.hpp>
#include <wua/model/update_results.hpp>
#include <wua/separate_compilation.hpp>
#include <wua/wuapi/enums.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>

namespace wua
{

namespace detail
{

class ledger;

} // namespace detail

/// A consistent snapshot of a job. Copies are independent values, and outlive the job.
class progress_snapshot
{
public:
    progress_snapshot() = default;

    progress_snapshot(const progress_values& values, com_ptr<const update_results> results) noexcept
        : m_shown{.values = values},
          m_results(std::move(results))
    {}

    progress_snapshot(const progress_snapshot&) = default;
    progress_snapshot(progress_snapshot&&) = default;
    progress_snapshot& operator=(const progress_snapshot&) = default;
    progress_snapshot& operator=(progress_snapshot&&) = default;

    ~progress_snapshot()
    {
        if (m_results && !is_completed())
        {
            detail::polled_results::give_back(m_results);
        }
    }

    std::size_t update_count() const noexcept
    {
        return m_shown.values.update_count;
    }

    /// The update that started first among those that have not ended; after the end of the job, the last such update.
    std::size_t current_update_index() const noexcept
    {
        return m_shown.values.current_index;
    }
    DownloadPhase current_update_phase() const noexcept
    {
        return static_cast<DownloadPhase>(m_shown.values.phase);
    }
    std::uint64_t current_update_bytes_downloaded() const noexcept
    {
        return m_shown.values.current_bytes_downloaded;
    }
    std::uint32_t current_update_attempt() const noexcept
    {
        return m_shown.values.current_attempt;
    }

    /// Bytes; nullopt while the size is unknown.
    std::optional<std::uint64_t> current_update_bytes_to_download() const noexcept
    {
        return known(m_shown.values.current_bytes_to_download);
    }

    /// 0 to 100; 100 only when the update has ended.
    std::int32_t current_update_percent() const noexcept
    {
        return detail::percent_of_current_update(m_shown.values);
    }

    /// Bytes of all updates together.
    std::uint64_t bytes_downloaded() const noexcept
    {
        return m_shown.values.bytes_downloaded;
    }

    /// Bytes; nullopt while the size of any update is unknown.
    std::optional<std::uint64_t> bytes_to_download() const noexcept
    {
        return known(m_shown.values.bytes_to_download);
    }

    /// 0 to 100, weighted by size; 100 only when the job is completed.
    std::int32_t percent() const noexcept
    {
        return m_shown.percent >= 0 ? m_shown.percent : detail::percent_of_job(m_shown.values);
    }

    /// How many updates have begun, how many have ended, and how many attempts went beyond each update's first.
    std::size_t started() const noexcept
    {
        return m_shown.values.started;
    }
    std::size_t finished() const noexcept
    {
        return m_shown.values.finished;
    }
    std::size_t retries() const noexcept
    {
        return m_shown.values.retries;
    }

    job_state state() const noexcept
    {
        return m_shown.values.state;
    }
    bool is_completed() const noexcept
    {
        return m_shown.values.state == job_state::completed;
    }

    /// Everything that is left of the job has come to rest until it is resumed.
    bool is_paused() const noexcept
    {
        return m_shown.values.state == job_state::paused;
    }

    /// The current update has come to rest; others may continue.
    bool is_current_update_paused() const noexcept
    {
        return m_shown.values.is_current_paused;
    }

    /// Why the engine does not fetch anything of the job, such as "metered network"; empty if it does, or if the caller
    /// has paused the job. Valid as long as the snapshot. May be untrusted text.
    std::string_view pause_reason() const noexcept;

    /// Smoothed over a few seconds, all updates together; 0 until it is known.
    double bytes_per_second() const noexcept
    {
        return m_shown.values.bytes_per_second;
    }

    /// How long no bytes have arrived, from five seconds on; nullopt while they arrive, and while none are expected, as
    /// during verification. Updated as often as the engine lets time pass: a few times a second.
    std::optional<std::chrono::seconds> stalled_for() const noexcept
    {
        return m_shown.values.stalled_seconds == 0
                   ? std::nullopt
                   : std::optional(std::chrono::seconds(m_shown.values.stalled_seconds));
    }

    /// Estimated from a speed that is smoothed for longer than bytes_per_second(). nullopt while the size is unknown,
    /// in the first second after the first byte, and during a stall.
    std::optional<std::chrono::seconds> time_left() const noexcept;

    /// The updates of the job, in its order; none in a default-constructed snapshot.
    const std::vector<update_pointer>& updates() const noexcept;

    /// The state of one update at this moment: orcNotStarted, orcInProgress or its result. Throws hresult_error:
    /// WU_E_INVALIDINDEX, as for every index in a default-constructed snapshot.
    outcome result(std::size_t index) const;

    /// Counts the updates that had ended at this moment by how they ended; the cost is linear in the number of updates.
    /// Empty in a default-constructed snapshot.
    outcome_tally tally() const noexcept;

    /// The table that all snapshots of one job share, which distinguishes them from those of other jobs; null in a
    /// default-constructed snapshot.
    const com_ptr<const update_results>& results() const noexcept
    {
        return m_results;
    }

    const progress_values& values() const noexcept
    {
        return m_shown.values;
    }

private:
    friend class detail::ledger;

    progress_snapshot(com_ptr<const update_results> results, const detail::polled_instant& instant) noexcept
        : m_shown(instant),
          m_results(std::move(results))
    {}

    static std::optional<std::uint64_t> known(std::uint64_t bytes) noexcept
    {
        return bytes == unknown_bytes ? std::nullopt : std::optional(bytes);
    }

    detail::polled_instant m_shown;
    com_ptr<const update_results> m_results;
};

} // namespace wua

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/model/progress_snapshot.ipp>
#endif

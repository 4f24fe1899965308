// SPDX-License-Identifier: MIT
#pragma once

// The engine's side of a job: what to download, and where to report it.

#include <wua/com/shared_handle.hpp>
#include <wua/job/job_kind.hpp>
#include <wua/job/ledger.hpp>
#include <wua/separate_compilation.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <utility>

namespace wua
{

namespace detail
{
class fallback_leg;
class work_scope;
} // namespace detail

/// The settings of a job besides its updates.
struct transfer_options
{
    DownloadPriority priority = dpNormal;

    /// Download again even what is already there.
    bool is_forced = false;

    /// The client's name, for a User-Agent header; may be empty.
    std::string client_application_id{};

    job_kind kind = job_kind::download;
};

/// Updates are named by their index. For each of them an engine reports, in this order: start, set_size when it learns
/// the size, set_bytes as bytes arrive, set_phase(dphVerifying) while it checks them, perhaps retry followed by all of
/// that again, and finish, exactly once. Reports for different updates may come from different threads at the same
/// time; those for one update must not overlap. An index that does not exist and reports after finish are counted and
/// ignored; impossible numbers end that update as failed with WU_E_DM_UNEXPECTED. No lock of the job is held while the
/// engine is called, and the engine must hold no lock of its own while it reports.
///
/// Movable, not copyable. Destroying a transfer ends what has not been finished: as aborted after an abort, otherwise
/// as failed with WU_E_DM_UNEXPECTED. A moved-from transfer has no updates, is completed, and ignores reports.
class transfer
{
public:
    /// The detail of updates that ended because their transfer was destroyed. Fits a string without allocation.
    static constexpr const char* dropped_detail = "engine gave up";

    explicit transfer(detail::shared_handle<detail::ledger> job, transfer_options options = {})
        : m_ledger(std::move(job)),
          m_options(std::move(options))
    {}

    transfer(transfer&& other) noexcept = default;

    transfer& operator=(transfer&& other) noexcept;

    ~transfer()
    {
        drop();
    }

    /// The updates of the job; valid as long as the transfer.
    const std::vector<update_pointer>& updates() const noexcept;
    const transfer_options& options() const noexcept
    {
        return m_options;
    }

    /// False for an update that already has its result, such as one that was downloaded before: the engine skips it.
    /// False, too, for an index that does not exist.
    bool wants(std::size_t index) const noexcept
    {
        return m_ledger && index < m_ledger->size() && !m_ledger->is_finished(index);
    }

    /// Stops when the caller requests an abort. The engine then soon ends every update: complete ones with their
    /// result, the others with outcome::aborted(). It need not be quick, but once the abort limit has passed the job
    /// ends without it.
    std::stop_token stop_token() const noexcept
    {
        return m_ledger ? m_ledger->stop_token() : std::stop_token();
    }

    /// True once no further report matters.
    bool is_completed() const noexcept
    {
        return !m_ledger || m_ledger->is_completed();
    }

    /// For an engine that can be controlled (see controlled_engine): calls f() after each change of the next four
    /// values, from any thread, with no lock of the job held, perhaps several times at once. Set it once, before
    /// anything is reported; f() must not throw, and must be callable after the engine is gone.
    void when_controlled(std::function<void()> f)
    {
        tell(&detail::ledger::when_controlled, std::move(f));
    }

    /// Whether an update, or the whole job, is meant to be paused. What has not started then must not start; what has
    /// started is stopped where it is and reported with set_paused(), again after each change. Data that has already
    /// been stored may be verified and finished. When the pause is no longer wanted, the engine continues by itself.
    bool wants_pause(std::size_t index) const
    {
        return m_ledger && index < m_ledger->size() && m_ledger->wants_pause(index);
    }
    bool wants_pause() const
    {
        return m_ledger && m_ledger->wants_pause();
    }

    /// The current priority.
    DownloadPriority priority() const
    {
        return m_ledger ? m_ledger->priority().value_or(m_options.priority) : m_options.priority;
    }

    /// In bytes per second, 0: no limit; nullopt while the choice is the engine's.
    std::optional<std::uint64_t> bandwidth() const
    {
        return m_ledger ? m_ledger->bandwidth() : std::nullopt;
    }

    /// The update has stopped: no bytes are reported until its pause is no longer wanted. Ignored if it already is not.
    void set_paused(std::size_t index)
    {
        tell(&detail::ledger::set_paused, index);
    }

    /// The engine itself wants the whole job to be paused, for a reason given to people in a few words, such as
    /// "metered network"; empty: no longer. A job keeps at most 63 different reasons.
    void hold(std::string reason)
    {
        tell(&detail::ledger::hold, std::move(reason));
    }

    /// The update leaves the queue: its phase is dphInitializing until bytes arrive.
    void start(std::size_t index)
    {
        tell(&detail::ledger::start, index);
    }

    /// The size in bytes, if the update did not state it. Fixed for this attempt.
    void set_size(std::size_t index, std::uint64_t bytes)
    {
        tell(&detail::ledger::set_size, index, bytes);
    }

    /// All bytes of this attempt so far, including those kept from an earlier one. Must not be less than reported
    /// before. 0 has no effect and begins nothing.
    void set_bytes(std::size_t index, std::uint64_t bytes)
    {
        if (m_ledger)
        {
            m_ledger->set_bytes(index, bytes);
        }
    }

    /// Within an attempt phases only go forward.
    void set_phase(std::size_t index, DownloadPhase phase)
    {
        tell(&detail::ledger::set_phase, index, phase);
    }

    /// Which URL the bytes come from from now on, for update_progress::asked. Optional; an update with only one URL is
    /// taken to use that one.
    void set_url(std::size_t index, url_place place) noexcept
    {
        tell(&detail::ledger::set_url, index, place);
    }

    /// The attempt failed, and another one begins with the given number of bytes already there.
    void retry(std::size_t index, std::uint64_t kept_bytes = 0)
    {
        tell(&detail::ledger::retry, index, kept_bytes);
    }

    /// Whether the job wants a record of an attempt. Most jobs do not as long as all attempts of the update, including
    /// this one, have gone well.
    bool wants_attempt(bool has_all_gone_well) const noexcept
    {
        return m_ledger && m_ledger->wants_attempt(has_all_gone_well);
    }

    /// Reports how an attempt went, before the retry() or finish() that follows from it. Optional. Its text must be
    /// safe to log, with URLs as printable_url() gives them. Dropped if there is no memory for it.
    void add_attempt(std::size_t index, attempt_record&& attempt) noexcept
    {
        tell(&detail::ledger::add_attempt, index, std::move(attempt));
    }

    /// Whether the job wants the result of each file.
    bool wants_files() const noexcept
    {
        return m_ledger && m_ledger->wants_files();
    }

    /// Reports a completed file, before the finish() of its update. Optional. Its URL must be as printable_url() gives
    /// it. Dropped if there is no memory for it.
    void add_file(std::size_t index, file_result&& file) noexcept
    {
        tell(&detail::ledger::add_file, index, std::move(file));
    }

    void finish(std::size_t index, outcome result)
    {
        tell(&detail::ledger::finish, index, std::move(result));
    }

    /// Ends every update that has not been finished; with an abort requested, as aborted.
    void finish_rest(const outcome& result)
    {
        tell(&detail::ledger::finish_rest, result);
    }

    /// How long after an abort the job ends by itself.
    std::chrono::nanoseconds abort_limit() const noexcept
    {
        return m_ledger ? m_ledger->abort_limit() : std::chrono::nanoseconds(0);
    }

    /// Time has passed: lets the speed fall and a stall show when no bytes arrive, and ends the job when its abort
    /// limit has passed. A few times a second is enough.
    void tick()
    {
        tell(&detail::ledger::tick);
    }

    /// Passes everything that the job is told to the recorder, and keeps the job from taking reports of bytes without a
    /// lock. Call it before anything is reported; each of several recorders is told everything. See recording_engine.
    void record(std::shared_ptr<transfer_recorder> recorder)
    {
        tell(&detail::ledger::record, std::move(recorder));
    }

    /// As if the caller had requested it; for an engine that replays a recording.
    void request_abort()
    {
        tell(&detail::ledger::request_abort);
    }
    void request_pause(bool is_wanted)
    {
        tell<bool>(&detail::ledger::want_pause, is_wanted);
    }
    void request_pause(std::size_t index, bool is_wanted)
    {
        tell<std::size_t, bool>(&detail::ledger::want_pause, index, is_wanted);
    }

    /// False: the job was started with downloader_options::keeps_contract switched off.
    bool keeps_contract() const noexcept
    {
        return !m_ledger || m_ledger->keeps_contract();
    }

    /// See ledger_options::keeps_contract.
    void publish_recorded(const progress_values& values)
    {
        tell(&detail::ledger::publish_recorded, values);
    }

private:
    friend class detail::work_scope;
    friend class detail::fallback_leg;

    template <class... Taken, class... Given>
    void tell(void (detail::ledger::*report)(Taken...), Given&&... given)
    {
        if (m_ledger)
        {
            (m_ledger.get()->*report)(std::forward<Given>(given)...);
        }
    }

    void drop() noexcept;

    detail::shared_handle<detail::ledger> m_ledger;
    transfer_options m_options;
};

} // namespace wua

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/job/transfer.ipp>
#endif

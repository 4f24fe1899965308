// SPDX-License-Identifier: MIT
#pragma once

// The engine's end of a job: what to download, and where to report it.

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

/// What the downloader was told about a job besides its updates.
struct transfer_options
{
    DownloadPriority priority = dpNormal;

    /// Download again what is there already.
    bool is_forced = false;

    /// Who asks, for a User-Agent header; may be empty.
    std::string client_application_id{};

    job_kind kind = job_kind::download;
};

/// Updates are named by their index. For each of them an engine reports, in this order: start, set_size when it learns
/// the size, set_bytes as bytes arrive, set_phase(dphVerifying) while it checks them, perhaps retry and all of that
/// again, and finish, exactly once. Reports for different updates may come from different threads at the same time;
/// those for one update must not overlap. An index that does not exist, and whatever is reported after finish, is
/// counted and ignored; numbers that cannot be end that update as failed with WU_E_DM_UNEXPECTED. No lock of the job is
/// held while the engine is called, and none of the engine's may be held while it reports.
///
/// Movable, not copyable. Destroying a transfer ends what has not been finished: as aborted after an abort, else as
/// failed with WU_E_DM_UNEXPECTED. One that was moved from has no updates, is completed, and ignores what is reported.
class transfer
{
public:
    /// The detail of updates that ended because their transfer did. Short enough for a string without allocation.
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

    /// False for an update that has its result already, such as one that was downloaded before: it is to be passed
    /// over. False, too, for an index that does not exist.
    bool wants(std::size_t index) const noexcept
    {
        return m_ledger && index < m_ledger->size() && !m_ledger->is_finished(index);
    }

    /// Stops when the caller requests an abort. The engine then ends every update soon: those that are complete with
    /// their result, the others with outcome::aborted(). It is not obliged to be quick, but past the job's abort limit
    /// the job ends without it.
    std::stop_token stop_token() const noexcept
    {
        return m_ledger ? m_ledger->stop_token() : std::stop_token();
    }

    /// True once nothing that is reported matters any more.
    bool is_completed() const noexcept
    {
        return !m_ledger || m_ledger->is_completed();
    }

    /// For an engine that can be controlled (see controlled_engine): has f() called after each change of what the next
    /// four say, from any thread, with no lock of the job held, perhaps several times at once. To be set once, before
    /// anything is reported; f() must not throw, and must survive the engine.
    void when_controlled(std::function<void()> f)
    {
        tell(&detail::ledger::when_controlled, std::move(f));
    }

    /// Whether an update, or nothing of the job, is to be downloaded for the time being. What has not started is then
    /// not started; what has is stopped where it is, and set_paused() says so, anew after each change. What is stored
    /// already may be verified and finished. When it is not wanted any more, the engine goes on by itself.
    bool wants_pause(std::size_t index) const
    {
        return m_ledger && index < m_ledger->size() && m_ledger->wants_pause(index);
    }
    bool wants_pause() const
    {
        return m_ledger && m_ledger->wants_pause();
    }

    /// The priority of now.
    DownloadPriority priority() const
    {
        return m_ledger ? m_ledger->priority().value_or(m_options.priority) : m_options.priority;
    }

    /// Bytes per second, 0: no limit; nothing as long as the engine is to decide.
    std::optional<std::uint64_t> bandwidth() const
    {
        return m_ledger ? m_ledger->bandwidth() : std::nullopt;
    }

    /// The update stands still: no bytes are reported until it is no longer to be paused. Ignored if it already is not.
    void set_paused(std::size_t index)
    {
        tell(&detail::ledger::set_paused, index);
    }

    /// The engine itself wants the whole job to be paused, for a reason in a few words for people, such as "metered
    /// network"; empty: it does not any more. A job tells of 63 different reasons at most.
    void hold(std::string reason)
    {
        tell(&detail::ledger::hold, std::move(reason));
    }

    /// The update leaves the queue: its phase is dphInitializing until bytes come.
    void start(std::size_t index)
    {
        tell(&detail::ledger::start, index);
    }

    /// The size in bytes, if the update did not name it: fixed for this attempt.
    void set_size(std::size_t index, std::uint64_t bytes)
    {
        tell(&detail::ledger::set_size, index, bytes);
    }

    /// All bytes of this attempt so far, those kept from an earlier one included. Never less than reported before. None
    /// at all says nothing, and begins nothing.
    void set_bytes(std::size_t index, std::uint64_t bytes)
    {
        if (m_ledger)
        {
            m_ledger->set_bytes(index, bytes);
        }
    }

    /// Phases go forward only, within an attempt.
    void set_phase(std::size_t index, DownloadPhase phase)
    {
        tell(&detail::ledger::set_phase, index, phase);
    }

    /// Which URL is asked for the bytes from now on, for update_progress::asked. An engine need not tell; who looks on
    /// takes an update with one URL to ask that.
    void set_url(std::size_t index, url_place place) noexcept
    {
        tell(&detail::ledger::set_url, index, place);
    }

    /// The attempt failed, another one begins with the given number of bytes already there.
    void retry(std::size_t index, std::uint64_t kept_bytes = 0)
    {
        tell(&detail::ledger::retry, index, kept_bytes);
    }

    /// Whether the job has use for the story of an attempt. Most jobs have none as long as all attempts of the update,
    /// this one included, have gone well.
    bool wants_attempt(bool has_all_gone_well) const noexcept
    {
        return m_ledger && m_ledger->wants_attempt(has_all_gone_well);
    }

    /// How an attempt went: before the retry() or finish() that follows from it. An engine need not tell. What is told
    /// must be fit for logs, its URLs as printable_url() has them. Left out when there is no memory for it.
    void add_attempt(std::size_t index, attempt_record&& attempt) noexcept
    {
        tell(&detail::ledger::add_attempt, index, std::move(attempt));
    }

    /// Whether the job has use for what became of each file.
    bool wants_files() const noexcept
    {
        return m_ledger && m_ledger->wants_files();
    }

    /// A file is complete: before the finish() of its update. An engine need not tell. Its URL is as printable_url()
    /// has it. Left out when there is no memory for it.
    void add_file(std::size_t index, file_result&& file) noexcept
    {
        tell(&detail::ledger::add_file, index, std::move(file));
    }

    /// The result of an update.
    void finish(std::size_t index, outcome result)
    {
        tell(&detail::ledger::finish, index, std::move(result));
    }

    /// Ends every update that has not been finished; aborted ones as aborted.
    void finish_rest(const outcome& result)
    {
        tell(&detail::ledger::finish_rest, result);
    }

    /// How long after an abort the job ends by itself.
    std::chrono::nanoseconds abort_limit() const noexcept
    {
        return m_ledger ? m_ledger->abort_limit() : std::chrono::nanoseconds(0);
    }

    /// Time has passed: lets the speed fall and a stall show when no bytes come, and ends the job when its abort limit
    /// is over. Some times a second is enough.
    void tick()
    {
        tell(&detail::ledger::tick);
    }

    /// From now on the recorder is told all that the job is told, and keeps the job from taking reports of bytes
    /// without a lock. Once, before anything is reported; see recording_engine.
    void record(std::shared_ptr<transfer_recorder> recorder)
    {
        tell(&detail::ledger::record, std::move(recorder));
    }

    /// As if the caller had requested it; for an engine that plays what was recorded.
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

// SPDX-License-Identifier: MIT
#pragma once

// The engine's end of a job: what to download, and where to report it.

#include <wua/com/shared_handle.hpp>
#include <wua/job/ledger.hpp>
#include <wua/separate_compilation.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
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
};

/// Updates are named by their index. For each of them an engine reports, in this order: start, set_size when it learns
/// the size, set_bytes as bytes arrive, set_phase(dphVerifying) while it checks them, perhaps retry and all of that
/// again, and finish, exactly once. Reports for different updates may come from different threads at the same time;
/// those for one update must not overlap. An index that does not exist, and whatever is reported after finish, is
/// counted and ignored; numbers that cannot be end that update as failed with WU_E_DM_UNEXPECTED. No lock of the job is
/// held while the engine is called, and none of the engine's may be held while it reports.
///
/// Movable, not copyable. Destroying a transfer ends what has not been finished: as aborted after an abort, else as
/// failed with WU_E_DM_UNEXPECTED.
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
    const std::vector<update_pointer>& updates() const noexcept
    {
        return m_ledger->table()->updates();
    }
    const transfer_options& options() const noexcept
    {
        return m_options;
    }

    /// False for an update that has its result already, such as one that was downloaded before: it is to be passed
    /// over. False, too, for an index that does not exist.
    bool wants(std::size_t index) const noexcept
    {
        return index < m_ledger->size() && !m_ledger->is_finished(index);
    }

    /// Stops when the caller requests an abort. The engine then ends every update soon: those that are complete with
    /// their result, the others with outcome::aborted(). It is not obliged to be quick, but past the job's abort limit
    /// the job ends without it.
    std::stop_token stop_token() const noexcept
    {
        return m_ledger->stop_token();
    }

    /// True once nothing that is reported matters any more.
    bool is_completed() const noexcept
    {
        return m_ledger->is_completed();
    }

    /// The update leaves the queue: its phase is dphInitializing until bytes come.
    void start(std::size_t index)
    {
        m_ledger->start(index);
    }

    /// The size in bytes, if the update did not name it: fixed for this attempt.
    void set_size(std::size_t index, std::uint64_t bytes)
    {
        m_ledger->set_size(index, bytes);
    }

    /// All bytes of this attempt so far, those kept from an earlier one included. Never less than reported before.
    void set_bytes(std::size_t index, std::uint64_t bytes)
    {
        m_ledger->set_bytes(index, bytes);
    }

    /// Phases go forward only, within an attempt.
    void set_phase(std::size_t index, DownloadPhase phase)
    {
        m_ledger->set_phase(index, phase);
    }

    /// The attempt failed, another one begins with the given number of bytes already there.
    void retry(std::size_t index, std::uint64_t kept_bytes = 0)
    {
        m_ledger->retry(index, kept_bytes);
    }

    /// The result of an update.
    void finish(std::size_t index, outcome result)
    {
        m_ledger->finish(index, std::move(result));
    }

    /// Ends every update that has not been finished; aborted ones as aborted.
    void finish_rest(const outcome& result)
    {
        m_ledger->finish_rest(result);
    }

    /// How long after an abort the job ends by itself.
    std::chrono::nanoseconds abort_limit() const noexcept
    {
        return m_ledger->abort_limit();
    }

    /// Time has passed: lets the speed fall and a stall show when no bytes come, and ends the job when its abort limit
    /// is over. Some times a second is enough.
    void tick()
    {
        m_ledger->tick();
    }

    /// See ledger_options::keeps_contract.
    void publish_recorded(const progress_values& values)
    {
        m_ledger->publish_recorded(values);
    }

private:
    void drop() noexcept;

    detail::shared_handle<detail::ledger> m_ledger;
    transfer_options m_options;
};

} // namespace wua

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/job/transfer.ipp>
#endif

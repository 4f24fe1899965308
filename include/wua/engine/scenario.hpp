// SPDX-License-Identifier: MIT
#pragma once

// What the simulated engine acts out: per update and per job.

#include <wua/model/outcome.hpp>
#include <wua/model/progress_snapshot.hpp>
#include <wua/model/update_item.hpp>
#include <wua/separate_compilation.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace wua
{

namespace detail
{

class replay_source;

} // namespace detail

/// When the job learns the size of an update that does not state it.
enum class size_known : std::uint8_t
{
    at_start,
    late,  ///< once simulated_update::size_learnt_at bytes have arrived
    never, ///< only at the end
};

/// No bytes for a while.
struct simulated_stall
{
    std::uint64_t at_byte = 0;
    std::chrono::nanoseconds duration{0};
};

/// How one attempt fails.
struct simulated_fault
{
    /// After this many bytes, or in the verify phase, when all bytes have arrived.
    std::uint64_t at_byte = 0;
    bool in_verify_phase = false;

    HRESULT hresult = wu_e_download_failed;
    native_error native{};

    /// Whether another attempt follows after the delay, and whether it keeps the bytes so far.
    bool is_retried = false;
    bool keeps_bytes = false;
    std::chrono::nanoseconds retry_delay{0};
};

struct simulated_update
{
    /// Bytes; nullopt: the size that the update states, else 10 MiB.
    std::optional<std::uint64_t> size{};
    size_known known = size_known::at_start;
    std::uint64_t size_learnt_at = 0;

    /// 0 stalls for ever: only an abort ends such an update.
    std::uint64_t bytes_per_second = 10U << 20U;

    /// From the start to the first byte.
    std::chrono::nanoseconds latency = std::chrono::milliseconds(100);

    std::vector<simulated_stall> stalls{};

    /// The first applies to the first attempt, and so on; further attempts succeed.
    std::vector<simulated_fault> faults{};

    /// 0: no verify phase.
    std::chrono::nanoseconds verify_time = std::chrono::milliseconds(50);

    /// From the request to the end; until then bytes keep arriving, and an update may still succeed.
    std::chrono::nanoseconds abort_latency{0};

    /// Acts like a faulty engine: an abort never ends this update, so the job's abort limit has to.
    bool ignores_abort = false;

    /// The success code, such as WU_S_REBOOT_REQUIRED of an installation.
    HRESULT success = s_ok;

    /// Ends at once with WU_S_ALREADY_DOWNLOADED, unless the download is forced.
    bool is_already_downloaded = false;

    /// In scenario::updates_by_id only: identity::update_id of the update that this applies to.
    std::string update_id{};
};

/// The order in which the updates of a job start.
enum class start_order : std::uint8_t
{
    given,
    reversed,
    shuffled, ///< by the scenario's seed
};

/// Numbers to show at one moment of the job, whether or not they keep the contract. See scenario::recorded.
struct recorded_sample
{
    std::chrono::nanoseconds at{0};
    std::uint32_t index = 0;
    DownloadPhase phase = dphDownloading;

    /// From 0 to 127; values outside are clamped.
    std::int32_t percent = 0;
    std::int32_t update_percent = 0;
    std::uint64_t bytes_downloaded = 0;
    std::uint64_t bytes_to_download = 0;
    std::uint64_t update_bytes_downloaded = 0;
    std::uint64_t update_bytes_to_download = 0;
};

struct scenario
{
    /// By index in the job; updates beyond the end use `others`.
    std::vector<simulated_update> updates{};
    simulated_update others{};

    /// By simulated_update::update_id, wherever the update is in the job. These take precedence over the list; of two
    /// with the same identity the first counts.
    std::vector<simulated_update> updates_by_id{};

    start_order order = start_order::given;

    /// How many updates of a job download at the same time; at least 1.
    std::size_t parallelism = 1;

    std::uint64_t seed = 1;

    /// How often an update reports its bytes, in addition to the moments at which something happens to it.
    std::uint32_t reports_per_update = 100;

    /// Numbers to show instead of those of the contract; only in jobs whose contract is switched off by
    /// ledger_options::keeps_contract (downloader_options::keeps_contract). The updates' results follow the script
    /// above.
    std::vector<recorded_sample> recorded{};

    /// A recorded job, an event_trace, that is replayed instead of everything above: its events come at the times at
    /// which they were recorded.
    std::shared_ptr<const detail::replay_source> replay{};

    /// What jobs that install and uninstall act out; null: usual_installations(). Its own `installations` are ignored.
    std::shared_ptr<const scenario> installations{};

    const simulated_update& update(std::size_t index) const noexcept
    {
        return index < updates.size() ? updates[index] : others;
    }

    const simulated_update& update(std::size_t index, const update_item& item) const noexcept;
};

/// An installation that takes that long; its unit of work is a microsecond.
simulated_update make_installation(std::chrono::microseconds time);

/// One update after the other, each taking a second.
scenario usual_installations();

} // namespace wua

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/engine/scenario.ipp>
#endif

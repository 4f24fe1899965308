// SPDX-License-Identifier: MIT
#pragma once

// What a job is told, for somebody who records it.

#include <chrono>
#include <cstdint>
#include <string>

namespace wua
{

struct attempt_record;
struct outcome;
struct progress_values;

/// What a transfer can be told, and what the caller can request.
enum class transfer_event_kind : std::uint8_t
{
    start,
    size,          ///< number: bytes
    bytes,         ///< number: bytes
    phase,         ///< number: a DownloadPhase
    retry,         ///< number: the bytes that are kept
    finish,        ///< has a result
    finish_rest,   ///< has a result; for all updates that have none
    tick,          ///< for the job
    show_recorded, ///< has values; for the job
    attempt,       ///< has an attempt
    abort,         ///< for the job
    pause,         ///< number: 1, or 0 for a resume; for the job
    pause_update,  ///< number: 1, or 0 for a resume
    paused,        ///< the engine has stopped it
    hold           ///< has a text, the engine's reason; empty: no longer; for the job
};

/// Refers to data that the caller owns.
struct transfer_event
{
    /// Since the job began, by its clock; never decreases.
    std::chrono::nanoseconds at{0};

    transfer_event_kind kind = transfer_event_kind::tick;

    /// The update; 0 where the event concerns the job.
    std::uint32_t index = 0;

    std::uint64_t number = 0;

    /// Null where the event has none.
    const outcome* result = nullptr;
    const attempt_record* attempt = nullptr;
    const progress_values* values = nullptr;
    const std::string* text = nullptr;
};

/// Receives every report that the job accepts, in the order in which it accepts them: see transfer::record(). Reports
/// that the job ignores, such as one about an update that has ended, are left out.
class transfer_recorder
{
public:
    transfer_recorder(const transfer_recorder&) = delete;
    transfer_recorder& operator=(const transfer_recorder&) = delete;
    virtual ~transfer_recorder() = default;

    /// Called before the event takes effect; `before` are the numbers that the job shows until then. Called under the
    /// job's lock, one call at a time, on whichever thread reports: it must be quick and must not call the job.
    virtual void on_event(const transfer_event& event, const progress_values& before) noexcept = 0;

    /// All updates have their results, as `last` shows. No further calls follow.
    virtual void on_completed(std::chrono::nanoseconds at, const progress_values& last) noexcept = 0;

protected:
    transfer_recorder() = default;
};

} // namespace wua

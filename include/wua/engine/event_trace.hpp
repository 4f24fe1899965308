// SPDX-License-Identifier: MIT
#pragma once

// Everything that a job was told, in order: recorded while the job runs, replayed by the simulated engine.

#include <wua/engine/simulated/replay_source.hpp>
#include <wua/job/transfer_recorder.hpp>
#include <wua/model/download_story.hpp>
#include <wua/model/outcome.hpp>
#include <wua/model/progress_snapshot.hpp>
#include <wua/separate_compilation.hpp>

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>
#include <vector>

namespace wua
{

/// Records one job: let recording_engine attach it to the job. To replay it, make it the `replay` of a scenario and
/// start a job of a simulated_engine over the same updates, with downloader_options::abort_limit at its maximum and the
/// same keeps_contract. The replayed job shows the same snapshots, speeds included, at the same times after its start.
/// An abort that was not recorded ends it immediately.
///
/// Do not use the trace for anything else while the job that it records is running.
class event_trace final : public detail::replay_source, public transfer_recorder
{
public:
    /// Appends an event with copies of what it refers to. Its time must not be less than that of the last one, and it
    /// must have what its kind requires: std::invalid_argument.
    void add(const transfer_event& event);

    const std::vector<transfer_event>& events() const noexcept
    {
        return m_events;
    }

    /// False if memory ran out: the trace then replays only up to that point.
    bool is_whole() const noexcept
    {
        return m_is_whole;
    }

    WUA_INLINE void on_event(const transfer_event& event, const progress_values& before) noexcept override;

    WUA_INLINE void on_completed(std::chrono::nanoseconds at, const progress_values& last) noexcept override;

    WUA_INLINE void play(transfer&& job, const detail::shared_handle<detail::simulation>& engine,
                         std::shared_ptr<const detail::replay_source> self) const override;

private:
    std::vector<transfer_event> m_events;
    std::vector<std::unique_ptr<const outcome>> m_results; // most successes share one
    std::vector<std::unique_ptr<const attempt_record>> m_attempts;
    std::vector<std::unique_ptr<const progress_values>> m_values;
    std::vector<std::unique_ptr<const std::string>> m_texts;
    bool m_is_whole = true;
};

} // namespace wua

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/engine/event_trace.ipp>
#endif

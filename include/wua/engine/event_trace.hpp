// SPDX-License-Identifier: MIT
#pragma once

// All that a job was told, in its order: recorded while the job runs, played again by the simulated engine.

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

/// Records one job: have recording_engine give it to the job. To play it, make it the `replay` of a scenario and start
/// a job of a simulated_engine over the same updates, with downloader_options::abort_limit at its maximum and
/// keeps_contract as it was. That one shows the same snapshots at the same times after its beginning: what they say of
/// speed, too. An abort that was not recorded ends it at once.
///
/// Nothing else may be done with it while the job runs that it records.
class event_trace final : public detail::replay_source, public transfer_recorder
{
public:
    /// Appends an event with copies of what it refers to. Its time must not be less than that of the last one, and it
    /// must have what its kind has: std::invalid_argument.
    void add(const transfer_event& event);

    const std::vector<transfer_event>& events() const noexcept
    {
        return m_events;
    }

    /// False when there was no memory for all of it: it plays up to there.
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

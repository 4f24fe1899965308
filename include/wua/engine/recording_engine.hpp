// SPDX-License-Identifier: MIT
#pragma once

// Wraps another engine and records its jobs.

#include <wua/job/clock.hpp>
#include <wua/job/engine.hpp>
#include <wua/job/transfer_recorder.hpp>

#include <chrono>
#include <concepts>
#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <utility>

namespace wua
{

/// Attaches a recorder, made by a function, to each job, and leaves the rest to the other engine, whose clock, drive
/// and controls it exposes. The other engine does not notice, except that each report of bytes takes a lock.
///
///   const auto trace = std::make_shared<wua::event_trace>();
///   wua::start(wua::recording_engine(engine, [&](const wua::transfer&) { return trace; }), updates);
///
/// start() calls the function on the calling thread; if it returns null, the job is not recorded. Each recorder is for
/// one job, and lives as long as the job.
template <engine E>
class recording_engine
{
public:
    using recorder_source = std::function<std::shared_ptr<transfer_recorder>(const transfer&)>;

    /// Throws std::invalid_argument when either is null.
    recording_engine(std::shared_ptr<E> engine, recorder_source recorder_for)
        : m_engine(std::move(engine)),
          m_recorder_for(std::move(recorder_for))
    {
        if (!m_engine || !m_recorder_for)
        {
            throw std::invalid_argument("a recording_engine needs an engine and a function that makes recorders");
        }
    }

    void start(transfer job)
    {
        if (std::shared_ptr<transfer_recorder> recorder = m_recorder_for(job))
        {
            job.record(std::move(recorder));
        }
        m_engine->start(std::move(job));
    }

    /// The wrapped engine.
    const std::shared_ptr<E>& recorded() const noexcept
    {
        return m_engine;
    }

    bool drive()
    requires driven_engine<E>
    {
        return m_engine->drive();
    }
    void post(std::function<void()> work)
    requires driven_engine<E>
    {
        m_engine->post(std::move(work));
    }
    bool is_in_real_time() const
    requires requires(const E& engine) {
        { engine.is_in_real_time() } -> std::convertible_to<bool>;
    }
    {
        return m_engine->is_in_real_time();
    }

    std::optional<std::chrono::nanoseconds> due() const
    requires requires(const E& engine) { std::optional<std::chrono::nanoseconds>(engine.due()); }
    {
        return m_engine->due();
    }

    /// What can be changed about a running job: what the other engine supports.
    job_controls controls() const
    requires controlled_engine<E>
    {
        return m_engine->controls();
    }

    std::chrono::nanoseconds now() const
    requires timed_engine<E>
    {
        return m_engine->now();
    }
    time_source clock() const
    requires requires(const E& engine) { time_source(engine.clock()); }
    {
        return m_engine->clock();
    }
    void advance(std::chrono::nanoseconds time)
    requires requires(E& engine) { engine.advance(std::chrono::nanoseconds()); }
    {
        m_engine->advance(time);
    }

private:
    std::shared_ptr<E> m_engine;
    recorder_source m_recorder_for;
};

} // namespace wua

// SPDX-License-Identifier: MIT
#pragma once

// The part of a fallback_engine that lives as long as its jobs need it: the two engines, their time, and the jobs.

#include <wua/com/shared_handle.hpp>
#include <wua/engine/fallback_options.hpp>
#include <wua/job/engine_handle.hpp>
#include <wua/job/owned_thread.hpp>
#include <wua/separate_compilation.hpp>

#include <array>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <list>
#include <mutex>

namespace wua::detail
{

class fallback_job;

// Any thread may call any member. While an engine needs driving, time passes only by driving it. An engine's clock
// counts while it has a leg, starting from the common time at which that began; so the common time has no gaps or steps
// back, although only one engine may be at work.
class fallback_core
{
public:
    fallback_core(engine_handle first, engine_handle second, fallback_options options);

    fallback_core(const fallback_core&) = delete;
    fallback_core& operator=(const fallback_core&) = delete;

    const fallback_options& options() const noexcept
    {
        return m_options;
    }

    static void start(const shared_handle<fallback_core>& core, transfer job);

    // What both engines support.
    job_controls controls();

    std::chrono::nanoseconds now();
    bool drive();
    void post(std::function<void()> work);
    void advance(std::chrono::nanoseconds by);

    // True when one of the engines has to be driven by whoever waits.
    bool needs_driving();

    // Called by the jobs' abort_hook.
    void abort(const shared_handle<fallback_job>& job) noexcept;

    // Ends the engines and all jobs. After that nothing happens.
    void stop() noexcept;

    // For the jobs. `which` is 0 or 1. Empty after stop().
    engine_handle engine_at(std::size_t which);
    void note_begin(std::size_t which);
    void note_end(std::size_t which) noexcept;

    // Held while an engine's thread, or a thread that aborts, works on a job. Nobody else would end what such a thread
    // has taken in hand: so drive() has not come to an end before it, and stop() lets it finish; but waits no longer
    // than stop_patience, because an engine's start() is the client's code. The stopping thread may itself be among
    // them.
    class passage
    {
    public:
        explicit passage(fallback_core& core) noexcept : m_core(core)
        {
            ++m_core.m_passing;
            ++t_passing;
        }
        ~passage()
        {
            --t_passing;
            --m_core.m_passing;
        }

        passage(const passage&) = delete;
        passage& operator=(const passage&) = delete;

    private:
        fallback_core& m_core;
    };
    static constexpr std::chrono::seconds stop_patience{2};

    // Called inside a passage when a report has been passed on, which may have given work to the engines. Whoever
    // drives waits for reports of engines with threads of their own.
    void note_report(std::size_t which) noexcept;
    void remove(fallback_job& job) noexcept;

private:
    struct place
    {
        engine_handle engine;
        std::size_t legs = 0;
        std::chrono::nanoseconds offset{0}; // from the engine's time to the common time
    };

    using job_list = std::list<shared_handle<fallback_job>>;

    // Visits the jobs one after the other, without the lock. Needs no memory.
    template <class F>
    void for_each_job(F f);

    static void serve(const shared_handle<fallback_core>& core);
    void watch();

    std::uint64_t report_count();

    // Waits for engines with threads of their own until there are more reports than `before`; at most a few
    // milliseconds, even if `most` is longer. False when there were none and nobody has anything to do.
    bool wait_for_report(std::chrono::nanoseconds most, std::uint64_t before);

    std::chrono::nanoseconds time_of(const engine_handle& engine) const;

    const fallback_options m_options;
    const bool m_is_driven;    // at least one of the engines is driven
    const std::size_t m_timed; // whose clock counts when neither is

    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::array<place, 2> m_places;
    job_list m_jobs;
    std::chrono::nanoseconds m_latest{0};
    std::uint64_t m_reports = 0;
    std::atomic<std::size_t> m_passing{0};
    static inline thread_local std::size_t t_passing = 0; // on this thread, through any core
    bool m_is_stopped = false;
    owned_thread m_watcher; // guarded until stop()
};

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/engine/fallback/fallback_core.ipp>
#endif

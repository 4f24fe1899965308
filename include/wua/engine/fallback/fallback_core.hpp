// SPDX-License-Identifier: MIT
#pragma once

// What outlives a fallback_engine for as long as its jobs need it: the two engines, their time, and the jobs.

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

// Any thread may call any member. While an engine has to be driven, time passes by driving it. An engine's clock counts
// as long as it has a leg, from what the time was when it began; so the time of both goes on without a gap or a step
// back, although only one may be at work.
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

    // What both engines obey.
    job_controls controls();

    std::chrono::nanoseconds now();
    bool drive();
    void post(std::function<void()> work);
    void advance(std::chrono::nanoseconds by);

    // True when one of the engines has to be driven by whoever waits.
    bool needs_driving();

    // Called by the jobs' abort_hook.
    void abort(const shared_handle<fallback_job>& job) noexcept;

    // Ends the engines and all jobs. From then on nothing happens.
    void stop() noexcept;

    // For the jobs. which: 0 or 1. Empty after stop().
    engine_handle engine_at(std::size_t which);
    void note_begin(std::size_t which);
    void note_end(std::size_t which) noexcept;

    // While an engine's thread, or who aborts, is at work on a job: stop() lets them finish, for what they have taken
    // in hand nobody else ends; but not for longer than stop_patience, since an engine's start() is the client's code.
    // The thread that stops may itself be in there.
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

    // Around the passing on of a report; returns what the end is to be told. Whoever drives waits for those of engines
    // with threads of their own.
    bool begin_report(std::size_t which) noexcept;
    void end_report(bool is_counted) noexcept;
    void remove(fallback_job& job) noexcept;

private:
    struct place
    {
        engine_handle engine;
        std::size_t legs = 0;
        std::chrono::nanoseconds offset{0}; // of the common time from the engine's
    };

    using job_list = std::list<shared_handle<fallback_job>>;

    // The jobs one after the other, without the lock. Needs no memory.
    template <class F>
    void for_each_job(F f);

    static void serve(const shared_handle<fallback_core>& core);
    void watch();

    std::uint64_t report_count();

    // Waits for engines with threads of their own until there is another report than these. False when there was none
    // and they have nothing to do.
    bool wait_for_report(std::chrono::nanoseconds most, std::uint64_t before);

    std::chrono::nanoseconds time_of(const engine_handle& engine) const;

    const fallback_options m_options;
    const bool m_is_driven;    // at least one of the engines can be
    const std::size_t m_timed; // whose clock counts when none is

    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::array<place, 2> m_places;
    job_list m_jobs;
    std::chrono::nanoseconds m_latest{0};
    std::uint64_t m_reports = 0;
    std::size_t m_reporting = 0;
    std::atomic<std::size_t> m_passing{0};
    static inline thread_local std::size_t t_passing = 0; // of this thread, through any core
    bool m_is_stopped = false;
    owned_thread m_watcher; // guarded until stop()
};

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/engine/fallback/fallback_core.ipp>
#endif

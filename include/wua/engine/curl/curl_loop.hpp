// SPDX-License-Identifier: MIT
#pragma once

// A thread of a curl_engine: takes updates from the queue and downloads them side by side.

#include <wua/engine/curl/curl_core.hpp>
#include <wua/engine/curl/curl_inbox.hpp>
#include <wua/engine/curl/curl_job.hpp>
#include <wua/engine/curl/curl_pool.hpp>
#include <wua/engine/curl/update_download.hpp>
#include <wua/separate_compilation.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <list>
#include <memory>

namespace wua::detail
{

class curl_loop
{
public:
    curl_loop(std::shared_ptr<curl_core> core, std::size_t lane);

    const std::shared_ptr<curl_inbox>& inbox() const noexcept
    {
        return m_pool.inbox();
    }

    // Runs until the core is stopped, on a thread that owns the loop. No lock is held while anything is reported.
    void run();

    static outcome engine_ended() noexcept;

    static void end_job(curl_job& job)
    {
        job.transfer.finish_rest(job.is_aborting ? outcome::aborted() : engine_ended());
    }

    static void end_jobs(const job_list& jobs);

private:
    using nanoseconds = std::chrono::nanoseconds;

    void turn();

    // Has another thread watch the loop while anything is active.
    void watch() noexcept;

    // Lets those that have waited longest for bandwidth continue first.
    void share_bandwidth();

    void stop_aborted();

    // Applies what clients have changed about their jobs since.
    void obey_controls();

    // For the first loop: asks whether anything may be fetched, and tells the jobs.
    void look_at_gate();

    void publish_answer();

    // True when an update has begun, or failed to begin.
    bool fill();

    void begin(update_queue::ticket&& update);

    // Looks at updates that wait for others' downloads, when it is time or one of these has ended.
    void look_at_waiting(nanoseconds now);

    // Moves updates that no longer wait back to the active ones.
    void part_from_waiting();

    // True when a request has ended.
    bool report_done();

    // True when something has ended, so that there may be room for something else.
    bool release_ended();

    void tick(nanoseconds now);

    // Until something happens: on a connection, in the inbox, or by the clock.
    void wait();

    static constexpr nanoseconds tick_interval = std::chrono::milliseconds(250);
    static constexpr nanoseconds flush_delay = std::chrono::milliseconds(1);

    const std::shared_ptr<curl_core> m_core;
    const std::size_t m_lane;
    curl_pool m_pool;
    std::list<std::shared_ptr<update_download>> m_active;
    std::list<std::shared_ptr<update_download>> m_waiting; // for others' downloads, in any number
    nanoseconds m_look_at = nanoseconds::max();            // at the waiting ones
    std::uint64_t m_ends = 0;                              // of others' downloads, when last looked at
    std::uint64_t m_aborts = 0;
    std::uint64_t m_controls = 0;
    std::uint64_t m_answer = 0; // number of the gate's answer
    std::uint64_t m_added = 0;  // number of jobs when they were told it
    bool m_is_answer_published = false;
    nanoseconds m_ticked{0};
    std::size_t m_turns_unflushed = 0;
    bool m_is_watched = false;
};

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/engine/curl/curl_loop.ipp>
#endif

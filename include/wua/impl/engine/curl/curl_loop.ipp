// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/engine/curl/curl_loop.hpp>.

#include <wua/engine/curl/curl_loop.hpp>
#include <wua/engine/transfer/fetch_failure.hpp>

#include <algorithm>
#include <new>
#include <optional>
#include <utility>

namespace wua::detail
{

WUA_COLD curl_loop::curl_loop(std::shared_ptr<curl_core> core, std::size_t lane)
    : m_core(std::move(core)),
      m_lane(lane),
      m_pool(m_core->options, &m_core->rules)
{}

WUA_COLD void curl_loop::run()
{
    block_write_signals();
    while (!m_core->is_stopping())
    {
        turn();
    }
    m_active.splice(m_active.end(), m_waiting);
    for (const std::shared_ptr<update_download>& download : m_active)
    {
        download->stop(download->job()->is_aborting ? outcome::aborted() : engine_ended(), stop_policy::at_once);
    }
    release_ended();
    watch();
    // The last loop to get here ends the jobs that no loop has begun.
    end_jobs(m_core->take_rest());
    m_core->note_loop_end();
}

WUA_COLD outcome curl_loop::engine_ended() noexcept
{
    return failed_with(wu_e_service_stop, "the engine has ended");
}

WUA_COLD void curl_loop::end_jobs(const job_list& jobs)
{
    for (const std::shared_ptr<queue_entry>& job : jobs)
    {
        end_job(static_cast<curl_job&>(*job));
    }
}

WUA_INLINE void curl_loop::turn()
{
    for (const inbox_message& message : m_pool.inbox()->take())
    {
        message.deliver();
    }
    stop_aborted();
    look_at_gate();
    obey_controls();
    release_ended();
    fill();
    watch();
    m_pool.perform(m_active.size() <= 1, [this] {
        if (report_done() && release_ended())
        {
            fill();
        }
    });
    release_ended();
    const nanoseconds now = m_core->now();
    if (m_core->has_limits())
    {
        share_bandwidth();
    }
    for (const std::shared_ptr<update_download>& download : m_active)
    {
        if (download->has_lost_reply())
        {
            download->on_lost_reply();
        }
        if (download->wake_at() <= now)
        {
            download->on_time(now);
        }
    }
    look_at_waiting(now);
    tick(now);
    if (!release_ended() && !fill())
    {
        wait();
    }
}

WUA_INLINE void curl_loop::watch() noexcept
{
    const bool is_busy = !m_active.empty();
    if (std::exchange(m_is_watched, is_busy) != is_busy)
    {
        is_busy ? m_core->watchdog.watch(m_pool.connections()) : m_core->watchdog.forget(m_pool.connections());
    }
}

WUA_INLINE void curl_loop::share_bandwidth()
{
    m_active.sort([](const auto& a, const auto& b) { return a->resumed_at() < b->resumed_at(); });
}

WUA_COLD void curl_loop::stop_aborted()
{
    const std::uint64_t aborts = m_core->abort_count();
    if (std::exchange(m_aborts, aborts) == aborts)
    {
        return;
    }
    for (const auto* downloads : {&m_active, &m_waiting})
    {
        for (const std::shared_ptr<update_download>& download : *downloads)
        {
            if (download->job()->is_aborting)
            {
                download->stop(outcome::aborted(), stop_policy::after_saving);
            }
        }
    }
    part_from_waiting();
}

WUA_INLINE void curl_loop::obey_controls()
{
    const std::uint64_t controls = m_core->control_count();
    if (std::exchange(m_controls, controls) == controls)
    {
        return;
    }
    const nanoseconds now = m_core->now();
    for (const auto* downloads : {&m_waiting, &m_active}) // the followers before the downloads that they follow
    {
        for (const std::shared_ptr<update_download>& download : *downloads)
        {
            download->on_control(now);
        }
    }
    part_from_waiting();
}

WUA_INLINE void curl_loop::look_at_gate()
{
    fetch_gate& gate = m_core->gate;
    if (m_lane != 0 || !gate.exists() || !m_core->has_jobs())
    {
        return;
    }
    if (const nanoseconds now = m_core->now(); now >= gate.next())
    {
        m_answer += gate.ask(now) ? 1U : 0U;
        m_is_answer_published = false;
    }
    const std::uint64_t added = m_core->added_count();
    if (m_answer != 0 && (!m_is_answer_published || m_added != added))
    {
        publish_answer();
        m_added = added;
    }
}

WUA_COLD void curl_loop::publish_answer()
{
    const std::string& reason = m_core->gate.reason();
    try
    {
        if (!reason.empty())
        {
            m_core->open(false);
        }
        for (const std::shared_ptr<curl_job>& job : m_core->jobs_without_answer(m_answer))
        {
            if (!reason.empty() || job->published_answer != 0)
            {
                job->transfer.hold(reason);
            }
            job->published_answer = m_answer;
        }
        m_core->open(reason.empty());
        m_is_answer_published = true;
    }
    catch (const std::bad_alloc&)
    {
        m_is_answer_published = false; // tried again at the next turn of the loop
    }
}

WUA_INLINE bool curl_loop::fill()
{
    bool has_begun = false;
    while (std::optional<update_queue::ticket> ticket = m_core->next(m_lane))
    {
        has_begun = true;
        begin(*std::move(ticket));
    }
    m_core->wake_others(m_lane);
    return has_begun;
}

WUA_COLD void curl_loop::begin(update_queue::ticket&& update)
{
    try
    {
        m_active.push_back(std::make_shared<update_download>(*m_core, m_pool, update_queue::ticket(update)));
    }
    catch (const std::bad_alloc&)
    {
        wua::transfer& transfer = static_cast<curl_job&>(*update.job).transfer;
        if (transfer.wants(update.index))
        {
            transfer.finish(update.index, outcome::failed(e_outofmemory));
        }
        m_core->release(update);
        return;
    }
    m_active.back()->begin();
}

WUA_INLINE void curl_loop::look_at_waiting(nanoseconds now)
{
    const std::uint64_t ends = m_core->shared.ends();
    const bool has_ended = std::exchange(m_ends, ends) != ends;
    if (m_waiting.empty() || (!has_ended && now < m_look_at))
    {
        return;
    }
    for (const std::shared_ptr<update_download>& download : m_waiting)
    {
        if (has_ended || download->wake_at() <= now)
        {
            download->on_time(now);
        }
    }
    part_from_waiting();
}

WUA_INLINE void curl_loop::part_from_waiting()
{
    m_look_at = nanoseconds::max();
    for (auto next = m_waiting.begin(); next != m_waiting.end();)
    {
        const auto each = next++;
        if ((*each)->is_waiting())
        {
            m_look_at = std::min(m_look_at, (*each)->wake_at());
        }
        else
        {
            m_active.splice(m_active.end(), m_waiting, each);
        }
    }
}

WUA_INLINE bool curl_loop::report_done()
{
    bool has_reported = false;
    int left = 0;
    while (const CURLMsg* message = curl_multi_info_read(m_pool.multi(), &left))
    {
        if (message->msg == CURLMSG_DONE)
        {
            void* listener = nullptr;
            const CURLcode code = message->data.result;
            curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &listener);
            static_cast<exchange_listener*>(listener)->on_done(code);
            has_reported = true;
        }
    }
    return has_reported;
}

WUA_INLINE bool curl_loop::release_ended()
{
    bool has_released = false;
    for (auto next = m_active.begin(); next != m_active.end();)
    {
        const auto each = next++;
        if ((*each)->has_ended())
        {
            m_core->release((*each)->ticket());
            m_active.erase(each);
            has_released = true;
        }
        else if ((*each)->is_waiting())
        {
            m_look_at = std::min(m_look_at, (*each)->wake_at());
            m_waiting.splice(m_waiting.end(), m_active, each);
        }
    }
    end_jobs(m_core->take_ended());
    return has_released;
}

WUA_INLINE void curl_loop::tick(nanoseconds now)
{
    if (now - m_ticked < tick_interval)
    {
        return;
    }
    m_ticked = now;
    for (const auto* downloads : {&m_active, &m_waiting})
    {
        for (const std::shared_ptr<update_download>& download : *downloads)
        {
            curl_job& job = *download->job();
            if (job.ticked.exchange(now.count(), std::memory_order_relaxed) != now.count())
            {
                job.transfer.tick();
            }
        }
    }
}

WUA_INLINE void curl_loop::wait()
{
    constexpr nanoseconds idle = std::chrono::seconds(60);
    nanoseconds left = idle;
    if (!m_active.empty() || !m_waiting.empty())
    {
        const nanoseconds now = m_core->now();
        left = std::min(tick_interval, std::max(m_look_at, now) - now);
        for (const std::shared_ptr<update_download>& download : m_active)
        {
            left = std::min(left, std::max(download->wake_at(), now) - now);
        }
    }
    if (m_lane == 0 && m_core->gate.exists() && m_core->has_jobs())
    {
        const nanoseconds now = m_core->now();
        left = std::min(left, std::max(m_core->gate.next(), now) - now);
    }
    const std::size_t unflushed = m_core->commits.unflushed();
    m_turns_unflushed = unflushed == 0 ? 0 : m_turns_unflushed + 1;
    constexpr std::size_t max_unflushed = 16;
    // No other file will come that could share the flush.
    const bool is_last = unflushed != 0 && m_active.size() <= unflushed;
    if (is_last || unflushed + m_turns_unflushed >= max_unflushed)
    {
        m_core->commits.flush();
    }
    else if (unflushed != 0)
    {
        left = std::min(left, flush_delay);
    }
    // The order matters: stop() marks the core as stopping before it wakes the loops.
    if (m_core->is_stopping() || !m_pool.inbox()->try_sleep())
    {
        return;
    }
    const auto milliseconds = std::chrono::ceil<std::chrono::milliseconds>(left);
    const auto before = std::chrono::steady_clock::now();
    curl_multi_poll(m_pool.multi(), nullptr, 0, static_cast<int>(milliseconds.count()), nullptr);
    const nanoseconds waited = std::chrono::steady_clock::now() - before;
    m_pool.add_idle(waited);
    if (!is_last && unflushed != 0 && waited >= flush_delay)
    {
        m_core->commits.flush(); // nothing else happened during the wait
    }
}

} // namespace wua::detail

// SPDX-License-Identifier: MIT
#pragma once

// A thread of a curl_engine: takes updates from the queue and downloads them side by side.

#include <wua/engine/curl/curl_core.hpp>
#include <wua/engine/curl/curl_inbox.hpp>
#include <wua/engine/curl/curl_job.hpp>
#include <wua/engine/curl/curl_pool.hpp>
#include <wua/engine/curl/update_download.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <new>
#include <optional>
#include <utility>
#include <vector>

namespace wua::detail
{

class curl_loop
{
public:
    curl_loop(std::shared_ptr<curl_core> core, std::size_t lane)
        : m_core(std::move(core)),
          m_lane(lane),
          m_pool(m_core->options)
    {}

    const std::shared_ptr<curl_inbox>& inbox() const noexcept
    {
        return m_pool.inbox();
    }

    // Runs until the core is stopped, on a thread that owns the loop. No lock is held while anything is reported.
    void run()
    {
        while (!m_core->is_stopping())
        {
            turn();
        }
        for (const std::shared_ptr<update_download>& download : m_active)
        {
            download->stop(download->job()->is_aborting ? outcome::aborted() : engine_ended(), stop_policy::at_once);
        }
        release_ended();
        // The last loop to come here ends the jobs that nobody has begun.
        end_jobs(m_core->take_rest());
    }

    static outcome engine_ended() noexcept
    {
        try
        {
            return outcome::failed(wu_e_service_stop, {}, "the engine has ended");
        }
        catch (const std::bad_alloc&)
        {
            return outcome::failed(wu_e_service_stop);
        }
    }

    static void end_job(curl_job& job)
    {
        job.transfer.finish_rest(job.is_aborting ? outcome::aborted() : engine_ended());
    }

    static void end_jobs(const job_list& jobs)
    {
        for (const std::shared_ptr<queue_entry>& job : jobs)
        {
            end_job(static_cast<curl_job&>(*job));
        }
    }

private:
    using nanoseconds = std::chrono::nanoseconds;

    void turn()
    {
        for (const inbox_message& message : m_pool.inbox()->take())
        {
            message.deliver();
        }
        stop_aborted();
        release_ended();
        fill();
        int running = 0;
        curl_multi_perform(m_pool.multi(), &running);
        report_done();
        release_ended();
        const nanoseconds now = m_core->now();
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
        tick(now);
        if (!release_ended() && !fill())
        {
            wait();
        }
    }

    void stop_aborted()
    {
        const std::uint64_t aborts = m_core->abort_count();
        if (std::exchange(m_aborts, aborts) == aborts)
        {
            return;
        }
        for (const std::shared_ptr<update_download>& download : m_active)
        {
            if (download->job()->is_aborting)
            {
                download->stop(outcome::aborted(), stop_policy::after_saving);
            }
        }
    }

    // True when an update has begun, or has failed to.
    bool fill()
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

    void begin(update_queue::ticket&& update)
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

    void report_done()
    {
        int left = 0;
        while (const CURLMsg* message = curl_multi_info_read(m_pool.multi(), &left))
        {
            if (message->msg == CURLMSG_DONE)
            {
                void* listener = nullptr;
                const CURLcode code = message->data.result;
                curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &listener);
                static_cast<exchange_listener*>(listener)->on_done(code);
            }
        }
    }

    // True when something has ended, so that there may be room for something else.
    bool release_ended()
    {
        std::size_t kept = 0;
        for (std::size_t i = 0; i != m_active.size(); ++i)
        {
            if (m_active[i]->has_ended())
            {
                m_core->release(m_active[i]->ticket());
                m_active[i].reset();
            }
            else
            {
                m_active[kept++].swap(m_active[i]);
            }
        }
        const bool has_released = kept != m_active.size();
        while (m_active.size() != kept)
        {
            m_active.pop_back();
        }
        end_jobs(m_core->take_ended());
        return has_released;
    }

    void tick(nanoseconds now)
    {
        if (now - m_ticked < tick_interval)
        {
            return;
        }
        m_ticked = now;
        for (const std::shared_ptr<update_download>& download : m_active)
        {
            curl_job& job = *download->job();
            if (job.ticked.exchange(now.count(), std::memory_order_relaxed) != now.count())
            {
                job.transfer.tick();
            }
        }
    }

    // Until something happens: on a connection, in the inbox, or by the clock.
    void wait()
    {
        constexpr nanoseconds idle = std::chrono::seconds(60);
        nanoseconds left = idle;
        if (!m_active.empty())
        {
            left = tick_interval;
            const nanoseconds now = m_core->now();
            for (const std::shared_ptr<update_download>& download : m_active)
            {
                left = std::min(left, std::max(download->wake_at(), now) - now);
            }
        }
        const std::size_t unflushed = m_core->commits.unflushed();
        m_turns_unflushed = unflushed == 0 ? 0 : m_turns_unflushed + 1;
        constexpr std::size_t max_unflushed = 16;
        if (unflushed + m_turns_unflushed >= max_unflushed)
        {
            m_core->commits.flush();
        }
        else if (unflushed != 0)
        {
            left = std::min(left, flush_delay);
        }
        // In this order: the core is stopped before the loops are woken.
        if (m_core->is_stopping() || !m_pool.inbox()->try_sleep())
        {
            return;
        }
        const auto milliseconds = std::chrono::ceil<std::chrono::milliseconds>(left);
        const auto before = std::chrono::steady_clock::now();
        curl_multi_poll(m_pool.multi(), nullptr, 0, static_cast<int>(milliseconds.count()), nullptr);
        if (unflushed != 0 && std::chrono::steady_clock::now() - before >= flush_delay)
        {
            m_core->commits.flush(); // there was nothing else to do
        }
    }

    static constexpr nanoseconds tick_interval = std::chrono::milliseconds(250);
    static constexpr nanoseconds flush_delay = std::chrono::milliseconds(1);

    const std::shared_ptr<curl_core> m_core;
    const std::size_t m_lane;
    curl_pool m_pool;
    std::vector<std::shared_ptr<update_download>> m_active;
    std::uint64_t m_aborts = 0;
    nanoseconds m_ticked{0};
    std::size_t m_turns_unflushed = 0;
};

} // namespace wua::detail

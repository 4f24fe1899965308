// SPDX-License-Identifier: MIT
#pragma once

// The download of one update: its files one after the other, and the end of it.

#include <wua/engine/curl/curl_core.hpp>
#include <wua/engine/curl/curl_errors.hpp>
#include <wua/engine/curl/curl_exchange.hpp>
#include <wua/engine/curl/curl_update.hpp>
#include <wua/engine/curl/file_download.hpp>
#include <wua/engine/curl/loop_handle.hpp>
#include <wua/engine/transfer/fetch_failure.hpp>

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>

namespace wua::detail
{

// Everything happens on the loop's thread, but for what is posted to the core's background thread; that one never holds
// the download, so that no object of the caller's dies there.
//
// It owns the file that is in work, tells it what has happened, and then looks at what has become of it.
class curl_download final
    : public curl_receiver,
      public reply_receiver,
      public std::enable_shared_from_this<curl_download>
{
public:
    using nanoseconds = std::chrono::nanoseconds;

    curl_download(curl_core& core, curl_pool& pool, curl_queue::ticket ticket)
        : m_core(core),
          m_pool(pool),
          m_update(core, std::move(ticket)),
          m_began(core.now()),
          m_exchange(pool, *this)
    {}

    curl_download(const curl_download&) = delete;
    curl_download& operator=(const curl_download&) = delete;

    void begin()
    {
        guarded([&] {
            if (!m_update.end().wants(m_update.index()))
            {
                m_stage = stage::ended; // it has its result
                return;
            }
            m_update.end().start(m_update.index());
            if (const nanoseconds total = m_core.options.retry.total_deadline; total.count() != 0)
            {
                m_update.wake_by(m_began + total);
            }
            if (m_update.item->files.empty())
            {
                give_up(fetch_failure{outcome::failed(wu_e_dm_urlnotavailable, {}, "the update has no files")});
                return;
            }
            begin_file(0);
        });
    }

    // True when the update has its result: nothing more will happen.
    bool has_ended() const noexcept
    {
        return m_stage == stage::ended;
    }

    // When on_time() wants to be called.
    nanoseconds wake_at() const noexcept
    {
        return m_update.wake_at;
    }

    const std::shared_ptr<curl_job>& job() const noexcept
    {
        return m_update.job;
    }
    // Once it has ended.
    curl_queue::ticket take_ticket() noexcept
    {
        return std::move(m_update.ticket);
    }

    // True when something that this waits for has happened, but there was no memory to tell it what.
    bool has_lost_reply() const noexcept
    {
        return m_has_lost_reply->load(std::memory_order_relaxed);
    }

    void on_lost_reply()
    {
        m_has_lost_reply->store(false, std::memory_order_relaxed);
        guarded([&] {
            if (m_stage == stage::leaving)
            {
                finish(std::move(m_result));
            }
            else if (m_stage == stage::downloading)
            {
                m_file->on_lost_reply();
            }
        });
    }

    // Ends the update at once with that result, unless its last file is just getting its name. What was stored is kept
    // for later. If waits, the result is held back for a moment until that is safe on the disk.
    void stop(outcome result, bool waits)
    {
        guarded([&] {
            if (m_stage != stage::downloading)
            {
                return;
            }
            if (!m_file->is_finishing() || m_file->try_cancel_commit())
            {
                leave(std::move(result), waits);
                return;
            }
            if (!waits)
            {
                // Nobody will hear of the end of the renaming: it is not waited for.
                finish(std::move(result));
                return;
            }
            m_stop_result = std::move(result);
        });
    }

    void on_time(nanoseconds now)
    {
        guarded([&] {
            m_update.wake_at = nanoseconds::max();
            if (m_stage == stage::leaving)
            {
                finish(std::move(m_result)); // the disk takes its time
            }
            else if (m_stage == stage::downloading && !is_over_deadline(now))
            {
                m_file->on_time(now);
            }
        });
    }

    void on_reply(const std::function<void()>& then) noexcept override
    {
        guarded(then);
    }

    bool take_line(std::string_view line) noexcept override
    {
        return m_file->attempt().take_line(line);
    }

    bool must_pause() noexcept override
    {
        return m_file->attempt().must_pause();
    }

    bool take_body(const char* bytes, std::size_t size) noexcept override
    {
        return m_file->attempt().take_body(bytes, size);
    }

    void on_done(CURLcode code) noexcept override
    {
        guarded([&] {
            if (m_stage != stage::downloading)
            {
                return;
            }
            if (job()->is_aborting.load(std::memory_order_acquire))
            {
                leave(outcome::aborted(), true);
                return;
            }
            if (m_core.is_stopping())
            {
                m_exchange.end(); // the loop ends what is left
                return;
            }
            m_file->on_done(code);
        });
    }

private:
    enum class stage : std::uint8_t
    {
        downloading,
        leaving, // the result is known, what was stored is being put away
        ended,
    };

    // Runs f, and then looks at the file; what is thrown ends the update.
    template <class F>
    void guarded(F&& f) noexcept
    {
        try
        {
            try
            {
                f();
                look_at_file();
            }
            catch (...)
            {
                if (m_stage == stage::leaving)
                {
                    finish(std::move(m_result)); // which is what it came to before
                    return;
                }
                give_up(failure_of_exception());
            }
        }
        catch (...)
        {
            finish(m_stage == stage::leaving ? std::move(m_result) : outcome::failed(e_outofmemory));
        }
    }

    loop_handle here()
    {
        return {m_pool.inbox(), weak_from_this(), m_has_lost_reply};
    }

    // ---- the files ----

    void begin_file(std::size_t index)
    {
        m_file_index = index;
        m_file.emplace(m_update, m_exchange, here(), index);
        m_file->begin();
    }

    // The next file may be done or have failed when it has hardly begun.
    void look_at_file()
    {
        while (m_stage == stage::downloading && (m_file->is_done() || m_file->has_failed()))
        {
            if (m_file->is_done())
            {
                file_done();
            }
            else if (m_stop_result)
            {
                leave(*std::move(m_stop_result), true);
            }
            else
            {
                give_up(m_file->take_failure());
            }
        }
    }

    void file_done()
    {
        m_update.report.file_done(m_file->size());
        m_found_files += m_file->was_found() ? 1 : 0;
        if (m_update.is_last_file(m_file_index))
        {
            const bool were_all_found = m_found_files == m_update.item->files.size();
            finish(outcome::succeeded(were_all_found ? wu_s_already_downloaded : s_ok));
        }
        else if (m_stop_result)
        {
            leave(*std::move(m_stop_result), true);
        }
        else
        {
            begin_file(m_file_index + 1);
        }
    }

    // ---- the end ----

    // Has the update woken by its deadline, or ends it when that is past. A file that is finishing may do so.
    bool is_over_deadline(nanoseconds now)
    {
        const nanoseconds total = m_core.options.retry.total_deadline;
        if (total.count() == 0 || m_file->is_finishing())
        {
            return false;
        }
        if (now - m_began < total)
        {
            m_update.wake_by(m_began + total);
            return false;
        }
        fetch_failure late = failure_of_curl(CURLE_OPERATION_TIMEDOUT, "the update took too long");
        late.result.detail += m_update.last_failure.empty() ? "" : ": " + m_update.last_failure;
        give_up(std::move(late));
        return true;
    }

    void give_up(fetch_failure why)
    {
        if (m_stage == stage::downloading)
        {
            m_is_worthless = m_is_worthless || !why.keeps_bytes;
            leave(std::move(why.result), true);
        }
    }

    // Puts away what was stored, then gives the update its result.
    void leave(outcome result, bool waits)
    {
        m_exchange.end();
        if (m_file)
        {
            m_file->stop();
        }
        if (!m_file || !m_file->is_begun())
        {
            finish(std::move(result));
            return;
        }
        m_stage = stage::leaving;
        const bool is_aborted = result.code == orcAborted;
        m_result = std::move(result);
        m_file->save_or_discard(m_is_worthless, [this, back = here()] { back.reply([this] { on_put_away(); }); });
        if (!waits)
        {
            finish(std::move(m_result));
            return;
        }
        // An abort is bounded; any other end may wait for a slow disk.
        m_update.wake_at =
            m_core.now() + (is_aborted ? std::chrono::milliseconds(30) : std::chrono::milliseconds(10'000));
    }

    void on_put_away()
    {
        if (m_stage == stage::leaving)
        {
            finish(std::move(m_result));
        }
    }

    void finish(outcome result) noexcept
    {
        if (m_stage == stage::ended)
        {
            return;
        }
        m_stage = stage::ended;
        m_update.wake_at = nanoseconds::max();
        m_exchange.end();
        if (m_file)
        {
            m_file->stop();
        }
        m_update.end().finish(m_update.index(), std::move(result));
    }

    curl_core& m_core;
    curl_pool& m_pool;
    curl_update m_update;
    const nanoseconds m_began;
    const std::shared_ptr<std::atomic<bool>> m_has_lost_reply = std::make_shared<std::atomic<bool>>(false);

    stage m_stage = stage::downloading;
    outcome m_result;                     // while it is leaving
    std::optional<outcome> m_stop_result; // when the file that is getting its name has it
    bool m_is_worthless = false;          // nothing of it is worth keeping

    std::size_t m_file_index = 0;
    std::size_t m_found_files = 0;
    std::optional<file_download> m_file;
    curl_exchange m_exchange; // ends before what hears of it
};

} // namespace wua::detail

// SPDX-License-Identifier: MIT
#pragma once

// The download of one update: its files one after the other, and its end.

#include <wua/engine/curl/curl_core.hpp>
#include <wua/engine/curl/curl_exchange.hpp>
#include <wua/engine/curl/curl_update.hpp>
#include <wua/engine/curl/file_download.hpp>
#include <wua/engine/transfer/fetch_failure.hpp>
#include <wua/separate_compilation.hpp>

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>

namespace wua::detail
{

// When an update that is being stopped gets its result.
enum class stop_policy : std::uint8_t
{
    after_saving, // soon: when what was stored is safe on the disk, or that takes too long
    at_once,
};

// Everything happens on the loop's thread, except for work posted to the core's background thread, which never holds
// the download, so that no object of the caller is destroyed there.
//
// It owns the file that is being downloaded, tells it what has happened, and then asks it for its state. Exceptions on
// the way end the update.
class update_download final
    : public exchange_listener,
      public reply_receiver,
      public std::enable_shared_from_this<update_download>
{
public:
    using nanoseconds = std::chrono::nanoseconds;

    update_download(curl_core& core, curl_pool& pool, update_queue::ticket&& ticket);

    update_download(const update_download&) = delete;
    update_download& operator=(const update_download&) = delete;

    void begin() noexcept;

    // True when the update has its result: nothing more will happen.
    bool has_ended() const noexcept
    {
        return m_stage == stage::ended;
    }

    // See file_download.
    bool is_waiting() const noexcept
    {
        return m_stage == stage::downloading && (m_file ? m_file->is_waiting() : is_paused());
    }

    // When to call on_time().
    nanoseconds wake_at() const noexcept
    {
        return m_update.wake_at;
    }

    // See curl_update.
    nanoseconds resumed_at() const noexcept
    {
        return m_update.resumed_at;
    }

    const std::shared_ptr<curl_job>& job() const noexcept
    {
        return m_update.job;
    }
    const update_queue::ticket& ticket() const noexcept
    {
        return m_update.ticket;
    }

    // True when something has happened on another thread, but there was no memory for a reply.
    bool has_lost_reply() const noexcept
    {
        return m_has_lost_reply->load(std::memory_order_relaxed);
    }

    void on_lost_reply() noexcept;

    // Ends the update with that result, unless its last file is just getting its name. Saves what was stored.
    void stop(outcome&& result, stop_policy policy) noexcept;

    // The client may have changed settings of the job.
    void on_control(nanoseconds now) noexcept;

    void on_time(nanoseconds now) noexcept;

    WUA_INLINE void on_reply(const std::function<void()>& then) noexcept override;

    WUA_INLINE void on_done(CURLcode code) noexcept override;

private:
    enum class stage : std::uint8_t
    {
        downloading,
        saving, // the result is known; stored bytes are being saved or discarded
        ended,
    };

    // Call it while an exception is being handled.
    void on_exception() noexcept;

    void begin_update();

    void begin_file(std::size_t index);

    bool is_file_over() const noexcept
    {
        return m_file && (m_file->is_complete() || m_file->has_failed());
    }
    void on_file_over();

    // An update that was paused before its turn has no file yet.
    bool is_paused() const noexcept
    {
        return m_file ? m_file->is_paused() : m_update.is_to_pause;
    }

    // Pauses what can be paused now, and resumes it when the pause is no longer wanted.
    void obey(nanoseconds now);

    // Pauses do not count for time limits.
    void count_pause(nanoseconds now) noexcept;

    // For an update that was paused before its turn.
    void begin_late(nanoseconds now);

    // The next file may be complete, or have failed, as soon as it has begun.
    void continue_with_files();

    void on_file_complete();

    // Wakes the update at its deadline, or ends it when that has passed. A file that is finishing may finish.
    bool is_over_deadline(nanoseconds now);

    void give_up(fetch_failure&& failure);

    // Saves or discards what was stored, and gives the update its result.
    void save_and_finish(outcome&& result, stop_policy policy);

    void on_saved();

    void finish(outcome&& result) noexcept;

    curl_core& m_core;
    curl_pool& m_pool;
    curl_update m_update;
    nanoseconds m_began; // moved later by the length of its pauses
    std::optional<nanoseconds> m_paused_at;
    const std::shared_ptr<std::atomic<bool>> m_has_lost_reply = std::make_shared<std::atomic<bool>>(false);

    stage m_stage = stage::downloading;
    outcome m_result;                     // while saving
    std::optional<outcome> m_stop_result; // while the file takes its name
    bool m_is_worthless = false;          // what was stored is not worth saving

    std::size_t m_file_index = 0;
    std::size_t m_found_files = 0;
    std::optional<file_download> m_file;
    curl_exchange m_exchange; // destroyed before its listener
};

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/engine/curl/update_download.ipp>
#endif

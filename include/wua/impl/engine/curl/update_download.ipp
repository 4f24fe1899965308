// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/engine/curl/update_download.hpp>.

#include <wua/engine/curl/curl_errors.hpp>
#include <wua/engine/curl/loop_handle.hpp>
#include <wua/engine/curl/update_download.hpp>
#include <wua/engine/curl/update_rules.hpp>
#include <wua/engine/disk/disk_errors.hpp>

#include <utility>

namespace wua::detail
{

WUA_COLD update_download::update_download(curl_core& core, curl_pool& pool, update_queue::ticket&& ticket)
    : m_core(core),
      m_pool(pool),
      m_update(core, std::move(ticket)),
      m_began(core.now()),
      m_exchange(pool, *this)
{}

WUA_COLD void update_download::begin() noexcept
{
    try
    {
        m_update.is_to_pause = m_update.transfer().wants_pause(m_update.index());
        if (m_update.is_to_pause)
        {
            m_paused_at = m_began;
            m_core.rest_without_file(m_update.ticket);
            return;
        }
        begin_update();
        continue_with_files();
    }
    catch (...)
    {
        on_exception();
    }
}

WUA_COLD void update_download::on_control(nanoseconds now) noexcept
{
    try
    {
        if (m_stage != stage::downloading)
        {
            return;
        }
        m_update.is_to_pause = m_update.transfer().wants_pause(m_update.index());
        m_update.wake_by(now); // a limit may be another one
        if (m_update.is_to_pause && m_file && is_paused())
        {
            m_update.transfer().set_paused(m_update.index()); // once more
        }
        if (!m_file && m_update.is_to_pause)
        {
            m_core.expect_nothing(m_update.ticket);
        }
        continue_with_files();
    }
    catch (...)
    {
        on_exception();
    }
}

WUA_COLD void update_download::obey(nanoseconds now)
{
    if (!m_file)
    {
        return;
    }
    if (!m_update.is_to_pause)
    {
        m_file->resume(now);
    }
    else if (!is_paused() && m_file->try_pause(now))
    {
        m_update.transfer().set_paused(m_update.index());
    }
    count_pause(now);
}

WUA_COLD void update_download::count_pause(nanoseconds now) noexcept
{
    if (is_paused())
    {
        m_paused_at = m_paused_at.value_or(now);
    }
    else if (m_paused_at)
    {
        m_began += now - *m_paused_at;
        m_paused_at.reset();
    }
}

WUA_COLD void update_download::begin_late(nanoseconds now)
{
    if (m_update.is_to_pause)
    {
        return;
    }
    if (!m_core.try_move(m_update.ticket, m_update.job->host_of(m_update.index())))
    {
        m_update.wake_by(now + std::chrono::milliseconds(20));
        return;
    }
    count_pause(now);
    begin_update();
}

WUA_COLD void update_download::on_lost_reply() noexcept
{
    m_has_lost_reply->store(false, std::memory_order_relaxed);
    try
    {
        if (m_stage == stage::saving)
        {
            finish(std::move(m_result));
        }
        else if (m_stage == stage::downloading)
        {
            m_file->on_lost_reply();
            continue_with_files();
        }
    }
    catch (...)
    {
        on_exception();
    }
}

WUA_COLD void update_download::stop(outcome&& result, stop_policy policy) noexcept
{
    try
    {
        if (m_stage != stage::downloading)
        {
            return;
        }
        if (!m_file || !m_file->is_finishing() || m_file->try_cancel_commit())
        {
            save_and_finish(std::move(result), policy);
        }
        else if (policy == stop_policy::at_once)
        {
            finish(std::move(result)); // the renaming is not waited for
        }
        else
        {
            m_stop_result = std::move(result);
        }
    }
    catch (...)
    {
        on_exception();
    }
}

WUA_INLINE void update_download::on_time(nanoseconds now) noexcept
{
    try
    {
        m_update.wake_at = nanoseconds::max();
        if (m_stage == stage::saving)
        {
            finish(std::move(m_result)); // the disk takes its time
        }
        else if (m_stage == stage::downloading && !m_file)
        {
            begin_late(now);
            continue_with_files();
        }
        else if (m_stage == stage::downloading && !is_over_deadline(now))
        {
            m_file->on_time(now);
            continue_with_files();
        }
    }
    catch (...)
    {
        on_exception();
    }
}

WUA_INLINE void update_download::on_reply(const std::function<void()>& then) noexcept
{
    try
    {
        then();
        continue_with_files();
    }
    catch (...)
    {
        on_exception();
    }
}

WUA_INLINE void update_download::on_done(CURLcode code) noexcept
{
    try
    {
        if (m_stage != stage::downloading)
        {
            return;
        }
        if (job()->is_aborting.load(std::memory_order_acquire))
        {
            save_and_finish(outcome::aborted(), stop_policy::after_saving);
            return;
        }
        if (m_core.is_stopping())
        {
            m_exchange.end(); // the loop ends what is left
            return;
        }
        m_file->on_done(code);
        continue_with_files();
    }
    catch (...)
    {
        on_exception();
    }
}

WUA_COLD void update_download::on_exception() noexcept
{
    if (m_stage == stage::saving)
    {
        finish(std::move(m_result)); // as was decided before
        return;
    }
    try
    {
        fetch_failure failure = failure_of_current_exception();
        if (m_stop_result || !m_file || !m_file->try_wait(failure))
        {
            give_up(std::move(failure));
        }
    }
    catch (...)
    {
        finish(m_stage == stage::saving ? std::move(m_result) : outcome::failed(e_outofmemory));
    }
}

WUA_COLD void update_download::begin_update()
{
    wua::transfer& transfer = m_update.transfer();
    if (!transfer.wants(m_update.index()))
    {
        m_stage = stage::ended; // it has its result
        return;
    }
    transfer.start(m_update.index());
    if (const nanoseconds deadline = m_core.options.retry.total_deadline; deadline.count() != 0)
    {
        m_update.wake_by(m_began + deadline);
    }
    if (m_update.item->files.empty())
    {
        give_up({.result = outcome::failed(wu_e_dm_urlnotavailable, {}, "the update has no files")});
        return;
    }
    if (std::optional<fetch_failure> refusal = refusal_of(m_update))
    {
        give_up(*std::move(refusal));
        return;
    }
    begin_file(0);
}

WUA_COLD void update_download::begin_file(std::size_t index)
{
    m_file_index = index;
    m_file.emplace(m_update, m_exchange, loop_handle(m_pool.inbox(), weak_from_this(), m_has_lost_reply), index);
    m_file->begin();
}

WUA_INLINE void update_download::continue_with_files()
{
    do
    {
        on_file_over();
        if (m_stage != stage::downloading || (!m_update.is_to_pause && !m_paused_at))
        {
            return;
        }
        obey(m_core.now());
    } while (is_file_over());
}

WUA_COLD void update_download::on_file_over()
{
    while (m_stage == stage::downloading && is_file_over())
    {
        if (m_file->is_complete())
        {
            on_file_complete();
        }
        else if (m_stop_result)
        {
            save_and_finish(*std::move(m_stop_result), stop_policy::after_saving);
        }
        else
        {
            give_up(m_file->take_failure());
        }
    }
}

WUA_COLD void update_download::on_file_complete()
{
    m_update.report.on_file_completed(m_file->size());
    m_found_files += m_file->was_found() ? 1U : 0U;
    if (m_update.is_last_file(m_file_index))
    {
        const bool were_all_found = m_found_files == m_update.item->files.size();
        finish(outcome::succeeded(were_all_found ? wu_s_already_downloaded : s_ok));
    }
    else if (m_stop_result)
    {
        save_and_finish(*std::move(m_stop_result), stop_policy::after_saving);
    }
    else
    {
        begin_file(m_file_index + 1);
    }
}

WUA_INLINE bool update_download::is_over_deadline(nanoseconds now)
{
    const nanoseconds deadline = m_core.options.retry.total_deadline;
    if (deadline.count() == 0 || m_file->is_finishing() || m_file->is_being_checked() || is_paused())
    {
        return false;
    }
    if (now - m_began < deadline)
    {
        m_update.wake_by(m_began + deadline);
        return false;
    }
    fetch_failure failure = failure_of_curl(CURLE_OPERATION_TIMEDOUT, "the update took too long");
    if (!m_update.last_failure.empty())
    {
        failure.result.detail += ": ";
        failure.result.detail += m_update.last_failure;
    }
    give_up(std::move(failure));
    return true;
}

WUA_COLD void update_download::give_up(fetch_failure&& failure)
{
    if (m_stage == stage::downloading)
    {
        m_is_worthless = m_is_worthless || !failure.keeps_bytes;
        save_and_finish(std::move(failure.result), stop_policy::after_saving);
    }
}

WUA_COLD void update_download::save_and_finish(outcome&& result, stop_policy policy)
{
    m_exchange.end();
    if (m_file)
    {
        m_file->stop(result);
    }
    if (!m_file || !m_file->has_part())
    {
        finish(std::move(result));
        return;
    }
    m_stage = stage::saving;
    m_result = std::move(result);
    m_file->save_or_discard(
        m_is_worthless, [this, loop = loop_handle(m_pool.inbox(), weak_from_this(), m_has_lost_reply)] {
            loop.reply([this] { on_saved(); });
        });
    if (policy == stop_policy::at_once)
    {
        finish(std::move(m_result));
        return;
    }
    // An abort is bounded; any other end may wait for a slow disk.
    const bool is_aborted = m_result.code == orcAborted;
    m_update.wake_at = m_core.now() + std::chrono::milliseconds(is_aborted ? 30 : 10'000);
}

WUA_COLD void update_download::on_saved()
{
    if (m_stage == stage::saving)
    {
        finish(std::move(m_result));
    }
}

WUA_INLINE void update_download::finish(outcome&& result) noexcept
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
        m_file->stop(result);
    }
    m_update.transfer().finish(m_update.index(), std::move(result));
}

} // namespace wua::detail

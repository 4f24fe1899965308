// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/engine/curl/mirrored_fetch.hpp>.

#include <wua/engine/curl/mirrored_fetch.hpp>
#include <wua/engine/curl/parsed_url.hpp>
#include <wua/engine/curl/url_rules.hpp>
#include <wua/engine/printable_url.hpp>
#include <wua/engine/transfer/content_provider.hpp>
#include <wua/engine/transfer/joined_text.hpp>
#include <wua/model/url_text.hpp>

#include <algorithm>
#include <new>
#include <string_view>
#include <utility>

namespace wua::detail
{

// A file of this machine is read from its beginning.
WUA_COLD bool is_read_whole(const std::string& url)
{
    const std::optional<parsed_url> parsed = parsed_url::parse(url);
    return parsed && parsed->scheme() == "file";
}

WUA_COLD mirrored_fetch::mirrored_fetch(curl_update& update, curl_exchange& exchange, std::size_t index)
    : m_update(update),
      m_core(update.core),
      m_exchange(exchange),
      m_file(update.item->files[index]),
      m_index(index),
      m_mirrors(m_file.urls.size())
{}

WUA_COLD void mirrored_fetch::continue_with(file_progress& progress)
{
    m_progress = &progress;
    m_mirrors.continue_at(progress.total_bytes());
}

WUA_COLD mirrored_fetch::state mirrored_fetch::begin()
{
    const nanoseconds now = m_core.now();
    m_mirror = choose_mirror(now).value_or(0);
    m_is_waiting = true;
    m_is_paused = false;
    m_is_returning = false;
    return wait_or_attempt(now);
}

WUA_COLD bool mirrored_fetch::try_pause(nanoseconds now)
{
    if (m_is_returning) // it is held still
    {
        m_is_returning = false;
    }
    else if (!m_is_waiting)
    {
        switch (m_attempt->try_pause(now))
        {
            case fetch_attempt::pause::held:
                break;
            case fetch_attempt::pause::ending:
                return false;
            case fetch_attempt::pause::useless:
                give_up_attempt();
                break;
        }
    }
    m_is_paused = true;
    return true;
}

WUA_COLD void mirrored_fetch::resume()
{
    m_is_paused = false;
    m_is_returning = !m_is_waiting;
}

WUA_COLD void mirrored_fetch::detach() noexcept
{
    give_up_attempt();
    m_is_paused = false;
}

WUA_COLD void mirrored_fetch::give_up_attempt() noexcept
{
    m_exchange.end();
    m_attempt.reset();
    m_is_waiting = true;
    m_is_returning = false;
}

WUA_COLD mirrored_fetch::state mirrored_fetch::on_time_of_pause(nanoseconds now)
{
    if (m_is_paused)
    {
        m_progress->save_when_due(now);
        return state::in_progress;
    }
    if (!m_core.try_move(m_update.ticket, host_of(url())))
    {
        m_update.wake_by(now + std::chrono::milliseconds(20));
        return state::in_progress;
    }
    m_is_returning = false;
    m_attempt->resume(now);
    return on_time(now);
}

WUA_COLD mirrored_fetch::state mirrored_fetch::after_pause(state reached)
{
    if (reached == state::failed)
    {
        give_up_attempt(); // the server did not bear it
        return m_is_paused ? state::in_progress : wait_or_attempt(m_core.now());
    }
    return reached;
}

WUA_INLINE mirrored_fetch::state mirrored_fetch::on_time(nanoseconds now)
{
    if (m_is_paused || m_is_returning)
    {
        return on_time_of_pause(now);
    }
    if (m_is_waiting)
    {
        return wait_or_attempt(now);
    }
    const state reached = check(m_attempt->check_time(now));
    if (reached == state::in_progress)
    {
        m_progress->save_when_due(now);
    }
    return reached;
}

WUA_INLINE mirrored_fetch::state mirrored_fetch::on_done(CURLcode code)
{
    if (m_is_waiting)
    {
        return state::in_progress;
    }
    const bool was_silent = m_attempt->was_silent();
    const state ended = m_attempt->on_done(code);
    if (was_silent && (ended == state::failed || m_is_paused))
    {
        return after_pause(ended);
    }
    const state reached = check(ended);
    return reached == state::in_progress ? on_time(m_core.now()) : reached;
}

WUA_COLD bool mirrored_fetch::try_again(fetch_failure& failure)
{
    const nanoseconds now = m_core.now();
    const bool is_local = failure.remedy == remedy::give_up || failure.remedy == remedy::wait;
    if (!is_local) // else it is no fault of the mirror's
    {
        m_core.mirrors.on_failure(host_of(url()), now);
    }
    if (m_attempt)
    {
        learn_about_ranges(failure);
    }
    const bool is_busy =
        failure.result.native == native_error{"http", 429} || failure.result.native == native_error{"http", 503};
    const mirror_choice::verdict verdict =
        m_mirrors.on_failure(m_mirror, failure, received(), m_progress->total_bytes(), m_core.options.retry, now,
                             [&](std::uint32_t failures) { return m_core.retry_delay(failures); });
    switch (verdict)
    {
        case mirror_choice::verdict::goes_on:
            if (is_busy)
            {
                m_core.mirrors.leave_alone(host_of(url()), m_mirrors.not_before(m_mirror));
            }
            break;
        case mirror_choice::verdict::waits_too_long:
        {
            const auto wait = std::chrono::duration_cast<std::chrono::seconds>(*failure.retry_after);
            failure.result.detail += joined({" (it wants to be left alone for ", wait.count(), " s)"});
            break;
        }
        case mirror_choice::verdict::wastes_bytes:
            failure.result.detail += " (too many bytes were received in vain)";
            break;
    }
    m_update.last_failure = failure.result.detail;
    m_stories.resize(m_file.urls.size());
    m_stories[m_mirror] = failure.result.detail;
    const std::optional<std::size_t> next = choose_mirror(now);
    if (is_local || !next)
    {
        tell(failure.result, attempt_decision::give_up);
        tell_of_other_mirrors(failure.result.detail);
        return false;
    }
    const bool restarts = !failure.keeps_bytes || is_read_whole(m_file.urls[*next]) ||
                          m_progress->is_suspected({bare_url(m_file.urls[*next]), {}});
    attempt_record story;
    story.decision = *next == m_asked_mirror ? attempt_decision::retry : attempt_decision::other_mirror;
    story.delay =
        std::max({m_mirrors.not_before(*next), m_core.mirrors.not_before(host_of(m_file.urls[*next])), now}) - now;
    story.discards_bytes = restarts && m_progress->total_bytes() != 0;
    story.asks_for_whole = !restarts && m_progress->total_bytes() != 0 && m_mirrors.rejects_ranges(*next);
    tell_attempt(std::move(story), failure.result);
    if (restarts)
    {
        m_progress->restart();
    }
    m_update.report.retry(m_progress->total_bytes());
    return true;
}

WUA_COLD void mirrored_fetch::learn_about_ranges(fetch_failure& failure) noexcept
{
    if (m_attempt->rejects_ranges())
    {
        failure.is_refused_part = !m_mirrors.rejects_ranges(m_mirror);
        m_mirrors.reject_ranges(m_mirror);
    }
    else if (m_attempt->was_vain_part() && failure.remedy == remedy::retry)
    {
        failure.is_refused_part = m_mirrors.try_doubt_ranges(m_mirror, m_core.options.retry);
    }
    else if (m_attempt->was_accepted())
    {
        m_mirrors.end_doubts(m_mirror);
    }
    else if (m_progress->total_bytes() != 0 &&
             failure.result.hresult != wu_e_pt_invalid_format) // what makes no sense refuses nothing
    {
        m_mirrors.accept_ranges(m_mirror); // the whole is refused as well
    }
}

WUA_COLD fetch_failure mirrored_fetch::blame_for(const std::vector<content_digest>& found)
{
    fetch_failure failure = wrong_content(found);
    if (m_progress->source.is_mixed())
    {
        // None is convicted before it has given a whole file; the end is suspected first, since the rest can be kept.
        const content_provider suspect =
            m_progress->was_in_pieces() ? m_progress->keep_largest_part() : m_progress->discard_last_part();
        failure.keeps_bytes = true;
        failure.is_wrong_content = false;
        blame(suspect.url);
        drop_attempt();
    }
    else if (m_progress->was_in_pieces() && !std::exchange(m_distrusts_parts, true))
    {
        failure.is_wrong_content = false;
        blame(m_progress->source.url);
        drop_attempt();
    }
    else if (!m_attempt || m_attempt->received() == 0)
    {
        blame(m_progress->source.url); // who was asked last had nothing to add
        drop_attempt();
    }
    return failure;
}

WUA_COLD fetch_failure mirrored_fetch::wrong_content(const std::vector<content_digest>& found) const
{
    const std::vector<content_digest> wanted = m_file.digests();
    std::size_t wrong = 0;
    while (wrong + 1 < wanted.size() && found[wrong] == wanted[wrong])
    {
        ++wrong;
    }
    const std::string_view name = wanted.size() == 1 ? "" : content_digest::name(wanted[wrong].algorithm);
    std::string detail = joined(
        {m_progress->source.is_mixed() ? "the content, of which several mirrors gave parts, has" : "the content has",
         " the wrong ", name, name.empty() ? "" : " ", "digest: expected ", wanted[wrong].to_hex(), ", actual ",
         found[wrong].to_hex(), ": ", printable_url(url())});
    return {.result = outcome::failed(wu_e_dm_incorrectfilehash, {}, std::move(detail)),
            .keeps_bytes = false,
            .is_wrong_content = true};
}

WUA_COLD void mirrored_fetch::on_success()
{
    tell(outcome::succeeded(), attempt_decision::complete);
    m_core.mirrors.on_success(host_of(url()));
}

WUA_COLD void mirrored_fetch::tell(const outcome& result, attempt_decision decision, nanoseconds delay) noexcept
{
    tell_attempt({.decision = decision, .delay = delay}, result);
}

WUA_COLD void mirrored_fetch::tell_attempt(attempt_record&& next, const outcome& result) noexcept
{
    m_update.note(next.decision);
    if (std::exchange(m_is_told, true) || (!m_attempt && !m_record))
    {
        return;
    }
    m_update.tell(m_index, result, next.decision, [&] {
        attempt_record made = m_record ? *std::move(m_record) : m_attempt->record();
        made.delay = next.delay;
        made.asks_for_whole = next.asks_for_whole;
        made.discards_bytes = next.discards_bytes;
        return made;
    });
}

WUA_COLD void mirrored_fetch::drop_attempt() noexcept
{
    try
    {
        if (m_attempt && !m_is_told)
        {
            m_record = m_attempt->record();
        }
    }
    catch (const std::bad_alloc&)
    {
        m_record.reset();
    }
    m_attempt.reset();
}

WUA_COLD std::optional<std::size_t> mirrored_fetch::choose_mirror(nanoseconds now) const
{
    return m_mirrors.choose(
        now, [&](std::size_t mirror) { return m_core.mirrors.is_failing(host_of(m_file.urls[mirror]), now); },
        [&](std::size_t mirror) { return m_core.mirrors.not_before(host_of(m_file.urls[mirror])); },
        [&](std::size_t mirror) { return m_progress->is_suspected({bare_url(m_file.urls[mirror]), {}}); });
}

WUA_COLD mirrored_fetch::state mirrored_fetch::wait_or_attempt(nanoseconds now)
{
    if (m_update.is_to_pause)
    {
        return state::in_progress;
    }
    if (m_asked && !m_asked->load(std::memory_order_acquire))
    {
        m_update.wake_by(now + std::chrono::milliseconds(20));
        return state::in_progress;
    }
    const nanoseconds not_before = std::max(m_mirrors.not_before(m_mirror), m_core.mirrors.not_before(host_of(url())));
    if (now < not_before)
    {
        constexpr nanoseconds worth_a_slot = std::chrono::milliseconds(100);
        if (not_before - now >= worth_a_slot)
        {
            m_core.try_rest(m_update.ticket);
        }
        m_update.wake_by(not_before);
        return state::in_progress;
    }
    if (!m_core.try_move(m_update.ticket, host_of(url())))
    {
        m_update.wake_by(now + std::chrono::milliseconds(20));
        return state::in_progress;
    }
    const bool needs_fresh_connection = m_attempt && m_attempt->has_stalled();
    m_attempt.reset();
    m_record.reset();
    m_asked_mirror = m_mirror;
    m_is_told = true;
    if (std::optional<fetch_failure> refusal = refusal_of(url(), m_core.options))
    {
        m_record.emplace();
        m_record->url = printable_url(url());
        m_is_told = false;
        return fail(*std::move(refusal));
    }
    const std::optional<parsed_url> parsed = parsed_url::parse(url());
    if (m_progress->total_bytes() != 0 && is_read_whole(url())) // as after an earlier run
    {
        m_progress->restart();
        m_update.report.begin_again(0);
    }
    m_is_waiting = false;
    m_update.report.set_url(m_index, m_mirror);
    m_asked.reset();
    m_is_told = false;
    m_attempt.emplace(m_update, m_exchange, file_stretch(*m_progress), *parsed, now,
                      m_mirrors.rejects_ranges(m_mirror) ? fetch_attempt::range::whole : fetch_attempt::range::missing,
                      needs_fresh_connection);
    return on_time(m_core.now());
}

WUA_INLINE mirrored_fetch::state mirrored_fetch::check(state attempt)
{
    constexpr unsigned max_questions = 5;
    if (attempt != state::failed)
    {
        return attempt;
    }
    if (m_attempt->asked() && m_questions++ != max_questions)
    {
        return wait_for_answer();
    }
    return fail(m_attempt->take_failure());
}

WUA_COLD mirrored_fetch::state mirrored_fetch::wait_for_answer()
{
    m_asked = m_attempt->asked();
    m_is_waiting = true;
    m_core.try_rest(m_update.ticket); // an answer may take as long as people do
    return wait_or_attempt(m_core.now());
}

WUA_COLD mirrored_fetch::state mirrored_fetch::fail(fetch_failure&& failure)
{
    m_failure = std::move(failure);
    return state::failed;
}

WUA_COLD void mirrored_fetch::tell_of_other_mirrors(std::string& detail) const
{
    std::string_view before = "; before that: ";
    for (std::size_t other = 0; other != m_stories.size(); ++other)
    {
        if (other != m_mirror && !m_stories[other].empty())
        {
            detail += joined({before, m_stories[other]});
            before = "; ";
        }
    }
}

WUA_COLD void mirrored_fetch::blame(const std::string& provider)
{
    for (std::size_t mirror = 0; mirror != m_file.urls.size(); ++mirror)
    {
        m_mirror = bare_url(m_file.urls[mirror]) == provider ? mirror : m_mirror;
    }
}

} // namespace wua::detail

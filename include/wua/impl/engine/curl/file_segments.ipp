// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/engine/curl/file_segments.hpp>.

#include <wua/engine/curl/file_segments.hpp>
#include <wua/engine/curl/parsed_url.hpp>
#include <wua/engine/curl/url_rules.hpp>
#include <wua/model/url_text.hpp>

#include <algorithm>
#include <iterator>
#include <new>
#include <string>
#include <tuple>

namespace wua::detail
{

WUA_COLD file_segments::file_segments(curl_update& update, const curl_exchange& exchange, file_progress& progress,
                                      std::size_t index)
    : m_update(update),
      m_core(update.core),
      m_pool(exchange.pool()),
      m_progress(progress),
      m_index(index),
      m_governor(update.core.options.segments),
      m_mirrors(update.item->files[index].urls.size()),
      m_begun_bytes(progress.total_bytes())
{
    for (std::size_t which = 0; which != m_mirrors.size(); ++which)
    {
        const std::string& url = file().urls[which];
        const std::optional<parsed_url> parsed = parsed_url::parse(url);
        m_mirrors[which].is_excluded =
            !parsed || parsed->scheme() == "file" || refusal_of(url, m_core.options).has_value();
    }
}

WUA_COLD void file_segments::on_time(nanoseconds now, const leader* leading)
{
    for (auto next = m_segments.begin(); next != m_segments.end();)
    {
        const auto each = next++;
        const fetch_attempt& attempt = *each->attempt;
        fetch_attempt::state reached = look_at(*each, now);
        each->meter.sample(now, attempt.received());
        if (const auto speed = each->meter.speed(); speed && attempt.received() != 0)
        {
            m_mirrors[each->mirror].speed = speed;
        }
        constexpr nanoseconds patience = std::chrono::seconds(5);
        if (reached == fetch_attempt::state::in_progress && attempt.received() == 0 && now - each->began >= patience)
        {
            reached = fetch_attempt::state::failed;
            on_failure(each->mirror, {.result = outcome::failed(e_fail)});
        }
        if (reached != fetch_attempt::state::in_progress)
        {
            finish(each, reached);
        }
    }
    if (leading != nullptr)
    {
        m_leader_meter.sample(now, leading->received);
        m_leader_mirror = leading->mirror;
    }
    if (!m_segments.empty() && m_core.wants_loans())
    {
        finish(std::prev(m_segments.end()), fetch_attempt::state::failed);
    }
    if (!can_begin(leading))
    {
        m_update.wake_by(now + std::chrono::milliseconds(m_can_begin ? 20 : 100));
        return;
    }
    const std::uint64_t there = m_progress.total_bytes();
    const std::size_t wanted =
        m_governor.wanted(now, there - std::min(there, m_begun_bytes), *m_progress.total() - there, m_pool.idle());
    try
    {
        while (m_segments.size() + (leading != nullptr ? 1 : 0) < wanted && try_begin(now, leading))
        {}
    }
    catch (const std::bad_alloc&)
    {
        m_governor.limit_to(m_segments.size() + 1);
    }
    // A short interval, so that a slow connection is noticed quickly.
    const bool is_idle = m_segments.size() + 1 < wanted;
    m_update.wake_by(is_idle ? std::min(m_governor.next(), now + std::chrono::milliseconds(5)) : m_governor.next());
}

WUA_COLD fetch_attempt::state file_segments::look_at(segment& each, nanoseconds now) noexcept
{
    using state = fetch_attempt::state;
    fetch_attempt& attempt = *each.attempt;
    if (attempt.is_overtaken())
    {
        return attempt.was_accepted() ? state::complete : state::failed;
    }
    if (attempt.stretch().is_obsolete())
    {
        return state::failed;
    }
    try
    {
        const std::optional<CURLcode> done = std::exchange(each.done, std::nullopt);
        const state reached = done ? attempt.on_done(*done) : state::in_progress;
        return reached == state::in_progress ? attempt.check_time(now) : reached;
    }
    catch (const std::bad_alloc&)
    {
        m_governor.limit_to(m_segments.size());
        return state::failed;
    }
}

WUA_COLD bool file_segments::leads() const noexcept
{
    return std::any_of(m_segments.begin(), m_segments.end(), [this](const segment& each) {
        const file_stretch& stretch = each.attempt->stretch();
        return !stretch.is_obsolete() && !stretch.is_complete() && stretch.place() == m_progress.bytes();
    });
}

WUA_COLD void file_segments::end() noexcept
{
    while (!m_segments.empty())
    {
        finish(m_segments.begin(), fetch_attempt::state::in_progress);
    }
}

WUA_COLD bool file_segments::can_begin(const leader* leading) noexcept
{
    m_can_begin = m_can_begin || (leading != nullptr && leading->accepts_ranges);
    return m_can_begin && m_progress.is_worth_keeping() && !m_update.is_to_pause && !m_update.is_limited() &&
           m_progress.pieces().all().size() + m_segments.size() < max_pieces; // each segment may add a piece
}

WUA_COLD std::vector<file_gap> file_segments::gaps(nanoseconds now, const leader* leading) const
{
    std::vector<file_gap> found;
    const auto add = [&](const file_stretch& stretch, const speed_meter& meter, std::uint64_t received) {
        if (!stretch.is_obsolete() && !stretch.is_complete() && stretch.end())
        {
            found.push_back({.begin = stretch.place(),
                             .end = *stretch.end(),
                             .is_fetched = true,
                             .is_new = !meter.speed(),
                             .speed = meter.speed().value_or(0),
                             .silent = std::chrono::duration<double>(meter.silent(now)).count(),
                             .received = received});
        }
    };
    for (const segment& each : m_segments)
    {
        add(each.attempt->stretch(), each.meter, each.attempt->received());
    }
    if (leading != nullptr)
    {
        add(file_stretch(m_progress), m_leader_meter, leading->received);
    }
    // Of two gaps that begin at the same place the one that was begun later comes last, and keeps its bytes.
    std::sort(found.begin(), found.end(), [](const file_gap& a, const file_gap& b) {
        return std::tuple(a.begin, a.is_new, a.speed) < std::tuple(b.begin, b.is_new, b.speed);
    });
    for (std::size_t i = 1; i < found.size(); ++i)
    {
        // By the time it got there, the later one would have fetched the rest.
        found[i - 1].end = std::min(found[i - 1].end, found[i].begin);
    }
    // The ranges that are neither stored nor being fetched.
    std::vector<file_gap> rest;
    std::uint64_t at = m_progress.bytes();
    const auto skip_to = [&](std::uint64_t begin, std::uint64_t end) {
        if (at < begin)
        {
            rest.push_back({.begin = at, .end = begin});
        }
        at = std::max(at, end);
    };
    auto fetched = found.begin();
    for (const content_piece& each : m_progress.pieces().all())
    {
        for (; fetched != found.end() && fetched->begin < each.begin; ++fetched)
        {
            skip_to(fetched->begin, fetched->end);
        }
        skip_to(each.begin, each.end);
    }
    for (; fetched != found.end(); ++fetched)
    {
        skip_to(fetched->begin, fetched->end);
    }
    skip_to(*m_progress.total(), *m_progress.total());
    if (!rest.empty() && rest.front().begin == m_progress.bytes())
    {
        rest.erase(rest.begin()); // the leader, not a segment, fetches the bytes that come next
    }
    found.insert(found.end(), rest.begin(), rest.end());
    return found;
}

WUA_COLD std::optional<double> file_segments::speed_of(std::size_t mirror) const noexcept
{
    const std::optional<double>& known = m_mirrors[mirror].speed;
    return known ? known : mirror == m_leader_mirror ? m_leader_meter.speed() : std::nullopt;
}

WUA_COLD std::optional<std::size_t> file_segments::choose_mirror(nanoseconds now, const leader* leading) const
{
    // First the mirrors of unknown speed with the fewest connections, then the fastest.
    using rank = std::tuple<bool, std::size_t, double>;
    std::optional<std::size_t> best;
    rank best_rank;
    for (std::size_t which = 0; which != m_mirrors.size(); ++which)
    {
        const std::string& url = file().urls[which];
        const mirror_state& state = m_mirrors[which];
        const content_provider provider{bare_url(url), {}};
        const std::string_view host = host_of(url);
        const bool is_source = m_progress.source.url == provider.url;
        if (state.is_excluded || now < state.not_before || now < m_core.mirrors.not_before(host) ||
            (!file().has_digest() && !is_source) || m_progress.is_suspected(provider) ||
            (m_core.mirrors.is_failing(host, now) && !is_source))
        {
            continue;
        }
        const std::size_t mine = static_cast<std::size_t>(std::count_if(
            m_segments.begin(), m_segments.end(), [which](const segment& each) { return each.mirror == which; }));
        const bool is_leaders = leading != nullptr && leading->mirror == which;
        const std::optional<double> speed = speed_of(which);
        const rank next{speed.has_value(), speed ? 0 : mine + (is_leaders ? 1 : 0), -speed.value_or(0)};
        if (!best || next < best_rank)
        {
            best = which;
            best_rank = next;
        }
    }
    return best;
}

WUA_COLD bool file_segments::try_begin(nanoseconds now, const leader* leading)
{
    const std::optional<std::size_t> mirror = choose_mirror(now, leading);
    if (!mirror)
    {
        return false;
    }
    const auto next = next_segment(gaps(now, leading), m_core.options.segments, speed_of(*mirror).value_or(0));
    if (!next)
    {
        return false;
    }
    if (!m_progress.can_write_pieces())
    {
        const bool is_coming = m_progress.save_before_pieces(); // saving may take the disk some time
        m_update.wake_by(now + std::chrono::milliseconds(is_coming ? 2 : 100));
        return false;
    }
    const std::optional<update_queue::loan> loan = m_core.try_lend(host_of(file().urls[*mirror]), m_update.ticket.lane);
    if (!loan)
    {
        return false;
    }
    segment_list made;
    try
    {
        segment& begun = made.emplace_back(m_update, m_pool, *loan, *mirror, now);
        begun.attempt.emplace(m_update, begun.exchange, file_stretch(m_progress, next->begin, next->end),
                              *parsed_url::parse(file().urls[*mirror]), now);
    }
    catch (const std::bad_alloc&)
    {
        made.clear();
        m_core.take_back(*loan);
        m_governor.limit_to(m_segments.size() + 1);
        return false;
    }
    m_segments.splice(m_segments.end(), made);
    return true;
}

WUA_COLD void file_segments::finish(segment_list::iterator which, fetch_attempt::state reached) noexcept
{
    segment_list ended;
    ended.splice(ended.end(), m_segments, which);
    segment& over = ended.front();
    over.exchange.end();
    const auto record = [&over] { return over.attempt->record(); };
    try
    {
        switch (reached)
        {
            case fetch_attempt::state::complete:
                m_update.tell(m_index, outcome::succeeded(), attempt_decision::complete, record);
                m_mirrors[over.mirror].failures = 0;
                break;
            case fetch_attempt::state::failed:
                if (over.attempt->has_failed())
                {
                    const fetch_failure failure = over.attempt->take_failure();
                    m_update.tell(m_index, failure.result, attempt_decision::retry, record);
                    m_has_stored_doubtful_bytes =
                        m_has_stored_doubtful_bytes ||
                        (!failure.keeps_bytes && !file().has_digest() && over.attempt->received() != 0 &&
                         !over.attempt->stretch().is_obsolete());
                    if (over.attempt->rejects_ranges() || failure.is_wrong_content)
                    {
                        m_mirrors[over.mirror].is_excluded = true;
                    }
                    on_failure(over.mirror, failure);
                }
                break;
            case fetch_attempt::state::not_modified: // never the answer to a request for a range
            case fetch_attempt::state::in_progress:
                break; // its bytes are no longer needed
        }
    }
    catch (const std::bad_alloc&)
    {
        m_governor.limit_to(1);
    }
    const update_queue::loan loan = over.loan;
    ended.clear();
    m_core.take_back(loan);
}

WUA_COLD void file_segments::on_failure(std::size_t mirror, const fetch_failure& failure) noexcept
{
    constexpr unsigned max_failures = 3;
    constexpr nanoseconds wait = std::chrono::milliseconds(500);
    mirror_state& state = m_mirrors[mirror];
    ++state.failures;
    state.is_excluded = state.is_excluded || state.failures >= max_failures || failure.remedy == remedy::other_mirror;
    state.not_before = m_core.now() + std::max<nanoseconds>(wait * state.failures, failure.retry_after.value_or(wait));
    // A mirror at its limit of connections may have refused this one. When a local resource has run out, what is left
    // of it goes to the others.
    m_governor.limit_to(
        failure.remedy == remedy::give_up || failure.remedy == remedy::wait ? 1 : m_segments.size() + 1);
}

} // namespace wua::detail

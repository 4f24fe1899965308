// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/engine/curl/fetch_attempt.hpp>.

#include <wua/engine/content/content_supply.hpp>
#include <wua/engine/curl/curl_errors.hpp>
#include <wua/engine/curl/fetch_attempt.hpp>
#include <wua/engine/curl/http_date.hpp>
#include <wua/engine/curl/international_host.hpp>
#include <wua/engine/disk/disk_errors.hpp>
#include <wua/model/content_swarm.hpp>
#include <wua/model/file_details.hpp>

#include <algorithm>
#include <cerrno>
#include <system_error>
#include <vector>

namespace wua::detail
{

WUA_COLD fetch_attempt::fetch_attempt(curl_update& update, curl_exchange& exchange, const file_stretch& stretch,
                                      const parsed_url& url, nanoseconds now, range wanted, bool needs_fresh_connection)
    : m_update(update),
      m_exchange(exchange),
      m_stretch(stretch),
      m_progress(stretch.progress()),
      m_began(now),
      // A piece comes on a connection of its own.
      m_request(update, url, wanted, stretch.is_piece(), needs_fresh_connection),
      m_watch(now)
{
    send();
}

WUA_COLD fetch_attempt::pause fetch_attempt::try_pause(nanoseconds now)
{
    if (m_lingers_until || m_failure)
    {
        return pause::ending;
    }
    if (!is_accepted())
    {
        return pause::useless;
    }
    m_paused_response.pause(now, m_received);
    return pause::held;
}

WUA_COLD void fetch_attempt::resume(nanoseconds now)
{
    m_watch.skip(m_paused_response.resume(now), now, m_received);
}

WUA_INLINE fetch_attempt::state fetch_attempt::check_time(nanoseconds now)
{
    if (m_lingers_until)
    {
        if (now >= *m_lingers_until)
        {
            return end_lingering();
        }
        m_update.wake_by(*m_lingers_until);
        return state::in_progress;
    }
    if (m_paused_response)
    {
        return state::in_progress;
    }
    if (m_stage == stage::paused)
    {
        if (const nanoseconds wait = pause_left(now); wait.count() > 0)
        {
            m_update.wake_by(now + wait);
        }
        else
        {
            m_stage = stage::content;
            m_update.resumed_at = now;
            m_watch.restart(now, m_received);
            m_exchange.resume();
        }
    }
    const stall_watch::verdict verdict =
        m_watch.check(m_update.core.options.retry, now, m_received, m_stage == stage::paused, m_update.wake_at);
    if (verdict == stall_watch::verdict::in_progress)
    {
        return m_request.is_local() ? read_local(now) : state::in_progress;
    }
    m_has_stalled = verdict == stall_watch::verdict::stalled;
    return end_late_response();
}

WUA_INLINE bool fetch_attempt::take_line(std::string_view line) noexcept
{
    try
    {
        return !m_update.is_ending() && take_header(line);
    }
    catch (...)
    {
        keep_current_exception(m_failure);
        return false;
    }
}

WUA_INLINE fetch_attempt::reception fetch_attempt::take_body(const char* bytes, std::size_t size) noexcept
{
    try
    {
        if (m_update.is_ending())
        {
            return reception::refused;
        }
        if (m_failure || !is_accepted())
        {
            return discard(size);
        }
        return must_pause() ? reception::paused : take_content(bytes, size);
    }
    catch (...)
    {
        keep_current_exception(m_failure);
        return reception::refused;
    }
}

WUA_INLINE fetch_attempt::state fetch_attempt::on_done(CURLcode code)
{
    if (m_lingers_until)
    {
        return end_lingering();
    }
    const bool is_http_2_broken = code == CURLE_HTTP2 || code == CURLE_HTTP2_STREAM;
    if (!m_failure &&
        (m_stage == stage::other_version || (is_http_2_broken && m_stage == stage::head && !m_request.is_http_1())))
    {
        return ask_again();
    }
    const std::string text = printable_curl_message(m_exchange.error_text());
    const int proxy_status = m_exchange.proxy_status();
    const bool has_heard = m_exchange.has_heard();
    const int system_error = code == CURLE_COULDNT_CONNECT ? m_exchange.system_error() : 0;
    m_exchange.end();
    if (m_failure)
    {
        return end_failed();
    }
    if (code != CURLE_OK && !has_heard &&
        (system_error == EMFILE || system_error == ENFILE || !m_update.core.directory->can_open_more()))
    {
        return fail(
            failure_of_disk(std::system_error(EMFILE, std::generic_category(), joined({"cannot connect: ", where()}))));
    }
    // A response that ends with its connection must not be taken for whole when this side has closed it.
    if (m_exchange.fate() != curl_connection::fate::open && !m_has_enough &&
        !(has_all() && (code == CURLE_OK || file().has_digest())))
    {
        return end_given_up();
    }
    constexpr int too_large = 100; // CURLE_TOO_LARGE of newer libraries
    if (m_stage == stage::head && has_heard && (code == CURLE_OUT_OF_MEMORY || static_cast<int>(code) == too_large))
    {
        return fail(instead_of_part(
            oversized_head(m_head.status, joined({"a line of the answer's head is too long: ", where()}))));
    }
    if (code == CURLE_UNSUPPORTED_PROTOCOL && has_heard)
    {
        return fail(instead_of_part({outcome::failed(
            wu_e_pt_invalid_format, {"curl", code}, joined({"this is no HTTP: ", text, ": ", where()}))}));
    }
    return code == CURLE_OK ? end_whole_response() : end_broken_response(code, text, proxy_status);
}

WUA_COLD attempt_record fetch_attempt::record() const
{
    attempt_record made;
    m_request.add_to(made);
    made.bytes = m_received;
    made.total = m_update.core.now() - m_began;
    if (!m_request.is_local())
    {
        m_exchange.facts().add_to(made);
        made.status = m_head.status;
    }
    return made;
}

WUA_COLD void fetch_attempt::tell_of_restart() noexcept
{
    const auto index = static_cast<std::size_t>(&file() - m_update.item->files.data());
    try
    {
        const fetch_failure failure = unusable("the server sends the whole, not what is missing");
        m_update.tell(index, failure.result, attempt_decision::retry, [&] {
            attempt_record made = record();
            made.discards_bytes = true;
            return made;
        });
    }
    catch (const std::bad_alloc&)
    {
        m_update.note(attempt_decision::retry); // it goes on without that part of its story
    }
}

WUA_COLD fetch_attempt::state fetch_attempt::fail(fetch_failure&& failure)
{
    m_failure = std::move(failure);
    return state::failed;
}

WUA_INLINE void fetch_attempt::linger(std::chrono::milliseconds patience)
{
    m_lingers_until = m_update.core.now() + patience;
    m_update.wake_by(*m_lingers_until);
}

WUA_INLINE fetch_attempt::state fetch_attempt::end_lingering()
{
    m_lingers_until.reset();
    if (m_failure)
    {
        m_exchange.end();
        return end_failed();
    }
    if (m_stage == stage::redirect)
    {
        return follow();
    }
    m_exchange.end();
    return m_stage == stage::not_modified ? state::not_modified : state::complete;
}

WUA_COLD fetch_failure fetch_attempt::instead_of_part(fetch_failure&& failure) noexcept
{
    if (m_request.offset() != 0 && !m_was_accepted && failure.remedy == remedy::other_mirror)
    {
        failure.remedy = remedy::retry;
    }
    blame_range();
    return std::move(failure);
}

WUA_COLD void fetch_attempt::send()
{
    if (m_request.is_local())
    {
        open_local();
        return;
    }
    const curl_request request = m_request.make(m_update, m_stretch);
    m_head = response_head();
    m_head_bytes = 0;
    m_discarded = 0;
    m_stage = stage::head;
    m_exchange.send(request, *this);
}

WUA_COLD fetch_attempt::state fetch_attempt::follow()
{
    std::optional<fetch_failure> failure = m_request.follow(m_head, m_update.core.options);
    m_exchange.end();
    if (failure)
    {
        return fail(instead_of_part(*std::move(failure)));
    }
    send();
    return state::in_progress;
}

WUA_COLD fetch_attempt::state fetch_attempt::ask_again()
{
    m_exchange.end();
    m_request.require_http_1();
    send();
    return state::in_progress;
}

WUA_COLD fetch_attempt::state fetch_attempt::end_failed(bool is_tunnel)
{
    const native_error& native = m_failure->result.native;
    const bool is_proxy = native == native_error{"http", 407};
    const bool is_server = native == native_error{"http", 401} && !is_tunnel;
    if ((!is_proxy && !is_server) || m_request.is_local() ||
        (is_proxy && m_request.target().is_secure() && !is_tunnel)) // through a tunnel no proxy speaks
    {
        return state::failed;
    }
    const std::string& challenges =
        is_tunnel  ? m_exchange.tunnel_challenges()
        : is_proxy ? m_head.proxy_authenticate
                   : m_head.authenticate;
    switch (m_request.identity().on_refusal(is_proxy, challenges, m_update.job))
    {
        case request_identity::verdict::again:
            m_failure.reset();
            m_rejects_ranges = false;
            send();
            return state::in_progress;
        case request_identity::verdict::asked:
            break;
        case request_identity::verdict::refused:
            m_failure->result.detail += joined({" (", m_request.identity().complaint(), ")"});
            break;
    }
    return state::failed;
}

WUA_COLD bool fetch_attempt::refuse(fetch_failure&& failure)
{
    m_failure = std::move(failure);
    return false;
}

WUA_INLINE bool fetch_attempt::take_header(std::string_view line)
{
    m_head_bytes += line.size();
    if (m_head_bytes > m_update.core.options.max_header_bytes)
    {
        return refuse(instead_of_part(oversized_head(
            m_head.status, joined({"the head of the answer has more than ", m_update.core.options.max_header_bytes,
                                   " bytes: ", where()}))));
    }
    const bool was_complete = m_head.is_complete;
    m_head.take(line);
    if (was_complete || !m_head.is_complete)
    {
        return true;
    }
    if (m_head.status == 101)
    {
        return refuse(instead_of_part(unusable("the server changes to another protocol, which nobody asked for")));
    }
    if (m_head.status < 100)
    {
        return refuse(instead_of_part(unusable("the status makes no sense")));
    }
    if (m_head.status < 200)
    {
        return true;
    }
    m_request.identity().on_status(m_head.status);
    return apply(decide_on_response(m_head, m_request.made(m_stretch)));
}

WUA_COLD bool fetch_attempt::apply(response_decision&& decision)
{
    constexpr std::chrono::milliseconds patience{250};
    m_rejects_ranges = m_rejects_ranges || decision.rejects_ranges;
    m_is_open_part = decision.is_open_part;
    m_part_end = decision.end;
    if (decision.rejects_condition || decision.what == response_decision::kind::content)
    {
        m_progress.condition = {}; // what is there is no longer asked about
        m_request.note_unconditional();
    }
    if (decision.failure)
    {
        decision.failure = instead_of_part(*std::move(decision.failure));
        const std::chrono::seconds wait = retry_after(m_head);
        if (wait.count() > 0 && decision.failure->remedy == remedy::retry)
        {
            decision.failure->retry_after = wait;
        }
        decision.failure->result.detail += joined({": ", where()});
        m_failure = std::move(decision.failure);
    }
    const bool has_small_page = m_head.content_length.value_or(0) <= max_page_bytes;
    switch (decision.what)
    {
        case response_decision::kind::content:
            return try_accept(decision);
        case response_decision::kind::redirect:
            m_stage = stage::redirect;
            linger(patience);
            return has_small_page;
        case response_decision::kind::already_complete:
            m_stage = stage::already_complete;
            linger(patience);
            return has_small_page;
        case response_decision::kind::not_modified:
            m_stage = stage::not_modified;
            linger(patience);
            return true; // its Content-Length is not one of a body
        case response_decision::kind::other_version:
            m_stage = stage::other_version;
            return false;
        case response_decision::kind::failure:
            linger(patience);
            return has_small_page;
        case response_decision::kind::refusal:
            break;
    }
    return false;
}

WUA_COLD bool fetch_attempt::try_accept(const response_decision& decision)
{
    const std::uint64_t first = decision.first;
    const std::optional<std::uint64_t>& total = decision.total;
    if (m_stretch.is_piece())
    {
        return try_accept_piece(decision);
    }
    if (!decision.is_part && (m_progress.total_bytes() != 0 || m_request.offset() != 0))
    {
        // The Range was ignored, or the content has changed: this is the whole of it.
        tell_of_restart();
        m_update.report.retry(0);
        m_progress.restart();
        m_stretch.begin_at(0);
        m_request.note_whole();
    }
    m_progress.set_total(total);
    if (total && m_update.is_too_large(*total))
    {
        return refuse(m_update.too_large(*total));
    }
    content_source& source = m_progress.source;
    if (first == 0 && !m_stretch.is_there())
    {
        source.later.clear();
        source.url = m_request.provider().url;
        source.origin = m_request.provider().origin;
        source.etag = m_head.etag;
        source.last_modified = m_head.last_modified;
        source.is_date_strong = has_strong_date(m_head);
    }
    constexpr std::uint64_t min_bytes_to_check = 1U << 20U;
    const std::uint64_t needed = total ? *total - std::min(m_progress.total_bytes(), *total) : 0;
    const curl_core& core = m_update.core;
    if (core.options.checks_free_space && needed >= min_bytes_to_check && !m_progress.try_claim_room(needed))
    {
        const std::string detail = joined({"there is no room for ", needed, " more bytes: ", where()});
        return refuse({outcome::failed(error_disk_full, {"errno", ENOSPC}, detail), remedy::give_up});
    }
    if (needed / 2 >= core.options.segments.min_bytes)
    {
        m_update.wake_by(core.now()); // others may help
    }
    m_stage = stage::content;
    m_was_accepted = true;
    m_progress.expect_content();
    return true;
}

WUA_COLD bool fetch_attempt::try_accept_piece(const response_decision& decision)
{
    if (!decision.is_part)
    {
        m_rejects_ranges = true;
        return refuse(unusable("the whole was sent where a part was asked for"));
    }
    m_stage = stage::content;
    m_was_accepted = true;
    m_progress.expect_content();
    return true;
}

WUA_COLD void fetch_attempt::open_local() noexcept
{
    try
    {
        try
        {
            m_local.open(m_request.target().url());
        }
        catch (const std::system_error& error)
        {
            m_failure = local_content::failure_of(error, where());
        }
    }
    catch (...)
    {
        keep_current_exception(m_failure);
    }
}

WUA_INLINE fetch_attempt::state fetch_attempt::read_local(nanoseconds now)
{
    if (!m_failure && !m_local.is_open())
    {
        return fail({outcome::failed(e_outofmemory), remedy::give_up}); // there was none to say why
    }
    if (!m_failure && m_stage == stage::head)
    {
        accept_local_file();
    }
    if (m_failure)
    {
        return state::failed;
    }
    if (m_progress.part()->is_full())
    {
        m_watch.restart(now, m_received);
        m_update.wake_by(now + pause_left(now));
        return state::in_progress;
    }
    std::vector<char> bytes;
    try
    {
        bytes = m_local.read(m_progress.bytes());
    }
    catch (const std::system_error& error)
    {
        return fail(local_content::failure_of(error, where()));
    }
    if (bytes.empty())
    {
        return end_whole_response();
    }
    take_body(bytes.data(), bytes.size());
    if (m_lingers_until)
    {
        return end_lingering(); // the digest will tell
    }
    m_update.wake_by(now);
    return m_failure ? state::failed : state::in_progress;
}

WUA_COLD void fetch_attempt::accept_local_file()
{
    m_head = response_head();
    if (!apply(decide_on_local_file(m_local.size(), m_request.made(m_stretch))) && m_failure)
    {
        m_failure->result.native = {};
    }
}

WUA_INLINE fetch_attempt::reception fetch_attempt::discard(std::size_t size)
{
    m_discarded += size;
    const bool is_page =
        m_failure || m_stage == stage::redirect || m_stage == stage::already_complete || m_stage == stage::not_modified;
    return is_page && m_discarded <= max_page_bytes ? reception::taken : reception::refused;
}

WUA_INLINE bool fetch_attempt::must_pause()
{
    if (m_paused_response)
    {
        m_stage = stage::paused;
        return true;
    }
    const nanoseconds rest = m_exchange.rest();
    if (!m_progress.part()->is_full() && (m_request.is_local() || (!m_update.is_limited() && rest.count() == 0)))
    {
        return false;
    }
    const nanoseconds now = m_update.core.now();
    m_rests_until = now + rest;
    const nanoseconds wait = pause_left(now);
    if (wait.count() == 0)
    {
        return false;
    }
    m_stage = stage::paused;
    m_update.wake_by(now + wait);
    return true;
}

WUA_INLINE fetch_attempt::nanoseconds fetch_attempt::pause_left(nanoseconds now)
{
    constexpr std::chrono::milliseconds patience{4}; // with a sink that is full
    return std::max<nanoseconds>({m_update.budget_wait(now), std::max(m_rests_until, now) - now,
                                  m_progress.part()->is_full() ? patience : nanoseconds(0)});
}

WUA_INLINE fetch_attempt::reception fetch_attempt::take_content(const char* bytes, std::size_t size)
{
    m_has_enough = m_has_enough || m_stretch.is_there();
    if (m_has_enough || m_stretch.is_obsolete())
    {
        return reception::refused;
    }
    const std::uint64_t place = m_stretch.place();
    const accepted_bytes share = accepted_bytes::of(
        {.place = place,
         .size = size,
         .end = m_stretch.end(),
         .total = m_progress.total(),
         .part_end = m_part_end,
         .has_digest = file().has_digest()});
    const std::size_t taken = share.taken;
    if (share.what != accepted_bytes::verdict::fits)
    {
        return refuse_excess(share.what);
    }
    m_has_enough = share.is_enough;
    if (m_update.is_too_large(place + taken))
    {
        m_has_enough = false;
        m_failure = m_update.too_large(place + taken);
        return reception::refused;
    }
    m_update.take_budget(taken);
    m_stretch.append(bytes, taken, m_request.provider());
    m_received += taken;
    if (m_update.core.supplier && file().details && file().details->swarm)
    {
        m_update.core.supplier->note_bytes(file().details->swarm->info_hash, taken);
    }
    if (m_has_enough)
    {
        linger(std::chrono::milliseconds(20));
    }
    return taken == size ? reception::taken : reception::refused;
}

WUA_COLD fetch_attempt::reception fetch_attempt::refuse_excess(accepted_bytes::verdict what)
{
    if (what == accepted_bytes::verdict::exceeds_part)
    {
        m_failure = unusable("the server sends more than the part that it speaks of");
        m_failure->remedy = remedy::retry;
        m_failure->keeps_bytes = false;
        m_rejects_ranges = true;
        return reception::refused;
    }
    const bool is_local = m_request.is_local();
    const std::string_view begin = is_local ? "the file has more than " : "the server sends more than ";
    m_failure = fetch_failure{
        .result = outcome::failed(size_differs, is_local ? native_error{} : native_error{"http", m_head.status},
                                  joined({begin, *m_progress.total(), " bytes: ", where()})),
        .keeps_bytes = false,
        .is_wrong_content = true};
    return reception::refused;
}

WUA_COLD fetch_attempt::state fetch_attempt::end_whole_response()
{
    if (!is_accepted())
    {
        return fail(failure_of_curl(CURLE_GOT_NOTHING, joined({"the answer ended in its head: ", where()})));
    }
    const std::uint64_t place = m_stretch.place();
    if (m_has_enough || m_request.ends_at(place))
    {
        return state::complete;
    }
    if (const std::optional<std::uint64_t> end = m_stretch.end(); end && place != *end)
    {
        return fail(failure_of_curl(
            CURLE_PARTIAL_FILE, joined({"the content ended after ", place, " of ", *end, " bytes: ", where()})));
    }
    if (m_is_open_part)
    {
        return fail(failure_of_curl(
            CURLE_PARTIAL_FILE,
            joined({"nobody says whether the content ends after ", m_progress.bytes(), " bytes: ", where()})));
    }
    return state::complete;
}

WUA_COLD fetch_attempt::state fetch_attempt::end_late_response()
{
    if (m_exchange.has_sent())
    {
        blame_range();
    }
    if (m_has_stalled)
    {
        m_exchange.leave_silent_connection(m_update.core.options.retry.stall_time);
    }
    m_exchange.end();
    const retry_policy& limits = m_update.core.options.retry;
    const std::chrono::milliseconds limit = m_has_stalled ? limits.stall_time : limits.attempt_deadline;
    const std::string what = m_has_stalled ? joined({"fewer than ", limits.stall_bytes, " bytes came in "})
                                           : std::string("the attempt took more than ");
    return fail(failure_of_curl(
        CURLE_OPERATION_TIMEDOUT,
        joined({what, limit.count(), " ms, after ", m_stretch.place(), " bytes of the file: ", where()})));
}

WUA_COLD fetch_attempt::state fetch_attempt::end_given_up()
{
    if (m_exchange.fate() == curl_connection::fate::silent)
    {
        m_has_stalled = true;
        return fail(failure_of_curl(
            CURLE_OPERATION_TIMEDOUT, joined({"nothing came on the connection for too long: ", where()})));
    }
    fetch_failure failure = unusable("the server keeps this side busy for nothing");
    failure.remedy = remedy::retry;
    failure.is_wrong_content = true; // once more
    return fail(std::move(failure));
}

WUA_COLD fetch_attempt::state
fetch_attempt::end_broken_response(CURLcode code, const std::string& text, int proxy_status)
{
    if (m_has_enough || (has_all() && file().has_digest()))
    {
        return state::complete; // the digest tells whether the bytes are right
    }
    if (proxy_status >= 300)
    {
        m_failure = failure_of_http(proxy_status, joined({"HTTP status ", proxy_status, " of the proxy: ", where()}));
        return end_failed(true);
    }
    if (code == CURLE_GOT_NOTHING || code == CURLE_RECV_ERROR || code == CURLE_SEND_ERROR || code == CURLE_HTTP2 ||
        code == CURLE_HTTP2_STREAM || code == CURLE_PARTIAL_FILE || code == CURLE_WEIRD_SERVER_REPLY)
    {
        blame_range();
    }
    const bool is_about_host = code == CURLE_URL_MALFORMAT || code == CURLE_COULDNT_RESOLVE_HOST;
    fetch_failure failure =
        failure_of_curl(code, joined({text.empty() ? std::string_view(curl_easy_strerror(code)) : text, ": ", where(),
                                      is_about_host ? advice_on_host(m_request.target().url()) : ""}));
    failure.keeps_bytes = !has_all(); // a response that broke at its end cannot be continued
    return fail(std::move(failure));
}

} // namespace wua::detail

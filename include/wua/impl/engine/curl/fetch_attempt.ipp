// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/engine/curl/fetch_attempt.hpp>.

#include <wua/engine/content/content_supply.hpp>
#include <wua/engine/curl/curl_errors.hpp>
#include <wua/engine/curl/fetch_attempt.hpp>
#include <wua/engine/curl/http_date.hpp>
#include <wua/engine/curl/international_host.hpp>
#include <wua/engine/disk/disk_errors.hpp>
#include <wua/engine/printable_url.hpp>
#include <wua/model/content_swarm.hpp>
#include <wua/model/file_details.hpp>

#include <algorithm>
#include <cerrno>
#include <filesystem>
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
      m_target(url),
      m_identity(update.core.rules, update.core.logins, *update.item, url),
      m_wanted(wanted),
      m_provider{m_target.url(), {}},
      m_needs_fresh_connection(needs_fresh_connection),
      m_is_http_1(stretch.is_piece()), // on a connection of its own
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
    m_is_held = true;
    m_held_at = now;
    m_slept_at = m_received;
    return pause::held;
}

WUA_COLD void fetch_attempt::resume(nanoseconds now)
{
    m_is_held = false;
    m_watch.skip(now - m_held_at, now, m_received);
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
    if (m_is_held)
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
        return is_local() ? read_local(now) : state::in_progress;
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
    if (!m_failure && (m_stage == stage::other_version || (is_http_2_broken && m_stage == stage::head && !m_is_http_1)))
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
    made.url = printable_url(m_provider.url);
    made.redirects = m_redirects;
    made.offset = m_first_wanted;
    made.bytes = m_received;
    made.total = m_update.core.now() - m_began;
    if (is_local())
    {
        made.protocol = "file";
        return made;
    }
    const exchange_facts& facts = m_exchange.facts();
    const bool is_ip_6 = std::string_view(facts.address.data()).find(':') != std::string_view::npos;
    if (facts.address[0] != '\0')
    {
        made.address = joined({is_ip_6 ? "[" : "", facts.address.data(), is_ip_6 ? "]:" : ":", facts.port});
    }
    switch (facts.http_version)
    {
        case CURL_HTTP_VERSION_1_0:
            made.protocol = "HTTP/1.0";
            break;
        case CURL_HTTP_VERSION_1_1:
            made.protocol = "HTTP/1.1";
            break;
        case CURL_HTTP_VERSION_2_0:
            made.protocol = "HTTP/2";
            break;
        case CURL_HTTP_VERSION_3:
            made.protocol = "HTTP/3";
            break;
        default:
            break;
    }
    made.status = m_head.status;
    made.is_connection_reused = facts.is_connection_reused;
    made.name_resolved = facts.name_resolved;
    made.connected = facts.connected;
    made.tls_agreed = facts.tls_agreed;
    made.first_byte = facts.first_byte;
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
    m_first_wanted = 0;
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

WUA_COLD void fetch_attempt::add_condition(curl_request& request)
{
    const content_validators& known = m_progress.condition;
    m_is_conditional = !known.is_empty() && !m_stretch.is_piece() && m_provider.url == bare_url(file().urls.front());
    if (m_is_conditional && !known.etag.empty())
    {
        request.fields.push_back(joined({"If-None-Match: ", known.etag}));
    }
    if (m_is_conditional && !known.last_modified.empty())
    {
        request.fields.push_back(joined({"If-Modified-Since: ", known.last_modified}));
    }
}

WUA_COLD fetch_failure fetch_attempt::instead_of_part(fetch_failure&& failure) noexcept
{
    if (m_offset != 0 && !m_was_accepted && failure.remedy == remedy::other_mirror)
    {
        failure.remedy = remedy::retry;
    }
    blame_range();
    return std::move(failure);
}

WUA_COLD void fetch_attempt::send()
{
    if (m_target.kind() == request_target::scheme::file)
    {
        open_local();
        return;
    }
    curl_request request;
    request.url = m_target.url();
    m_identity.identify(request, m_target.origin());
    request.user_agent = m_update.user_agent();
    m_provider.origin = m_target.foreign_origin();
    const bool continues = m_wanted != range::whole && m_progress.can_continue_from(m_provider);
    const std::optional<std::uint64_t> end = m_stretch.end();
    m_offset = continues ? m_stretch.place() : 0;
    m_end = continues && end != m_progress.total() ? end : std::nullopt;
    m_first_wanted = m_offset;
    request.offset = m_offset;
    request.end = m_end;
    if ((m_offset != 0 || m_end) && is_same_source())
    {
        request.if_range = m_progress.source.validator();
    }
    add_condition(request);
    if (end)
    {
        request.bytes = *end - std::min(m_offset, *end);
    }
    request.is_alone = m_update.is_alone();
    request.shares_connection = m_target.is_secure() && !m_is_http_1;
    request.is_http_1 = m_is_http_1;
    request.needs_fresh_connection = m_needs_fresh_connection;
    m_head = response_head();
    m_head_bytes = 0;
    m_discarded = 0;
    m_stage = stage::head;
    m_exchange.send(request, *this);
}

WUA_COLD fetch_attempt::state fetch_attempt::follow()
{
    std::optional<fetch_failure> failure = m_target.follow(m_head, m_update.core.options);
    m_exchange.end();
    if (failure)
    {
        return fail(instead_of_part(*std::move(failure)));
    }
    m_redirects.push_back(m_target.printable());
    send();
    return state::in_progress;
}

WUA_COLD fetch_attempt::state fetch_attempt::ask_again()
{
    m_exchange.end();
    m_is_http_1 = true;
    send();
    return state::in_progress;
}

WUA_COLD fetch_attempt::state fetch_attempt::end_failed(bool is_tunnel)
{
    const native_error& native = m_failure->result.native;
    const bool is_proxy = native == native_error{"http", 407};
    const bool is_server = native == native_error{"http", 401} && !is_tunnel;
    if ((!is_proxy && !is_server) || is_local() ||
        (is_proxy && m_target.is_secure() && !is_tunnel)) // through a tunnel no proxy speaks
    {
        return state::failed;
    }
    const std::string& challenges =
        is_tunnel  ? m_exchange.tunnel_challenges()
        : is_proxy ? m_head.proxy_authenticate
                   : m_head.authenticate;
    switch (m_identity.on_refusal(is_proxy, challenges, m_update.job))
    {
        case request_identity::verdict::again:
            m_failure.reset();
            m_rejects_ranges = false;
            send();
            return state::in_progress;
        case request_identity::verdict::asked:
            break;
        case request_identity::verdict::refused:
            m_failure->result.detail += joined({" (", m_identity.complaint(), ")"});
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
    m_identity.on_status(m_head.status);
    return apply(decide_on_response(m_head, request_made()));
}

WUA_COLD content_request fetch_attempt::request_made() const
{
    const content_source& stored = m_progress.source;
    const bool is_same = is_same_source();
    // A whole that is asked for instead of a part may be other content.
    const bool may_differ = m_offset == 0 && !m_end && m_progress.total_bytes() != 0;
    return {.offset = m_offset,
            .end = m_end,
            .size = file().size,
            .total = may_differ ? file().size : m_progress.total(),
            .etag = is_same ? stored.etag : std::string(),
            .last_modified = is_same ? stored.last_modified : std::string(),
            .is_date_strong = !is_same || stored.is_date_strong,
            .has_digest = file().has_digest(),
            .is_secure = m_target.is_secure(),
            .known_etag = m_is_conditional ? m_progress.condition.etag : std::string(),
            .known_last_modified = m_is_conditional ? m_progress.condition.last_modified : std::string()};
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
        m_is_conditional = false;
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
    if (!decision.is_part && (m_progress.total_bytes() != 0 || m_offset != 0))
    {
        // The Range was ignored, or the content has changed: this is the whole of it.
        tell_of_restart();
        m_update.report.retry(0);
        m_progress.restart();
        m_stretch.begin_at(0);
        m_offset = 0;
        m_end.reset();
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
        source.url = m_provider.url;
        source.origin = m_provider.origin;
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
        return refuse({outcome::failed(win32_disk_full, {"errno", ENOSPC}, detail), remedy::give_up});
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
            const std::optional<parsed_url> url = parsed_url::parse(m_target.url());
            m_local.emplace(open_local_file(url ? url->local_path() : std::filesystem::path()));
        }
        catch (const std::system_error& error)
        {
            m_failure = failure_of_local_file(error);
        }
    }
    catch (...)
    {
        keep_current_exception(m_failure);
    }
}

WUA_COLD fetch_failure fetch_attempt::failure_of_local_file(const std::system_error& error) const
{
    fetch_failure failure = failure_of_disk(error);
    failure.remedy = failure.remedy == remedy::wait ? remedy::wait : remedy::other_mirror;
    failure.result.detail += joined({": ", where()});
    return failure;
}

WUA_INLINE fetch_attempt::state fetch_attempt::read_local(nanoseconds now)
{
    if (!m_failure && !m_local)
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
    constexpr std::size_t slice = 256U << 10U;
    std::vector<char> bytes(slice);
    try
    {
        bytes.resize(m_local->read_at(m_progress.bytes(), bytes.data(), slice));
    }
    catch (const std::system_error& error)
    {
        return fail(failure_of_local_file(error));
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
    if (!apply(decide_on_local_file(m_local->size(), request_made())) && m_failure)
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
    if (m_is_held)
    {
        m_stage = stage::paused;
        return true;
    }
    const nanoseconds rest = m_exchange.rest();
    if (!m_progress.part()->is_full() && (is_local() || (!m_update.is_limited() && rest.count() == 0)))
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
    const std::optional<std::uint64_t> total = m_progress.total();
    const std::optional<std::uint64_t> end = m_stretch.end();
    const std::uint64_t place = m_stretch.place();
    const std::uint64_t missing = end ? *end - std::min(place, *end) : 0;
    // What others have, or fetch, is not needed; and beyond the end the digest tells whether these are the right bytes.
    m_has_enough = end && size >= missing && (file().has_digest() || end != total);
    const std::size_t taken = m_has_enough ? static_cast<std::size_t>(missing) : size;
    if (total && taken > missing)
    {
        const std::string detail = joined(
            {is_local() ? "the file has more than " : "the server sends more than ", *total, " bytes: ", where()});
        const native_error native = is_local() ? native_error{} : native_error{"http", m_head.status};
        m_failure = fetch_failure{
            .result = outcome::failed(size_differs, native, detail), .keeps_bytes = false, .is_wrong_content = true};
        return reception::refused;
    }
    if (m_part_end && place + taken > *m_part_end)
    {
        m_has_enough = false;
        m_failure = unusable("the server sends more than the part that it speaks of");
        m_failure->remedy = remedy::retry;
        m_failure->keeps_bytes = false;
        m_rejects_ranges = true;
        return reception::refused;
    }
    if (m_update.is_too_large(place + taken))
    {
        m_has_enough = false;
        m_failure = m_update.too_large(place + taken);
        return reception::refused;
    }
    m_update.take_budget(taken);
    m_stretch.append(bytes, taken, m_provider);
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

WUA_COLD fetch_attempt::state fetch_attempt::end_whole_response()
{
    if (!is_accepted())
    {
        return fail(failure_of_curl(CURLE_GOT_NOTHING, joined({"the answer ended in its head: ", where()})));
    }
    const std::uint64_t place = m_stretch.place();
    if (m_has_enough || (m_end && place == *m_end))
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
                                      is_about_host ? advice_on_host(m_target.url()) : ""}));
    failure.keeps_bytes = !has_all(); // a response that broke at its end cannot be continued
    return fail(std::move(failure));
}

} // namespace wua::detail

// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/engine/curl/control_fetch.hpp>.

#include <wua/engine/curl/control_fetch.hpp>
#include <wua/engine/curl/curl_errors.hpp>
#include <wua/engine/curl/http_date.hpp>
#include <wua/engine/curl/parsed_url.hpp>
#include <wua/engine/curl/url_rules.hpp>
#include <wua/engine/disk/disk.hpp>
#include <wua/engine/disk/disk_errors.hpp>
#include <wua/engine/transfer/http_errors.hpp>
#include <wua/engine/transfer/joined_text.hpp>
#include <wua/engine/transfer/response_decision.hpp>
#include <wua/model/url_text.hpp>

#include <algorithm>
#include <system_error>

namespace wua::detail
{

WUA_COLD control_fetch::state control_fetch::on_time(nanoseconds now)
{
    if (m_stage == stage::waiting)
    {
        return begin(now);
    }
    if (m_stage == stage::asking)
    {
        if (m_identity->asked() && !m_identity->asked()->load(std::memory_order_acquire))
        {
            m_update.wake_by(now + std::chrono::milliseconds(20));
            return state::in_progress;
        }
        m_stage = stage::waiting;
        return begin(now);
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
            m_watch.restart(now, m_text.size());
            m_exchange.resume();
        }
    }
    const retry_policy& limits = m_update.core.options.retry;
    const stall_watch::verdict verdict =
        m_watch.check(limits, now, m_text.size(), m_stage == stage::paused, m_update.wake_at);
    if (verdict == stall_watch::verdict::in_progress)
    {
        return state::in_progress;
    }
    if (verdict == stall_watch::verdict::stalled)
    {
        m_exchange.leave_silent_connection(limits.stall_time);
    }
    m_exchange.end();
    return fail(failure_of_curl(CURLE_OPERATION_TIMEDOUT, joined({"it took too long: ", where()})));
}

WUA_COLD control_fetch::state control_fetch::begin(nanoseconds now)
{
    if (m_update.is_to_pause)
    {
        return state::in_progress;
    }
    if (now < m_not_before)
    {
        m_update.wake_by(m_not_before);
        return state::in_progress;
    }
    std::optional<fetch_failure> refusal = refusal_of(m_url, m_update.core.options);
    const std::optional<parsed_url> url = refusal ? std::nullopt : parsed_url::parse(m_url);
    if (!url)
    {
        m_failure = std::move(refusal);
        return state::failed;
    }
    if (!m_update.core.try_move(m_update.ticket, host_of(m_url)))
    {
        m_update.wake_by(now + std::chrono::milliseconds(20));
        return state::in_progress;
    }
    m_target.emplace(*url);
    m_identity.emplace(m_update.core.rules, m_update.core.logins, *m_update.item, *url);
    m_redirects.clear();
    m_failure.reset();
    m_watch = stall_watch(now);
    if (m_target->kind() == request_target::scheme::file)
    {
        return read_local();
    }
    send();
    return on_time(m_update.core.now());
}

WUA_COLD void control_fetch::send()
{
    curl_request request;
    request.url = m_target->url();
    m_identity->identify(request, m_target->origin());
    request.user_agent = m_update.user_agent();
    request.is_alone = m_update.is_alone();
    request.shares_connection = m_target->is_secure() && !m_is_http_1;
    request.is_http_1 = m_is_http_1;
    m_head = response_head();
    m_head_bytes = 0;
    m_text.clear();
    m_stage = stage::head;
    m_exchange.send(request, *this);
}

WUA_COLD control_fetch::state control_fetch::read_local()
{
    try
    {
        const std::optional<parsed_url> url = parsed_url::parse(m_url);
        const disk_file file = open_local_file(url->local_path());
        m_text.resize(static_cast<std::size_t>(std::min<std::uint64_t>(file.size(), m_max_bytes + 1)));
        m_text.resize(file.read_at(0, m_text.data(), m_text.size()));
    }
    catch (const std::system_error& error)
    {
        m_failure = failure_of_disk(error);
        return state::failed;
    }
    if (m_text.size() > m_max_bytes)
    {
        m_failure = unusable_response(0, joined({"it has more than ", m_max_bytes, " bytes: ", where()}));
        return state::failed;
    }
    return state::complete;
}

WUA_COLD control_fetch::state control_fetch::on_done(CURLcode code)
{
    if (m_stage == stage::waiting || m_stage == stage::asking)
    {
        return state::in_progress;
    }
    const bool is_http_2_broken = code == CURLE_HTTP2 || code == CURLE_HTTP2_STREAM;
    const std::string text = printable_curl_message(m_exchange.error_text());
    const int proxy_status = m_exchange.proxy_status();
    m_exchange.end();
    if (!m_failure && is_http_2_broken && m_stage == stage::head && !m_is_http_1)
    {
        m_is_http_1 = true;
        send();
        return state::in_progress;
    }
    if (m_failure)
    {
        return end_failed();
    }
    if (m_stage == stage::redirect)
    {
        if (std::optional<fetch_failure> failure = m_target->follow(m_head, m_update.core.options))
        {
            return fail(*std::move(failure));
        }
        m_redirects.push_back(where());
        send();
        return state::in_progress;
    }
    if (m_exchange.fate() != curl_connection::fate::open)
    {
        return fail(failure_of_curl(CURLE_OPERATION_TIMEDOUT, joined({"the connection was given up: ", where()})));
    }
    if (code == CURLE_OK && (m_stage == stage::content || m_stage == stage::paused))
    {
        return state::complete;
    }
    if (proxy_status >= 300)
    {
        m_failure = failure_of_http(proxy_status, joined({"HTTP status ", proxy_status, " of the proxy: ", where()}));
        return end_failed();
    }
    const CURLcode why = code == CURLE_OK ? CURLE_GOT_NOTHING : code;
    return fail(
        failure_of_curl(why, joined({text.empty() ? std::string_view(curl_easy_strerror(why)) : text, ": ", where()})));
}

WUA_COLD attempt_record control_fetch::record() const
{
    attempt_record made;
    made.url = printable_url(m_url);
    made.redirects = m_redirects;
    made.bytes = m_text.size();
    made.total = m_update.core.now() - m_began;
    made.status = m_head.status;
    return made;
}

WUA_COLD bool control_fetch::take_line(std::string_view line) noexcept
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

WUA_COLD control_fetch::reception control_fetch::take_body(const char* bytes, std::size_t size) noexcept
{
    try
    {
        if (m_update.is_ending() || m_failure)
        {
            return reception::refused;
        }
        if (m_stage == stage::redirect)
        {
            // The body of a redirect is read, since it is small and the connection can then be reused.
            return reception::taken;
        }
        return m_stage == stage::content || m_stage == stage::paused ? take_content(bytes, size) : reception::refused;
    }
    catch (...)
    {
        keep_current_exception(m_failure);
        return reception::refused;
    }
}

WUA_COLD bool control_fetch::take_header(std::string_view line)
{
    m_head_bytes += line.size();
    const std::size_t max_bytes = m_update.core.options.max_header_bytes;
    if (m_head_bytes > max_bytes)
    {
        return refuse(oversized_head(
            m_head.status, joined({"the head of the answer has more than ", max_bytes, " bytes: ", where()})));
    }
    const bool was_complete = m_head.is_complete;
    m_head.take(line);
    if (was_complete || !m_head.is_complete || (m_head.status >= 102 && m_head.status < 200) || m_head.status == 100)
    {
        return true;
    }
    if (m_head.status < 200)
    {
        return refuse(unusable_response(m_head.status, joined({"the status makes no sense: ", where()})));
    }
    m_identity->on_status(m_head.status);
    // The head of the file tells how many checksums follow, which reveals a truncation as well as a digest would.
    content_request made;
    made.has_digest = true;
    made.is_secure = m_target->is_secure();
    response_decision decision = decide_on_response(m_head, made);
    if (decision.failure)
    {
        decision.failure->result.detail += joined({": ", where()});
        if (const std::chrono::seconds wait = retry_after(m_head); wait.count() > 0)
        {
            decision.failure->retry_after = wait;
        }
        return refuse(*std::move(decision.failure));
    }
    switch (decision.what)
    {
        case response_decision::kind::content:
            m_stage = stage::content;
            break;
        case response_decision::kind::redirect:
            m_stage = stage::redirect;
            return m_head.length().value_or(max_page_bytes + 1) <= max_page_bytes;
        default:
            return refuse(unusable_response(m_head.status, joined({"nobody asked for that: ", where()})));
    }
    if (m_head.length().value_or(0) > m_max_bytes)
    {
        return refuse(unusable_response(
            m_head.status, joined({"it has ", *m_head.length(), " bytes, more than ", m_max_bytes, ": ", where()})));
    }
    return true;
}

WUA_COLD control_fetch::reception control_fetch::take_content(const char* bytes, std::size_t size)
{
    const nanoseconds now = m_update.core.now();
    m_rests_until = now + m_exchange.rest();
    if (const nanoseconds wait = pause_left(now); wait.count() > 0)
    {
        m_stage = stage::paused;
        m_update.wake_by(now + wait);
        return reception::paused;
    }
    if (size > m_max_bytes - m_text.size())
    {
        refuse(unusable_response(m_head.status, joined({"it has more than ", m_max_bytes, " bytes: ", where()})));
        return reception::refused;
    }
    m_update.take_budget(size);
    m_text.append(bytes, size);
    return reception::taken;
}

WUA_COLD control_fetch::nanoseconds control_fetch::pause_left(nanoseconds now)
{
    const nanoseconds budget = m_update.is_limited() ? m_update.budget_wait(now) : nanoseconds(0);
    return std::max<nanoseconds>(budget, std::max(m_rests_until, now) - now);
}

WUA_COLD control_fetch::state control_fetch::end_failed()
{
    const native_error& native = m_failure->result.native;
    const bool is_proxy = native == native_error{"http", 407};
    const bool is_tunnel = is_proxy && m_head.status != 407;
    if (is_proxy || native == native_error{"http", 401})
    {
        const std::string& challenges =
            is_tunnel  ? m_exchange.tunnel_challenges()
            : is_proxy ? m_head.proxy_authenticate
                       : m_head.authenticate;
        switch (m_identity->on_refusal(is_proxy, challenges, m_update.job))
        {
            case request_identity::verdict::again:
                m_failure.reset();
                send();
                return state::in_progress;
            case request_identity::verdict::asked:
                m_failure.reset();
                m_stage = stage::asking;
                m_update.core.try_rest(m_update.ticket);
                m_update.wake_by(m_update.core.now());
                return state::in_progress;
            case request_identity::verdict::refused:
                m_failure->result.detail += joined({" (", m_identity->complaint(), ")"});
                return state::failed;
        }
    }
    fetch_failure failure = *std::move(m_failure);
    return fail(std::move(failure));
}

WUA_COLD control_fetch::state control_fetch::fail(fetch_failure&& failure)
{
    const curl_core& core = m_update.core;
    const retry_policy& limits = core.options.retry;
    const nanoseconds delay = m_update.core.retry_delay(++m_failures);
    const nanoseconds wait = std::max(delay, failure.retry_after.value_or(delay));
    // The content can be fetched without the control file, so the retries are few and short.
    constexpr std::uint32_t max_tries = 3;
    constexpr nanoseconds max_wait = std::chrono::seconds(30);
    const std::uint32_t tries = limits.attempts != 0 ? std::min(limits.attempts, max_tries) : max_tries;
    m_failure = std::move(failure);
    if (m_failure->remedy != remedy::retry || m_failures >= tries ||
        wait > (limits.max_delay.count() != 0 ? nanoseconds(limits.max_delay) : max_wait))
    {
        return state::failed;
    }
    m_not_before = core.now() + wait;
    m_update.wake_by(m_not_before);
    m_stage = stage::waiting;
    return state::in_progress;
}

WUA_COLD bool control_fetch::refuse(fetch_failure&& failure) noexcept
{
    m_failure = std::move(failure);
    return false;
}

} // namespace wua::detail

// SPDX-License-Identifier: MIT
#pragma once

// One attempt to fetch what is missing of a file: a request, its redirects, and the answer.

#include <wua/engine/curl/curl_errors.hpp>
#include <wua/engine/curl/curl_exchange.hpp>
#include <wua/engine/curl/curl_update.hpp>
#include <wua/engine/curl/file_progress.hpp>
#include <wua/engine/transfer/fetch_failure.hpp>
#include <wua/engine/transfer/response_decision.hpp>
#include <wua/engine/transfer/response_head.hpp>
#include <wua/engine/transfer/stall_watch.hpp>
#include <wua/engine/transfer/url_text.hpp>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <ctime>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace wua::detail
{

// For the loop's thread. It hears from the exchange by way of the update, and stores what comes in the file's progress.
class fetch_attempt
{
public:
    using nanoseconds = std::chrono::nanoseconds;

    enum class state : std::uint8_t
    {
        going_on,
        complete, // all bytes are stored
        failed,   // see take_failure()
    };

    // From one of the file's URLs, as it stands there, and as libcurl reads it. All must outlive the attempt.
    fetch_attempt(curl_update& update, curl_exchange& exchange, file_progress& progress, const std::string& mirror,
                  const parsed_url& url, nanoseconds now)
        : m_update(update),
          m_exchange(exchange),
          m_progress(progress),
          m_mirror(mirror),
          m_origin(url.origin()),
          m_user(url.user()),
          m_password(url.password()),
          m_url(url.bare()),
          m_offset(progress.bytes()),
          m_watch(now)
    {
        send(url.scheme(), m_origin);
    }

    fetch_attempt(const fetch_attempt&) = delete;
    fetch_attempt& operator=(const fetch_attempt&) = delete;

    // Bytes of content.
    std::uint64_t received() const noexcept
    {
        return m_received;
    }

    // The server cannot be asked for a part again.
    bool has_no_ranges() const noexcept
    {
        return m_has_no_ranges;
    }

    // Once, when it has failed.
    fetch_failure take_failure()
    {
        return *std::move(m_failure);
    }

    // Looks after deadlines and bandwidth, and has the update woken for the next time. Never complete.
    state look(nanoseconds now)
    {
        if (m_is_paused)
        {
            const nanoseconds wait = m_update.budget_wait(now);
            if (wait.count() > 0)
            {
                m_update.wake_by(now + wait);
            }
            else
            {
                m_is_paused = false;
                m_watch.restart(now, m_received);
                m_exchange.resume();
            }
        }
        const stall_watch::verdict seen =
            m_watch.look(m_update.core.options.retry, now, m_received, m_is_paused, m_update.wake_at);
        if (seen == stall_watch::verdict::going_on)
        {
            return state::going_on;
        }
        m_exchange.end();
        const char* const what =
            seen == stall_watch::verdict::stalled ? "too few bytes came for too long: " : "the attempt took too long: ";
        return failed(failure_of_curl(CURLE_OPERATION_TIMEDOUT, what + where()));
    }

    // ---- what libcurl calls: see curl_receiver ----

    bool take_line(std::string_view line) noexcept
    {
        return receiving([&] { return take_header(line); });
    }

    bool must_pause() noexcept
    {
        if (!m_is_accepted || m_is_file || !m_update.is_limited())
        {
            return false;
        }
        const nanoseconds now = m_update.core.now();
        const nanoseconds wait = m_update.budget_wait(now);
        if (wait.count() == 0)
        {
            return false;
        }
        m_is_paused = true;
        m_update.wake_by(now + wait);
        return true;
    }

    bool take_body(const char* bytes, std::size_t size) noexcept
    {
        return receiving([&] { return take_content(bytes, size); });
    }

    // The answer is over. Goes on when it was a redirect that is followed.
    state on_done(CURLcode code)
    {
        if (m_is_redirect && !m_failure && (code == CURLE_OK || code == CURLE_WRITE_ERROR))
        {
            return follow();
        }
        const std::chrono::seconds wait = m_exchange.retry_after();
        if (m_is_file && code == CURLE_OK && !m_is_accepted)
        {
            accept_local_file(); // an empty one
        }
        const std::string text = printable_curl_message(m_exchange.error_text());
        const int proxy_status = m_exchange.proxy_status();
        m_exchange.end();
        if (m_failure)
        {
            if (wait.count() > 0 && m_failure->remedy == remedy::retry)
            {
                m_failure->retry_after = wait;
            }
            return state::failed;
        }
        if (m_is_complete_already)
        {
            return state::complete;
        }
        return code == CURLE_OK ? end_of_answer() : broken_answer(code, text, proxy_status);
    }

private:
    const content_file& file() const noexcept
    {
        return m_progress.file();
    }
    std::string where() const
    {
        return printable_url(m_url);
    }
    // The stored bytes came from the same URL.
    bool is_same_source() const
    {
        return without_credentials(m_mirror) == m_progress.source().url;
    }

    state failed(fetch_failure why)
    {
        m_failure = std::move(why);
        return state::failed;
    }

    // ---- the request ----

    // To m_url.
    void send(const std::string& scheme, const std::string& origin)
    {
        curl_request next;
        next.url = m_url;
        if (origin == m_origin)
        {
            next.user = m_user;
            next.password = m_password;
        }
        next.user_agent = m_update.core.options.user_agent;
        if (const std::string& who = m_update.end().options().client_application_id; !who.empty())
        {
            next.user_agent += next.user_agent.empty() ? "" : " ";
            next.user_agent += one_line(who);
        }
        next.offset = m_offset;
        if (next.offset != 0 && is_same_source())
        {
            next.if_range = m_progress.source().validator();
        }
        next.bytes = m_progress.total() ? std::optional(*m_progress.total() - next.offset) : std::nullopt;
        next.is_alone = m_update.is_alone();
        next.shares_connection = scheme == "https";
        m_head = response_head();
        m_is_redirect = false;
        m_is_file = scheme == "file";
        m_is_secure = scheme == "https";
        m_exchange.send(next);
    }

    static std::string one_line(std::string text)
    {
        std::erase_if(text, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
        return text;
    }

    state follow()
    {
        const std::optional<parsed_url> next = m_exchange.redirect_target();
        const std::optional<parsed_url> before = parsed_url::parse(m_url);
        m_exchange.end();
        if (!next || !before)
        {
            return failed(unusable("redirected to something that is no URL"));
        }
        const std::string scheme = next->scheme();
        if (scheme != "https" && (scheme != "http" || before->scheme() != "http"))
        {
            return failed(
                {outcome::failed(wininet_too_many_redirects, {"http", m_head.status},
                                 "redirected from " + before->scheme() + " to " + one_line(scheme) + ": " + where()),
                 remedy::other_mirror});
        }
        if (++m_hops > m_update.core.options.most_redirects)
        {
            return failed(
                failure_of_curl(CURLE_TOO_MANY_REDIRECTS, "redirected too often: " + printable_url(m_mirror)));
        }
        m_url = next->bare();
        m_discarded = 0;
        send(scheme, next->origin());
        return state::going_on;
    }

    // ---- the answer ----

    // Inside libcurl nothing may be thrown, and the handle must stay: what goes wrong is kept for on_done().
    template <class F>
    bool receiving(F&& f) noexcept
    {
        try
        {
            if (m_update.job->is_aborting.load(std::memory_order_acquire) || m_update.core.is_stopping())
            {
                return false;
            }
            try
            {
                return f();
            }
            catch (...)
            {
                m_failure = failure_of_exception();
            }
        }
        catch (...)
        {
            // Without a reason it is a write error, which is a failure too.
        }
        return false;
    }

    bool refuse(fetch_failure why)
    {
        m_failure = std::move(why);
        return false;
    }

    fetch_failure unusable(std::string_view what) const
    {
        return unusable_answer(m_head.status, std::string(what) + ": " + where());
    }

    bool take_header(std::string_view line)
    {
        m_head_bytes += line.size();
        if (m_head_bytes > m_update.core.options.most_header_bytes)
        {
            return refuse(unusable("the head of the answer is too long"));
        }
        const bool was_complete = m_head.is_complete;
        m_head.take(line);
        if (m_is_file || was_complete || !m_head.is_complete || m_head.status < 200)
        {
            return true;
        }
        return judge(decide_on_response(m_head, request_made()));
    }

    content_request request_made() const
    {
        content_request made;
        made.offset = m_offset;
        made.size = file().size;
        made.total = m_progress.total();
        made.etag = is_same_source() ? m_progress.source().etag : std::string();
        made.has_digest = file().digest.has_value();
        made.is_secure = m_is_secure;
        return made;
    }

    // The head of the final answer is there. False: the body is not even worth reading to its end.
    bool judge(response_decision decision)
    {
        using kind = response_decision::kind;
        m_has_no_ranges = m_has_no_ranges || decision.has_no_ranges;
        m_is_redirect = decision.what == kind::redirect;
        m_is_complete_already = decision.what == kind::complete_already;
        if (decision.why)
        {
            decision.why->result.detail += ": " + where();
            m_failure = std::move(decision.why);
        }
        return decision.what == kind::content ? accept(decision) : decision.what != kind::failure_with_no_end;
    }

    // Content is coming.
    bool accept(const response_decision& decision)
    {
        if (decision.first == 0 && (m_progress.bytes() != 0 || m_offset != 0))
        {
            // The Range was ignored, or the content has changed: this is the whole of it.
            m_update.report.retry(0);
            m_progress.restart();
            m_offset = 0;
        }
        m_progress.set_total(decision.total);
        if (decision.total && m_update.is_too_large(*decision.total))
        {
            return refuse(curl_update::too_large());
        }
        if (decision.first == 0)
        {
            const std::string etag = m_head.strong_etag();
            m_progress.set_source(
                {without_credentials(m_mirror), etag, etag.empty() ? strong_date(m_head) : std::string()});
        }
        constexpr std::uint64_t worth_asking = 1U << 20U;
        const std::uint64_t needed =
            decision.total ? *decision.total - std::min(decision.first, *decision.total) : 0;
        const curl_core& core = m_update.core;
        if (core.options.checks_free_space && needed >= worth_asking && core.directory->free_bytes() < needed)
        {
            return refuse({outcome::failed(win32_disk_full, {"errno", ENOSPC},
                                           "there is no room for " + std::to_string(needed) + " more bytes"),
                           remedy::give_up});
        }
        m_is_accepted = true;
        m_progress.expect_content();
        return true;
    }

    // A date may stand for the content if it lies well before the answer; two changes within one second look the same.
    static std::string strong_date(const response_head& head)
    {
        const std::time_t changed = head.last_modified.empty() ? -1 : curl_getdate(head.last_modified.c_str(), nullptr);
        const std::time_t answered = head.date.empty() ? std::time(nullptr) : curl_getdate(head.date.c_str(), nullptr);
        constexpr std::time_t well_before = 60;
        return changed > 0 && answered > 0 && answered - changed >= well_before ? head.last_modified : std::string();
    }

    void accept_local_file()
    {
        m_head = response_head();
        if (!judge(decide_on_local_file(m_exchange.length(), request_made())) && m_failure)
        {
            m_failure->result.native = {};
        }
    }

    bool take_content(const char* bytes, std::size_t size)
    {
        if (m_is_file && !m_is_accepted)
        {
            accept_local_file();
        }
        if (m_failure || !m_is_accepted)
        {
            // A small page is read to its end, so that the connection can be used again.
            constexpr std::uint64_t small = 64U << 10U;
            m_discarded += size;
            return m_discarded <= small && (m_failure || m_is_redirect || m_is_complete_already);
        }
        const std::optional<std::uint64_t>& total = m_progress.total();
        if (total && size > *total - m_progress.bytes())
        {
            return refuse(
                {outcome::failed(size_differs, {"http", m_head.status},
                                 "the server sends more than " + std::to_string(*total) + " bytes: " + where()),
                 remedy::retry, false, true});
        }
        if (m_update.is_too_large(m_progress.bytes() + size))
        {
            return refuse(curl_update::too_large());
        }
        m_update.take_budget(size);
        m_progress.append(bytes, size);
        m_received += size;
        return true;
    }

    // ---- the end of the answer ----

    state end_of_answer()
    {
        if (!m_is_accepted)
        {
            return failed(failure_of_curl(CURLE_GOT_NOTHING, "the answer ended in its head: " + where()));
        }
        if (const auto& total = m_progress.total(); total && m_progress.bytes() != *total)
        {
            return failed(failure_of_curl(
                CURLE_PARTIAL_FILE, "the content ended after " + std::to_string(m_progress.bytes()) + " of " +
                                        std::to_string(*total) + " bytes: " + where()));
        }
        return state::complete;
    }

    state broken_answer(CURLcode code, const std::string& text, int proxy_status)
    {
        const bool has_all = m_is_accepted && m_progress.total() && m_progress.bytes() >= *m_progress.total();
        if (has_all && file().digest)
        {
            return state::complete; // whether the bytes are right is seen by themselves
        }
        if (proxy_status >= 300)
        {
            return failed(failure_of_http(
                proxy_status, "HTTP status " + std::to_string(proxy_status) + " of the proxy: " + where()));
        }
        fetch_failure why = failure_of_curl(code, text.empty() ? std::string() : text + ": " + where());
        why.keeps_bytes = !has_all; // an answer that broke at its end cannot be continued
        return failed(std::move(why));
    }

    curl_update& m_update;
    curl_exchange& m_exchange;
    file_progress& m_progress;
    const std::string& m_mirror;

    // The request.
    const std::string m_origin; // who gets the credentials
    const std::string m_user;
    const std::string m_password;
    std::string m_url; // of the current hop, without credentials
    std::size_t m_hops = 0;
    std::uint64_t m_offset; // the first byte that was asked for
    bool m_is_file = false; // file:// has no head
    bool m_is_secure = false;

    // The answer.
    response_head m_head;
    std::size_t m_head_bytes = 0;
    std::uint64_t m_discarded = 0; // bytes of answers that are no content
    std::uint64_t m_received = 0;
    bool m_is_accepted = false;
    bool m_is_complete_already = false; // 416, and all is here
    bool m_is_redirect = false;
    bool m_is_paused = false;
    bool m_has_no_ranges = false;
    std::optional<fetch_failure> m_failure;
    stall_watch m_watch;
};

} // namespace wua::detail

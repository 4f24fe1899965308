// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/testing/fault_server/behaviours/redirects.hpp>.

#include <wua/testing/fault_server/behaviours/redirects.hpp>
#include <wua/testing/fault_server/behaviours/statuses.hpp>

namespace wua::detail::behaviours
{

WUA_INLINE void redirect_unless_moved(response_script& script, int status, std::string location)
{
    if (has_moved(script))
    {
        correct(script);
    }
    else
    {
        redirect_to(script, status, std::move(location));
    }
}

WUA_INLINE void redirect_to_two(response_script& script)
{
    if (has_moved(script))
    {
        correct(script);
        return;
    }
    const std::string missing = script.origin() + "/missing";
    http_head head{status_line(script.fault().status)};
    head.add("Location", script.fault().amount == 0 ? moved_url(script) : missing);
    head.add("Location", script.fault().amount == 0 ? missing : moved_url(script));
    script.send(head.add("Content-Length", "0"));
}

WUA_INLINE void redirect_smuggles_answer(response_script& script)
{
    const bool is_first = !has_moved(script);
    redirect_unless_moved(script, 302, moved_url(script));
    if (is_first)
    {
        script.send(page_head(200, error_page));
        script.send(std::string(error_page));
    }
}

WUA_INLINE void redirect_with(response_script& script, std::string_view lines)
{
    if (has_moved(script))
    {
        correct(script);
        return;
    }
    script.send(
        "HTTP/1.1 302 Found\r\nLocation: " + moved_url(script) + "\r\n" + std::string(lines) + "\r\n\r\nmoved\r\n");
    script.close();
}

WUA_INLINE void redirect_ping_pong(response_script& script)
{
    const std::string url = script.origin().append(script.request().path());
    redirect_to(script, 302, has_moved(script) ? url : url + "?moved");
}

WUA_INLINE void redirect_grows(response_script& script)
{
    redirect_to(
        script, 302, script.origin() + script.request().target + (script.request().query().empty() ? "?" : "x"));
}

WUA_INLINE void redirect_retry_after(response_script& script)
{
    if (has_moved(script))
    {
        correct(script);
        return;
    }
    http_head head{status_line(302)};
    head.add("Location", moved_url(script)).add("Retry-After", std::to_string(script.fault().amount));
    script.send(head.add("Content-Length", "0"));
}

WUA_INLINE void redirect_page_chunked(response_script& script)
{
    if (has_moved(script))
    {
        correct(script);
        return;
    }
    script.send(http_head{status_line(302)}.add("Location", moved_url(script)).add("Transfer-Encoding", "chunked"));
    script.send("3\r\nhop\r\n0\r\n\r\n");
}

WUA_INLINE void redirect_page_open(response_script& script)
{
    if (has_moved(script))
    {
        correct(script);
        return;
    }
    script.send(http_head{status_line(302)}.add("Location", moved_url(script)));
    script.send("hop");
}

WUA_INLINE void redirect_and_answer(response_script& script)
{
    if (script.attempt() > 1)
    {
        correct(script);
        return;
    }
    redirect_to(script, 302, moved_url(script));
    send_page(script, page_head(200, error_page));
}

WUA_INLINE void redirect_and_truncate(response_script& script)
{
    if (!has_moved(script))
    {
        redirect_to(script, 302, moved_url(script));
    }
    else if (script.attempt() == 2)
    {
        truncated(script);
    }
    else
    {
        correct(script);
    }
}

WUA_INLINE void redirect_head_stalls(response_script& script)
{
    script.send("HTTP/1.1 302 Found\r\nLocation: " + moved_url(script) + "\r\n");
    script.stall();
}

WUA_INLINE void redirect_relative(response_script& script)
{
    const std::string_view path = script.request().path();
    redirect_unless_moved(script, 302, std::string(path.substr(path.rfind('/') + 1)) + "?moved");
}

WUA_INLINE void redirect_chain(response_script& script)
{
    const std::uint64_t hop = http_request::try_decimal(script.request().query()).value_or(0);
    if (hop >= script.fault().amount)
    {
        correct(script);
    }
    else
    {
        redirect_to(script, 302, script.origin().append(script.request().path()) + '?' + std::to_string(hop + 1));
    }
}

WUA_INLINE void redirect_to_other_host(response_script& script)
{
    const std::string host = "http://localhost:" + script.port();
    redirect_unless_moved(script, 302, host + std::string(script.request().path()) + "?moved");
}

WUA_INLINE bool try_send_redirect_with_page(response_script& script, std::uint64_t sent)
{
    if (has_moved(script))
    {
        correct(script);
        return false;
    }
    http_head head{status_line(script.fault().status)};
    head.add("Location", moved_url(script)).add("Content-Length", std::to_string(script.fault().amount));
    script.send(head);
    script.repeat(std::string(64, 'x'), sent);
    return true;
}

WUA_INLINE void redirect_page_large(response_script& script)
{
    try_send_redirect_with_page(script, script.fault().amount);
}

WUA_INLINE void redirect_page_stalls(response_script& script)
{
    if (try_send_redirect_with_page(script, script.fault().amount / 2))
    {
        script.stall();
    }
}

WUA_INLINE void redirect_page_cut(response_script& script)
{
    if (try_send_redirect_with_page(script, script.fault().amount / 2))
    {
        script.close();
    }
}

WUA_INLINE void redirect_page_reset(response_script& script)
{
    if (try_send_redirect_with_page(script, script.fault().amount / 2))
    {
        script.pause(milliseconds(20)); // a reset would overtake bytes that the client has not read yet
        script.reset();
    }
}

WUA_INLINE void redirect_chain_of_large_heads(response_script& script)
{
    const std::uint64_t hop = http_request::try_decimal(script.request().query()).value_or(0);
    if (hop >= script.fault().amount)
    {
        correct(script);
        return;
    }
    http_head head{status_line(302)};
    head.add("Location", script.origin().append(script.request().path()) + '?' + std::to_string(hop + 1));
    head.add("Content-Length", "0");
    constexpr int fields = 100;
    for (int field = 0; field != fields; ++field)
    {
        head.add("X-Filler", std::string(1000, 'x'));
    }
    script.send(head);
}

} // namespace wua::detail::behaviours

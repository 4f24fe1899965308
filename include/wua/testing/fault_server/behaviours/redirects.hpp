// SPDX-License-Identifier: MIT
#pragma once
// Redirects.

#include <wua/separate_compilation.hpp>
#include <wua/testing/fault_server/behaviours/shared.hpp>

namespace wua::detail::behaviours
{
inline bool has_moved(const response_script& script)
{
    return script.request().query().starts_with("moved");
}

void redirect_unless_moved(response_script& script, int status, std::string location);

/// The behaviour's status, with the URL of the content.
inline void redirect_once(response_script& script)
{
    redirect_unless_moved(script, script.fault().status, moved_url(script));
}

/// A 302 to this location.
template <literal Location>
void redirect_as(response_script& script)
{
    redirect_unless_moved(script, 302, filled(Location.view(), script, script.correct_response()));
}

/// The behaviour's status with two Locations: the right one and one where nothing is. The latter comes first if the
/// behaviour has an amount.
void redirect_to_two(response_script& script);

/// A redirect to a URL that redirects back.
void redirect_ping_pong(response_script& script);

/// Redirects to longer and longer URLs.
void redirect_grows(response_script& script);

/// With Retry-After: `amount` seconds.
void redirect_retry_after(response_script& script);

/// A redirect with a chunked page.
void redirect_page_chunked(response_script& script);

/// A redirect with a page of unknown length, on a connection that stays open.
void redirect_page_open(response_script& script);

/// A redirect followed by a second answer that belongs to no request.
void redirect_and_answer(response_script& script);

/// A redirect without content, followed by an answer with other content that nobody requested.
void redirect_smuggles_answer(response_script& script);

/// A redirect with these lines after its Location, and a few bytes as its body.
void redirect_with(response_script& script, std::string_view lines);

template <literal Lines>
void redirect_with_lines(response_script& script)
{
    redirect_with(script, Lines.view());
}

inline void redirect_to_long_host(response_script& script)
{
    redirect_to(script, 302, "http://" + std::string(70'000, 'a') + "/x");
}

/// A redirect to a URL whose first answer is truncated.
void redirect_and_truncate(response_script& script);

/// A redirect whose head never ends.
void redirect_head_stalls(response_script& script);

void redirect_relative(response_script& script);

/// `amount` hops, counted in the query.
void redirect_chain(response_script& script);

inline void redirect_loop(response_script& script)
{
    redirect_to(script, 302, script.origin() + script.request().target);
}

void redirect_to_other_host(response_script& script);

inline void redirect_to_file(response_script& script)
{
    redirect_to(script, 302, "file:///etc/hosts");
}

inline void redirect_to_ftp(response_script& script)
{
    redirect_to(script, 302, "ftp://127.0.0.1:" + script.port() + std::string(script.request().path()));
}

inline void redirect_garbage(response_script& script)
{
    redirect_to(script, 302, "http://[::bad/");
}

/// The behaviour's status, and the first `sent` bytes of a body of `amount` bytes. Returns false if the redirect has
/// been followed already; then the correct response was sent.
bool try_send_redirect_with_page(response_script& script, std::uint64_t sent);

/// A redirect with a large body of the stated length.
void redirect_page_large(response_script& script);

/// The beginning of the body, then silence; in the other two, then a close or a reset.
void redirect_page_stalls(response_script& script);

void redirect_page_cut(response_script& script);

void redirect_page_reset(response_script& script);

/// As redirect_chain, each hop with 100,000 bytes of fields.
void redirect_chain_of_large_heads(response_script& script);
} // namespace wua::detail::behaviours

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/testing/fault_server/behaviours/redirects.ipp>
#endif

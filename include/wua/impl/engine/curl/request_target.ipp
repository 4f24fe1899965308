// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/engine/curl/request_target.hpp>.

#include <wua/engine/curl/curl_errors.hpp>
#include <wua/engine/curl/request_target.hpp>
#include <wua/engine/curl/url_rules.hpp>
#include <wua/engine/transfer/http_errors.hpp>
#include <wua/engine/transfer/joined_text.hpp>

#include <string_view>
#include <utility>

namespace wua::detail
{

WUA_COLD request_target::request_target(const parsed_url& url)
    : m_first_url(url.bare()),
      m_first_origin(url.origin()),
      m_url(m_first_url),
      m_origin(m_first_origin),
      m_scheme(scheme_of(url.scheme()))
{}

WUA_COLD std::optional<fetch_failure> request_target::follow(const response_head& response, const curl_options& options)
{
    const std::optional<parsed_url> before = parsed_url::parse(m_url);
    const std::optional<parsed_url> next = before ? before->resolve(response.location) : std::nullopt;
    if (!next)
    {
        return unusable_response(response.status, joined({"redirected to something that is not a URL: ", printable()}));
    }
    if (const std::string_view sentence = policy_against(*next, options.policy); !sentence.empty())
    {
        const std::string detail =
            joined({sentence, printable_url(next->bare()), ", the target of a redirect by ", printable()});
        return fetch_failure{
            outcome::failed(wu_e_call_cancelled_by_policy, {"http", response.status}, detail), remedy::other_mirror};
    }
    const std::string name = next->scheme();
    if (name != "https" && (name != "http" || m_scheme != scheme::http))
    {
        const std::string detail =
            joined({"redirected from ", before->scheme(), " to ", one_line(name), ": ", printable()});
        return fetch_failure{
            outcome::failed(error_http_redirect_failed, {"http", response.status}, detail), remedy::other_mirror};
    }
    if (++m_redirects > options.max_redirects)
    {
        return failure_of_curl(
            CURLE_TOO_MANY_REDIRECTS,
            joined({"redirected more than ", options.max_redirects, " times: ", printable_url(m_first_url)}));
    }
    m_url = next->bare();
    m_origin = next->origin();
    m_scheme = scheme_of(name);
    return std::nullopt;
}

WUA_COLD request_target::scheme request_target::scheme_of(const std::string& name) noexcept
{
    return name == "https" ? scheme::https : name == "file" ? scheme::file : scheme::http;
}

} // namespace wua::detail

// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/engine/curl/url_rules.hpp>.

#include <wua/engine/curl/url_rules.hpp>
#include <wua/engine/printable_url.hpp>
#include <wua/engine/transfer/header_rules.hpp>
#include <wua/engine/transfer/joined_text.hpp>

#include <curl/curl.h>

namespace wua::detail
{

WUA_COLD std::string_view policy_against(const parsed_url& url, const download_policy& policy)
{
    if (policy.https_only && url.scheme() != "https")
    {
        return "the policy allows only https: ";
    }
    return is_allowed_host(policy, url.host()) ? "" : "the policy does not allow the host: ";
}

WUA_COLD std::optional<fetch_failure> refusal_of(const std::string& url, const curl_options& options)
{
    const std::optional<parsed_url> parsed = parsed_url::parse(url);
    const std::string scheme = parsed ? parsed->scheme() : std::string();
    if (scheme != "http" && scheme != "https" && (scheme != "file" || !options.allows_file_urls))
    {
        const std::string detail =
            joined({parsed                        ? "the scheme is not allowed: "
                    : url.find("://") != url.npos ? "this is not a URL: "
                                                  : "this is not a URL, since it lacks https:// or http://: ",
                    printable_url(url)});
        return fetch_failure{
            outcome::failed(wu_e_pt_invalid_url, {"curl", CURLE_URL_MALFORMAT}, detail), remedy::other_mirror};
    }
    if (!parsed->has_readable_login() || !objection_to(credentials{parsed->user(), parsed->password()}).empty())
    {
        const std::string detail =
            joined({"the URL has a user or a password that cannot be sent: ", printable_url(url)});
        return fetch_failure{
            outcome::failed(wu_e_pt_invalid_url, {"curl", CURLE_URL_MALFORMAT}, detail), remedy::other_mirror};
    }
    if (const std::string_view sentence = policy_against(*parsed, options.policy); !sentence.empty())
    {
        const std::string detail = joined({sentence, printable_url(url)});
        return fetch_failure{outcome::failed(wu_e_call_cancelled_by_policy, {}, detail), remedy::other_mirror};
    }
    return std::nullopt;
}

} // namespace wua::detail

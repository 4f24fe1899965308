// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/engine/curl/url_rules.hpp>.

#include <wua/engine/curl/url_rules.hpp>
#include <wua/engine/printable_url.hpp>
#include <wua/engine/transfer/joined_text.hpp>

#include <curl/curl.h>

namespace wua::detail
{

WUA_COLD std::string_view objection_to(const std::optional<parsed_url>& url, const curl_options& options)
{
    const std::string scheme = url ? url->scheme() : std::string();
    if (scheme == "http" || scheme == "https" || (scheme == "file" && options.allows_file_urls))
    {
        return {};
    }
    return url ? "the scheme is not allowed: " : "this is no URL: ";
}

WUA_COLD fetch_failure invalid_url(const std::string& url, const curl_options& options)
{
    const std::string detail = joined({objection_to(parsed_url::parse(url), options), printable_url(url)});
    return {outcome::failed(wu_e_pt_invalid_url, {"curl", CURLE_URL_MALFORMAT}, detail), remedy::other_mirror};
}

} // namespace wua::detail

// SPDX-License-Identifier: MIT
#pragma once

// What the text of a URL tells: for sorting, never for security. printable_url() decides what may be shown of one.

#include <wua/separate_compilation.hpp>

#include <string>
#include <string_view>

namespace wua::detail
{

// The part after "://" up to the path: user, host and port.
constexpr std::string_view authority_of(std::string_view url) noexcept
{
    const auto scheme = url.find("://");
    if (scheme == std::string_view::npos)
    {
        return {};
    }
    url.remove_prefix(scheme + 3);
    return url.substr(0, url.find_first_of("/?#\\"));
}

// Host and port as written; empty when there are none.
constexpr std::string_view host_of(std::string_view url) noexcept
{
    const std::string_view authority = authority_of(url);
    const auto at = authority.rfind('@');
    return at == std::string_view::npos ? authority : authority.substr(at + 1);
}

// The part after the last slash of the path, as written; empty if there is no path. Slashes before the host are
// skipped, as libcurl does.
std::string_view last_segment_of(std::string_view url) noexcept;

// Replaces each %xx with its byte; leaves what only resembles one unchanged.
std::string percent_decoded(std::string_view text);

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/model/url_text.ipp>
#endif

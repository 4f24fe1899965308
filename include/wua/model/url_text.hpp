// SPDX-License-Identifier: MIT
#pragma once

// What can be said of a URL by looking at its text: for sorting, never for security. What may be shown of one says
// printable_url().

#include <wua/separate_compilation.hpp>

#include <string>
#include <string_view>

namespace wua::detail
{

// From behind "://" to the path: user, host and port.
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

// Host and port as they are written; empty when there are none.
constexpr std::string_view host_of(std::string_view url) noexcept
{
    const std::string_view authority = authority_of(url);
    const auto at = authority.rfind('@');
    return at == std::string_view::npos ? authority : authority.substr(at + 1);
}

// What comes behind the last slash of the path, as it is written; empty where a host has no path. Slashes before the
// host are passed over, as libcurl does.
std::string_view last_segment_of(std::string_view url) noexcept;

// With each %xx replaced by its byte; what only resembles one stays as it is.
std::string percent_decoded(std::string_view text);

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/model/url_text.ipp>
#endif

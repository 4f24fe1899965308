// SPDX-License-Identifier: MIT
#pragma once

// What may be shown of a URL where libcurl is not available.

#include <wua/separate_compilation.hpp>

#include <string>
#include <string_view>

namespace wua::detail
{

// Like printable_url(), but only for URLs that all parsers read alike: a scheme, "://", an optional user and password,
// host and port, a path, a query; with only the characters of RFC 3986. Shows nothing of any other.
std::string shown_url(std::string_view url);

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/engine/shown_url.ipp>
#endif

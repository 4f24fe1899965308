// SPDX-License-Identifier: MIT
#pragma once

// What of a URL may be shown where libcurl is not at hand.

#include <wua/separate_compilation.hpp>

#include <string>
#include <string_view>

namespace wua::detail
{

// As printable_url() for URLs about which no two readers can differ: a scheme, "://", user and password if any, host
// and port, a path, a query; of characters that RFC 3986 has. Nothing is shown of any other.
std::string shown_url(std::string_view url);

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/engine/shown_url.ipp>
#endif

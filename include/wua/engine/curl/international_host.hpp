// SPDX-License-Identifier: MIT
#pragma once

// Host names with letters outside of ASCII, in the form that the DNS has: xn--bcher-kva.example for bücher.example.

#include <wua/separate_compilation.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace wua::detail
{

// The URL with such a name encoded; nullopt if there is nothing to encode, or if this libcurl cannot. libcurl itself
// would read the name in the character set of the process' locale, which a library must not depend on. Only for what is
// handed to libcurl: hosts are compared as they are written.
std::optional<std::string> with_encoded_host(const std::string& url);

// A name or a pattern like "*.example.com". Itself if there is nothing to encode, or if this libcurl cannot.
std::string encoded_host(const std::string& host);

// Nothing but letters, digits, dots, hyphens and underscores.
bool is_plain_host(std::string_view name) noexcept;

// For an error of libcurl about the URL: what to do if the cause is a host name that cannot be encoded; else empty.
const char* advice_on_host(const std::string& url);

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/engine/curl/international_host.ipp>
#endif

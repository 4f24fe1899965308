// SPDX-License-Identifier: MIT
#pragma once

// What of a URL may be shown, as libcurl reads it.

#include <wua/engine/curl/parsed_url.hpp>
#include <wua/separate_compilation.hpp>

#include <string>

namespace wua
{

/// The URL for people's eyes and for logs: without user, password, options and fragment, its query as "?...", with
/// everything but printable ASCII percent-encoded, and cut where it is very long. Nothing of it is shown when libcurl
/// finds fault with it, since then nobody knows where its secrets are.
std::string printable_url(const std::string& url);

namespace detail
{

// The URL by which content is recognised, and asked for again: without user, password, options and fragment, but with
// its query, which may be a secret. Empty when libcurl finds fault with it.
std::string bare_url(const std::string& url);

} // namespace detail

} // namespace wua

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/engine/printable_url.ipp>
#endif

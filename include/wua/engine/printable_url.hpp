// SPDX-License-Identifier: MIT
#pragma once

// What may be shown of a URL, as libcurl parses it.

#include <wua/engine/curl/parsed_url.hpp>
#include <wua/separate_compilation.hpp>

#include <string>

namespace wua
{

/// The URL in a form for people and logs: without user, password, options and fragment, its query as "?...", with
/// everything but printable ASCII percent-encoded, and shortened if it is very long. Nothing of it is shown if libcurl
/// rejects it, since then nobody knows where its secrets are.
std::string printable_url(const std::string& url);

namespace detail
{

// The URL for recognising content and requesting it again: without user, password, options and fragment, but with its
// query, which may be a secret. Empty if libcurl rejects it.
std::string bare_url(const std::string& url);

} // namespace detail

} // namespace wua

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/engine/printable_url.ipp>
#endif

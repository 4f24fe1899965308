// SPDX-License-Identifier: MIT
#pragma once

// Which URLs the engine asks.

#include <wua/engine/curl/parsed_url.hpp>
#include <wua/engine/curl_options.hpp>
#include <wua/engine/transfer/fetch_failure.hpp>
#include <wua/separate_compilation.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace wua::detail
{

// Why one of a file's URLs is not asked, for its text to follow; empty when it may be.
std::string_view objection_to(const std::optional<parsed_url>& url, const curl_options& options);

// The same as a failure.
fetch_failure invalid_url(const std::string& url, const curl_options& options);

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/engine/curl/url_rules.ipp>
#endif

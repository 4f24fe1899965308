// SPDX-License-Identifier: MIT
#pragma once

// Which URLs the engine may use.

#include <wua/engine/curl/parsed_url.hpp>
#include <wua/engine/curl_options.hpp>
#include <wua/engine/download_policy.hpp>
#include <wua/engine/transfer/fetch_failure.hpp>
#include <wua/separate_compilation.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace wua::detail
{

// The policy's objection to a URL, to be followed by its text; empty when it may be used.
std::string_view policy_against(const parsed_url& url, const download_policy& policy);

// Why one of a file's URLs is not used; nullopt when it may be.
std::optional<fetch_failure> refusal_of(const std::string& url, const curl_options& options);

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/engine/curl/url_rules.ipp>
#endif

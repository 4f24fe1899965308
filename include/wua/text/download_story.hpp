// SPDX-License-Identifier: MIT
#pragma once

// The attempts to fetch an update, one line each.

#include <wua/model/download_story.hpp>
#include <wua/separate_compilation.hpp>
#include <wua/text/formatter.hpp>

#include <string>

namespace wua
{

/// "complete", "retry", "other mirror", "wait", "give up", "stop".
std::string to_text(attempt_decision decision);

/// "https://a/f -> https://b/f, 192.0.2.1:443, HTTP/2, status 206, 4.0 MiB from byte 1000 on in 1210 ms (DNS 2, connect
/// 31, TLS 65, first byte 102 ms): failed: 0x80072EFE ...: retry after 300 ms". Unknown parts are left out.
std::string to_text(const attempt_record& attempt);

/// The attempts, one per line, each line with a line break: "attempt 1: ..."; empty when there are none.
std::string to_text(const download_story& story);

} // namespace wua

template <>
struct fmt::formatter<wua::attempt_decision> : wua::detail::text_formatter
{};

template <>
struct fmt::formatter<wua::attempt_record> : wua::detail::text_formatter
{};

template <>
struct fmt::formatter<wua::download_story> : wua::detail::text_formatter
{};

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/text/download_story.ipp>
#endif

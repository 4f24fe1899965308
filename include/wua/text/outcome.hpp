// SPDX-License-Identifier: MIT
#pragma once

// How an update or a job ended, as one line.

#include <wua/model/outcome.hpp>
#include <wua/separate_compilation.hpp>
#include <wua/text/enums.hpp>
#include <wua/text/formatter.hpp>
#include <wua/text/named_hresult.hpp>
#include <wua/text/printable.hpp>

#include <string>

namespace wua
{

/// "http 404"; empty when the engine stated no native error.
inline std::string to_text(const native_error& error)
{
    return error.source.empty() ? std::string() : printable(error.source) + ' ' + std::to_string(error.code);
}

namespace detail
{

// "succeeded", "failed: 0x80240034 WU_E_DOWNLOAD_FAILED: ...". An HRESULT that the result code implies is left out.
std::string result_text(OperationResultCode code, HRESULT hresult);

} // namespace detail

/// "succeeded", "in progress", "aborted", "failed: 0x80004005 E_FAIL: unspecified failure (errno 5): the engine's own
/// description". An HTTP status appears only once: "failed: 0x80244019 WU_E_PT_HTTP_STATUS_NOT_FOUND: HTTP status 404:
/// http://host/a".
std::string to_text(const outcome& ended);

/// How many updates ended in each way: "5 succeeded", "3 succeeded, 2 failed", "aborted: 1 of 2 succeeded", "aborted: 1
/// of 5 succeeded, 2 failed".
std::string to_text(const outcome_tally& tally);

} // namespace wua

template <>
struct fmt::formatter<wua::native_error> : wua::detail::text_formatter
{};

template <>
struct fmt::formatter<wua::outcome> : wua::detail::text_formatter
{};

template <>
struct fmt::formatter<wua::outcome_tally> : wua::detail::text_formatter
{};

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/text/outcome.ipp>
#endif

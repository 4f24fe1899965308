// SPDX-License-Identifier: MIT
#pragma once

// How an update ended, for people's eyes.

#include <wua/model/outcome.hpp>
#include <wua/text/enums.hpp>
#include <wua/text/formatter.hpp>
#include <wua/text/named_hresult.hpp>
#include <wua/text/printable.hpp>

#include <string>

namespace wua
{

// "http 404"; empty when nobody spoke.
inline std::string to_text(const native_error& error)
{
    return error.source.empty() ? std::string() : fmt::format("{} {}", printable(error.source), error.code);
}

namespace detail
{

// "succeeded", "failed: 0x80240034 WU_E_DOWNLOAD_FAILED: ...". The code is left out where it says nothing more.
inline std::string result_text(OperationResultCode code, HRESULT hresult)
{
    const bool is_implied = hresult == s_ok || (code == orcAborted && hresult == wu_e_call_cancelled);
    return is_implied ? in_words(code) : fmt::format("{}: {}", in_words(code), named(hresult));
}

} // namespace detail

// "succeeded", "in progress", "aborted",
// "failed: 0x80244019 WU_E_PT_HTTP_STATUS_NOT_FOUND: HTTP 404 (http 404): what the engine said of it".
inline std::string to_text(const outcome& ended)
{
    std::string text = detail::result_text(ended.code, ended.hresult);
    if (!ended.native.source.empty())
    {
        text += fmt::format(" ({})", to_text(ended.native));
    }
    if (!ended.detail.empty())
    {
        text += ": " + printable(ended.detail);
    }
    return text;
}

} // namespace wua

template <>
struct fmt::formatter<wua::native_error> : wua::detail::text_formatter
{};

template <>
struct fmt::formatter<wua::outcome> : wua::detail::text_formatter
{};

// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/text/outcome.hpp>.

#include <wua/text/outcome.hpp>

#include <cstddef>

namespace wua
{

namespace detail
{

WUA_INLINE std::string result_text(OperationResultCode code, HRESULT hresult)
{
    const bool is_implied = hresult == s_ok || (code == orcAborted && hresult == wu_e_call_cancelled);
    return is_implied ? in_words(code) : in_words(code) + ": " + to_text(named(hresult));
}

} // namespace detail

WUA_INLINE std::string to_text(const outcome& ended)
{
    // Shows an HTTP status only once: in the detail, else in the meaning of the code, else as the native code.
    const std::string status = ended.native.source == "http" ? std::to_string(ended.native.code) : std::string();
    const auto tells_status = [&](const std::string& words) {
        return !status.empty() && (words.find("HTTP " + status) != std::string::npos ||
                                   words.find("HTTP status " + status) != std::string::npos);
    };
    std::string text = tells_status(ended.detail) ? in_words(ended.code) + ": " + detail::code_text(ended.hresult)
                                                  : detail::result_text(ended.code, ended.hresult);
    if (!ended.native.source.empty() && !tells_status(text) && !tells_status(ended.detail))
    {
        text += " (" + to_text(ended.native) + ')';
    }
    if (!ended.detail.empty())
    {
        text += ": " + printable(ended.detail);
    }
    return text;
}

WUA_INLINE std::string to_text(const outcome_tally& tally)
{
    std::string text;
    const auto append = [&text](std::size_t count, const char* words) {
        if (count != 0)
        {
            text += (text.empty() ? "" : ", ") + std::to_string(count) + words;
        }
    };
    if (tally.aborted() != 0)
    {
        text = "aborted: " + std::to_string(tally.succeeded()) + " of " + std::to_string(tally.count()) + " succeeded";
    }
    else
    {
        append(tally.succeeded(), " succeeded");
    }
    append(tally.with_errors(), " with errors");
    append(tally.failed(), " failed");
    return text.empty() ? "none ended" : text;
}

} // namespace wua

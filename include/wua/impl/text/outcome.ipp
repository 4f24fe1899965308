// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/text/outcome.hpp>.

#include <wua/text/outcome.hpp>

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
    std::string text = detail::result_text(ended.code, ended.hresult);
    if (!ended.native.source.empty())
    {
        text += " (" + to_text(ended.native) + ')';
    }
    if (!ended.detail.empty())
    {
        text += ": " + printable(ended.detail);
    }
    return text;
}

} // namespace wua

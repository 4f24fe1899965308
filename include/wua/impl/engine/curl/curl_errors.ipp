// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/engine/curl/curl_errors.hpp>.

#include <wua/engine/curl/curl_errors.hpp>

#include <utility>

namespace wua::detail
{

WUA_COLD std::string printable_curl_message(std::string text)
{
    const auto quote = text.find('\'');
    const auto at = text.rfind('@');
    if (quote != std::string::npos && at != std::string::npos && quote < at)
    {
        text.erase(quote + 1, at - quote);
    }
    return text;
}

WUA_COLD fetch_failure failure_of_curl(CURLcode code, std::string detail)
{
    const error_rule rule = find_rule(curl_error_rules, {code, wu_e_pt_unexpected, remedy::other_mirror});
    if (detail.empty())
    {
        detail = curl_easy_strerror(code);
    }
    return {outcome::failed(rule.hresult, {"curl", code}, std::move(detail)), rule.remedy};
}

} // namespace wua::detail

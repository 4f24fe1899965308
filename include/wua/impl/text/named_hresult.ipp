// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/text/named_hresult.hpp>.

#include <wua/com/hresult.hpp>
#include <wua/text/named_hresult.hpp>
#include <wua/wuapi/errors.hpp>

#include <cstdint>

namespace wua
{

namespace detail
{

WUA_INLINE std::string code_text(HRESULT code)
{
    const hresult_info* known = describe(code);
    return known != nullptr ? hresult_digits(code) + ' ' + std::string(known->name) : hresult_digits(code);
}

} // namespace detail

WUA_INLINE std::string to_text(named_hresult shown)
{
    const std::string text = detail::code_text(shown.code);
    if (const hresult_info* known = describe(shown.code))
    {
        return text + ": " + std::string(known->meaning);
    }
    const std::uint32_t upper = static_cast<std::uint32_t>(shown.code) >> 16U;
    const std::uint32_t wrapped = static_cast<std::uint32_t>(shown.code) & 0xFFFFU;
    constexpr std::uint32_t win32 = 0x8007;
    constexpr std::uint32_t http = 0x8019;
    if (upper == win32)
    {
        return text + ": Win32 error " + std::to_string(wrapped);
    }
    if (upper == http && wrapped >= 100 && wrapped <= 599)
    {
        return text + ": HTTP " + std::to_string(wrapped);
    }
    return text + (failed(shown.code) ? ": unknown error" : ": unknown success code");
}

} // namespace wua

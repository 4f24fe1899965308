// SPDX-License-Identifier: MIT
#pragma once

// An HRESULT with its digits, its name and its meaning.

#include <wua/com/hresult.hpp>
#include <wua/text/formatter.hpp>
#include <wua/wuapi/errors.hpp>

#include <cstdint>
#include <string>

namespace wua
{

/// fmt shows an HRESULT as the number it is. Wrap it to show its name: fmt::print("{}", named(code)).
struct named_hresult
{
    HRESULT code;

    bool operator==(const named_hresult&) const = default;
};

constexpr named_hresult named(HRESULT code) noexcept
{
    return {code};
}

namespace detail
{

// "0x8007000E"
inline std::string hresult_digits(HRESULT code)
{
    std::string text = "0x";
    for (int shift = 28; shift >= 0; shift -= 4)
    {
        text += "0123456789ABCDEF"[static_cast<std::uint32_t>(code) >> shift & 0xFU];
    }
    return text;
}

// The name alone, or the digits of a code that has none.
inline std::string short_name(HRESULT code)
{
    const hresult_info* known = describe(code);
    return known != nullptr ? std::string(known->name) : hresult_digits(code);
}

} // namespace detail

/// "0x8007000E E_OUTOFMEMORY: out of memory". A code without a name of its own shows the error that it wraps, if any:
/// "0x80070070: Win32 error 112", "0x801901A2: HTTP 418"; otherwise "0x8ABCDEF0: unknown error".
inline std::string to_text(named_hresult shown)
{
    std::string text = detail::hresult_digits(shown.code);
    if (const hresult_info* known = describe(shown.code))
    {
        text += ' ';
        text += known->name;
        text += ": ";
        text += known->meaning;
        return text;
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

template <>
struct fmt::formatter<wua::named_hresult> : wua::detail::text_formatter
{};

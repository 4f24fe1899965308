// SPDX-License-Identifier: MIT
#pragma once

// An HRESULT for people's eyes: its digits, its name and what it means.

#include <wua/com/hresult.hpp>
#include <wua/text/formatter.hpp>
#include <wua/wuapi/errors.hpp>

#include <cstdint>
#include <string>

namespace wua
{

// An HRESULT is a number like any other, so one that is to be shown by name is wrapped: fmt::print("{}", named(code)).
struct named_hresult
{
    HRESULT code;

    bool operator==(const named_hresult&) const = default;
};

constexpr named_hresult named(HRESULT code) noexcept
{
    return {code};
}

// "0x8007000E E_OUTOFMEMORY: out of memory". A code without a name of its own is told by what wraps it:
// "0x80070070: Win32 error 112", "0x801901A2: HTTP 418"; else "0x8ABCDEF0: unknown error".
inline std::string to_text(named_hresult shown)
{
    const auto bits = static_cast<std::uint32_t>(shown.code);
    if (const hresult_info* known = describe(shown.code))
    {
        return fmt::format("0x{:08X} {}: {}", bits, known->name, known->meaning);
    }
    const std::uint32_t code = bits & 0xFFFFU;
    constexpr std::uint32_t win32 = 0x8007;
    constexpr std::uint32_t http = 0x8019;
    if (bits >> 16U == win32)
    {
        return fmt::format("0x{:08X}: Win32 error {}", bits, code);
    }
    if (bits >> 16U == http && code >= 100 && code <= 599)
    {
        return fmt::format("0x{:08X}: HTTP {}", bits, code);
    }
    return fmt::format("0x{:08X}: unknown {}", bits, failed(shown.code) ? "error" : "success code");
}

namespace detail
{

// The name alone, or the digits of a code that has none.
inline std::string short_name(HRESULT code)
{
    if (const hresult_info* known = describe(code))
    {
        return std::string(known->name);
    }
    return fmt::format("0x{:08X}", static_cast<std::uint32_t>(code));
}

} // namespace detail
} // namespace wua

template <>
struct fmt::formatter<wua::named_hresult> : wua::detail::text_formatter
{};

// SPDX-License-Identifier: MIT
#pragma once

// An HRESULT with its digits, its name and its meaning.

#include <wua/com/abi.hpp>
#include <wua/separate_compilation.hpp>
#include <wua/text/formatter.hpp>
#include <wua/wuapi/errors.hpp>

#include <string>

namespace wua
{

/// fmt shows an HRESULT as a plain number. Wrap it to show its name: fmt::print("{}", named(code)).
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

// "0x8007000E E_OUTOFMEMORY", without the meaning.
std::string code_text(HRESULT code);

} // namespace detail

/// "0x8007000E E_OUTOFMEMORY: out of memory". A code without a name of its own shows the error that it wraps, if any:
/// "0x80070001: Win32 error 1", "0x801901A2: HTTP 418"; otherwise "0x8ABCDEF0: unknown error".
std::string to_text(named_hresult shown);

} // namespace wua

template <>
struct fmt::formatter<wua::named_hresult> : wua::detail::text_formatter
{};

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/text/named_hresult.ipp>
#endif

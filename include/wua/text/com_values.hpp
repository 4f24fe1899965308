// SPDX-License-Identifier: MIT
#pragma once

// Formatters for COM's own values: GUID and DECIMAL.

#include <wua/com/abi.hpp>
#include <wua/com/decimal.hpp>
#include <wua/com/guid.hpp>
#include <wua/text/formatter.hpp>

#include <string>

namespace wua
{

/// "c574de85-7358-43f6-aae8-8697e62d8ba7"
inline std::string to_text(const guid& value)
{
    return to_string(value);
}

/// "-12.5"; "invalid DECIMAL" for bits that are not a number.
inline std::string to_text(const DECIMAL& value)
{
    return is_valid(value) ? to_string(value) : "invalid DECIMAL";
}

} // namespace wua

// On Windows these are types of the global namespace, in which to_text is not found by argument-dependent lookup.

template <>
struct fmt::formatter<wua::guid> : wua::detail::string_formatter
{
    template <class Context>
    auto format(const wua::guid& value, Context& context) const
    {
        return write(wua::to_text(value), context);
    }
};

template <>
struct fmt::formatter<wua::DECIMAL> : wua::detail::string_formatter
{
    template <class Context>
    auto format(const wua::DECIMAL& value, Context& context) const
    {
        return write(wua::to_text(value), context);
    }
};

// SPDX-License-Identifier: MIT
#pragma once

// The base of all formatters: a function turns the value into text, and the text takes width, fill and alignment.
//
// The functions build their texts without fmt::format: each format string with its own types costs about twenty
// milliseconds of compile time in every program that includes the header.

#include <fmt/format.h>

#include <string_view>

namespace wua::detail
{

// "{}", "{:>40}", ...
struct string_formatter : fmt::formatter<fmt::string_view>
{
protected:
    template <class Context>
    auto write(std::string_view text, Context& context) const
    {
        return fmt::formatter<fmt::string_view>::format(fmt::string_view(text.data(), text.size()), context);
    }
};

// For a type whose text is to_text(value), found by argument-dependent lookup.
struct text_formatter : string_formatter
{
    template <class T, class Context>
    auto format(const T& value, Context& context) const
    {
        return write(to_text(value), context);
    }
};

// For a type with an alternate form, chosen by one letter: "{:h}", and with width "{:h:>40}".
template <char Letter>
struct two_form_formatter : string_formatter
{
    constexpr auto parse(fmt::format_parse_context& context)
    {
        auto position = context.begin();
        if (position != context.end() && *position == Letter)
        {
            const auto next = position + 1;
            if (next == context.end() || *next == '}' || *next == ':')
            {
                m_is_alternate = true;
                position = next != context.end() && *next == ':' ? next + 1 : next;
                context.advance_to(position);
            }
        }
        return fmt::formatter<fmt::string_view>::parse(context);
    }

protected:
    bool m_is_alternate = false;
};

} // namespace wua::detail

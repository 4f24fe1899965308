// SPDX-License-Identifier: MIT
#pragma once

// The enumerations of WUA's interfaces: "dphDownloading" as {}, "downloading" as {:h}.

#include <wua/separate_compilation.hpp>
#include <wua/text/formatter.hpp>
#include <wua/wuapi/enums.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <string>
#include <string_view>
#include <type_traits>

namespace wua
{

/// An enumeration whose values wuapi/enums.hpp names.
template <class Enum>
concept named_enum = std::is_enum_v<Enum> && requires(Enum value) {
    { name_of(value) } -> std::same_as<std::string_view>;
    std::size(values_of<Enum>);
};

namespace detail
{

constexpr bool is_capital(char letter) noexcept
{
    return letter >= 'A' && letter <= 'Z';
}

// The length of the prefix that all names of the enumeration share, such as "dph" or "searchScope". Each word of a name
// starts with a capital, and the prefix ends before one.
template <named_enum Enum>
constexpr std::size_t prefix_length() noexcept
{
    const auto& known = values_of<Enum>;
    const std::string_view first = known[0].name;
    std::size_t prefix = 0;
    for (std::size_t length = 1; length < first.size(); ++length)
    {
        bool is_shared = true;
        for (const auto& other : known)
        {
            is_shared = is_shared && length < other.name.size() && is_capital(other.name[length]) &&
                        other.name.substr(0, length) == first.substr(0, length);
        }
        prefix = is_shared ? length : prefix;
        if (is_shared && std::size(known) == 1)
        {
            break;
        }
    }
    return prefix;
}

// "AllUsers" as "all users".
std::string words_of(std::string_view name);

inline std::string unknown_value(std::int64_t number)
{
    return "unknown (" + std::to_string(number) + ')';
}

} // namespace detail

/// "dphDownloading"; "unknown (9)" for a number that is not a value of the enumeration.
template <named_enum Enum>
std::string to_text(Enum value)
{
    const std::string_view name = name_of(value);
    return name.empty() ? detail::unknown_value(static_cast<std::int64_t>(value)) : std::string(name);
}

/// The name without its prefix, in words: "downloading", "succeeded with errors".
template <named_enum Enum>
std::string in_words(Enum value)
{
    const std::string_view name = name_of(value);
    return name.empty() ? to_text(value) : detail::words_of(name.substr(detail::prefix_length<Enum>()));
}

} // namespace wua

template <wua::named_enum Enum>
struct fmt::formatter<Enum, char> : wua::detail::two_form_formatter<'h'>
{
    template <class Context>
    auto format(Enum value, Context& context) const
    {
        return this->write(this->m_is_alternate ? wua::in_words(value) : wua::to_text(value), context);
    }
};

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/text/enums.ipp>
#endif

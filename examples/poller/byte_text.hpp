// SPDX-License-Identifier: MIT
#pragma once

// Numbers of bytes as people write them: 500K, 2M, 3G, of which 1K are 1024.

#include "usage_error.hpp"

#include <fmt/format.h>

#include <charconv>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string_view>
#include <system_error>

namespace poller
{

inline std::optional<std::uint64_t> number_in(std::string_view text)
{
    std::uint64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc() && end == text.data() + text.size() ? std::optional(number) : std::nullopt;
}

// nullopt if the text is no such number, or the number is too large.
inline std::optional<std::uint64_t> bytes_in(std::string_view text)
{
    constexpr std::string_view units = "KkMmGgTt";
    const std::size_t power = text.empty() ? std::string_view::npos : units.find(text.back());
    const unsigned shift = power == std::string_view::npos ? 0 : 10 * (static_cast<unsigned>(power) / 2 + 1);
    const auto number = number_in(text.substr(0, text.size() - (shift != 0 ? 1 : 0)));
    if (!number || *number > std::numeric_limits<std::uint64_t>::max() >> shift)
    {
        return std::nullopt;
    }
    return *number << shift;
}

// These throw usage_error.
inline std::uint64_t read_rate(std::string_view text, std::string_view where)
{
    if (const std::optional<std::uint64_t> bytes = bytes_in(text))
    {
        return *bytes;
    }
    throw usage_error(
        fmt::format("{}: '{}' is not a number of bytes per second, such as 500K or 2M; 0: no limit", where, text));
}

inline std::uint64_t read_size(std::string_view text, std::string_view where)
{
    if (const std::optional<std::uint64_t> bytes = bytes_in(text))
    {
        return *bytes;
    }
    throw usage_error(fmt::format("{}: '{}' is not a number of bytes, such as 500K or 2G; 0: no limit", where, text));
}

} // namespace poller

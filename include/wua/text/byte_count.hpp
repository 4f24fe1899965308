// SPDX-License-Identifier: MIT
#pragma once

// Numbers of bytes, and of bytes per second, in binary units.

#include <wua/separate_compilation.hpp>
#include <wua/text/formatter.hpp>

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>

namespace wua
{

/// "999 B", "1.0 KiB", "4.2 MiB", ... "16.0 EiB": exact below 1000 bytes, otherwise rounded to one decimal.
struct byte_count
{
    std::uint64_t bytes = 0;

    bool operator==(const byte_count&) const = default;
};

/// "3.1 MiB/s"; "? B/s" for a rate that is negative, infinite or NaN.
struct byte_rate
{
    double bytes_per_second = 0;
};

namespace detail
{

inline constexpr std::string_view byte_units[] = {"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};

constexpr std::uint64_t tenths_of(std::uint64_t bytes, std::size_t unit) noexcept
{
    const std::uint64_t size = std::uint64_t{1} << (10 * unit);
    return bytes / size * 10 + (bytes % size * 10 + size / 2) / size;
}

// The smallest unit in which the number stays below 1000.
constexpr std::size_t unit_of(std::uint64_t bytes) noexcept
{
    std::size_t unit = 0;
    while (unit + 1 != std::size(byte_units) && (unit == 0 ? bytes >= 1000 : tenths_of(bytes, unit) >= 10000))
    {
        ++unit;
    }
    return unit;
}

std::string in_unit(std::uint64_t bytes, std::size_t unit);

// "4.2/10.0 MiB", both in the unit of the total; "4.2/? MiB" when the total is not known.
std::string bytes_of_total(std::uint64_t done, std::optional<std::uint64_t> total);

} // namespace detail

std::string to_text(byte_count count);

std::string to_text(byte_rate rate);

} // namespace wua

template <>
struct fmt::formatter<wua::byte_count> : wua::detail::text_formatter
{};

template <>
struct fmt::formatter<wua::byte_rate> : wua::detail::text_formatter
{};

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/text/byte_count.ipp>
#endif

// SPDX-License-Identifier: MIT
#pragma once

// Numbers of bytes, and of bytes per second, in binary units.

#include <wua/text/formatter.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace wua
{

// "999 B", "1.0 KiB", "4.2 MiB", ... "16.0 EiB": exact below 1000, else the nearest tenth.
struct byte_count
{
    std::uint64_t bytes = 0;

    bool operator==(const byte_count&) const = default;
};

// "3.1 MiB/s"; "? B/s" for what is negative or no number.
struct byte_rate
{
    double bytes_per_second = 0;
};

namespace detail
{

inline constexpr auto byte_units = std::to_array<std::string_view>({"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"});

constexpr std::uint64_t tenths_of(std::uint64_t bytes, std::size_t unit) noexcept
{
    const std::uint64_t size = std::uint64_t{1} << (10 * unit);
    return bytes / size * 10 + (bytes % size * 10 + size / 2) / size;
}

// The smallest unit in which less than 1000 of it are shown.
constexpr std::size_t unit_of(std::uint64_t bytes) noexcept
{
    std::size_t unit = 0;
    while (unit + 1 != byte_units.size() && (unit == 0 ? bytes >= 1000 : tenths_of(bytes, unit) >= 10000))
    {
        ++unit;
    }
    return unit;
}

inline std::string in_unit(std::uint64_t bytes, std::size_t unit)
{
    if (unit == 0)
    {
        return fmt::format("{}", bytes);
    }
    const std::uint64_t tenths = tenths_of(bytes, unit);
    return fmt::format("{}.{}", tenths / 10, tenths % 10);
}

// "4.2/10.0 MiB", both in the unit of the total; "4.2/? MiB" when that is not known.
inline std::string bytes_of(std::uint64_t done, std::optional<std::uint64_t> total)
{
    const std::size_t unit = unit_of(total.value_or(done));
    return fmt::format("{}/{} {}", in_unit(done, unit), total ? in_unit(*total, unit) : "?", byte_units[unit]);
}

} // namespace detail

inline std::string to_text(byte_count count)
{
    const std::size_t unit = detail::unit_of(count.bytes);
    return fmt::format("{} {}", detail::in_unit(count.bytes, unit), detail::byte_units[unit]);
}

inline std::string to_text(byte_rate rate)
{
    constexpr double too_fast = 18446744073709551616.0; // 2 to the 64th
    if (!(rate.bytes_per_second >= 0 && rate.bytes_per_second < too_fast))
    {
        return "? B/s";
    }
    return to_text(byte_count{static_cast<std::uint64_t>(rate.bytes_per_second)}) + "/s";
}

} // namespace wua

template <>
struct fmt::formatter<wua::byte_count> : wua::detail::text_formatter
{};

template <>
struct fmt::formatter<wua::byte_rate> : wua::detail::text_formatter
{};

// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/text/byte_count.hpp>.

#include <wua/text/byte_count.hpp>

namespace wua
{

namespace detail
{

WUA_INLINE std::string in_unit(std::uint64_t bytes, std::size_t unit)
{
    if (unit == 0)
    {
        return std::to_string(bytes);
    }
    const std::uint64_t tenths = tenths_of(bytes, unit);
    std::string text = std::to_string(tenths / 10);
    text += '.';
    text += static_cast<char>('0' + tenths % 10);
    return text;
}

WUA_INLINE std::string bytes_of_total(std::uint64_t done, std::optional<std::uint64_t> total)
{
    const std::size_t unit = unit_of(total.value_or(done));
    std::string text = in_unit(done, unit);
    text += '/';
    text += total ? in_unit(*total, unit) : "?";
    text += ' ';
    text += byte_units[unit];
    return text;
}

} // namespace detail

WUA_INLINE std::string to_text(byte_count count)
{
    const std::size_t unit = detail::unit_of(count.bytes);
    std::string text = detail::in_unit(count.bytes, unit);
    text += ' ';
    text += detail::byte_units[unit];
    return text;
}

WUA_INLINE std::string to_text(byte_rate rate)
{
    constexpr double limit = 18446744073709551616.0; // 2^64
    if (!(rate.bytes_per_second >= 0 && rate.bytes_per_second < limit))
    {
        return "? B/s";
    }
    return to_text(byte_count{static_cast<std::uint64_t>(rate.bytes_per_second)}) + "/s";
}

} // namespace wua

// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/com/decimal.hpp>.

#include <wua/com/ascii.hpp>
#include <wua/com/decimal.hpp>
#include <wua/com/hresult.hpp>

#include <charconv>
#include <limits>

namespace wua
{

namespace detail
{

WUA_INLINE wide_integer magnitude(const DECIMAL& value) noexcept
{
    wide_integer digits;
    digits.limbs[0] = static_cast<std::uint32_t>(value.Lo64);
    digits.limbs[1] = static_cast<std::uint32_t>(value.Lo64 >> 32);
    digits.limbs[2] = static_cast<std::uint32_t>(value.Hi32);
    return digits;
}

} // namespace detail

WUA_INLINE DECIMAL make_decimal(std::uint64_t lo, std::uint32_t hi, int scale, bool negative)
{
    if (scale < 0 || scale > detail::max_decimal_scale)
    {
        throw hresult_error(e_invalidarg);
    }
    DECIMAL value{};
    value.Lo64 = lo;
    value.Hi32 = hi;
    value.scale = static_cast<BYTE>(scale);
    value.sign = negative ? decimal_negative : BYTE{0};
    return value;
}

namespace detail
{

WUA_INLINE wide_integer valid_magnitude(const DECIMAL& value)
{
    if (!is_valid(value))
    {
        throw hresult_error(e_invalidarg);
    }
    return magnitude(value);
}

} // namespace detail

WUA_INLINE std::optional<std::uint64_t> to_uint64(const DECIMAL& value) noexcept
{
    if (!is_valid(value))
    {
        return std::nullopt;
    }
    detail::wide_integer digits = detail::magnitude(value);
    for (int i = 0; i != value.scale; ++i)
    {
        if (digits.remove_digit() != 0)
        {
            return std::nullopt;
        }
    }
    if (digits.limbs[2] != 0 || (value.sign != 0 && !digits.is_zero()))
    {
        return std::nullopt;
    }
    return digits.low_64();
}

WUA_INLINE std::optional<std::int64_t> to_int64(const DECIMAL& value) noexcept
{
    DECIMAL positive = value;
    positive.sign = 0;
    const std::optional<std::uint64_t> size = is_valid(value) ? to_uint64(positive) : std::nullopt;
    const auto limit = static_cast<std::uint64_t>((std::numeric_limits<std::int64_t>::max)());
    if (!size || *size > limit + (value.sign != 0 ? 1 : 0))
    {
        return std::nullopt;
    }
    return static_cast<std::int64_t>(value.sign != 0 ? 0 - *size : *size);
}

WUA_INLINE DECIMAL round_to_integer(const DECIMAL& value)
{
    detail::wide_integer digits = detail::valid_magnitude(value);
    std::uint32_t last = 0;
    bool rest = false;
    for (int i = 0; i != value.scale; ++i)
    {
        rest = rest || last != 0;
        last = digits.remove_digit();
    }
    if (last > 5 || (last == 5 && (rest || digits.is_odd())))
    {
        digits.increment();
    }
    return make_decimal(digits.low_64(), digits.limbs[2], 0, value.sign != 0);
}

WUA_INLINE double to_double(const DECIMAL& value)
{
    const detail::wide_integer digits = detail::valid_magnitude(value);
    static constexpr double powers_of_ten[] = {
        1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14,
        1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22, 1e23, 1e24, 1e25, 1e26, 1e27, 1e28};
    const double size = static_cast<double>(digits.limbs[2]) * 0x1p64 + static_cast<double>(digits.low_64());
    const double scaled = size / powers_of_ten[value.scale];
    return value.sign != 0 ? -scaled : scaled;
}

WUA_INLINE std::string to_string(const DECIMAL& value)
{
    detail::wide_integer digits = detail::valid_magnitude(value);
    const bool negative = value.sign != 0 && !digits.is_zero();
    char text[40]; // enough for 29 digits, leading zeros of a fraction, sign and point
    char* const end = text + sizeof text;
    char* first = end;
    for (int position = 0; position <= value.scale || !digits.is_zero(); ++position)
    {
        if (position == value.scale && first != end)
        {
            *--first = '.';
        }
        const std::uint32_t digit = digits.remove_digit();
        if (digit != 0 || position >= value.scale || first != end)
        {
            *--first = static_cast<char>('0' + digit);
        }
    }
    if (negative)
    {
        *--first = '-';
    }
    return std::string(first, static_cast<std::size_t>(end - first));
}

WUA_INLINE std::optional<DECIMAL> decimal_from_string(std::string_view text) noexcept
{
    bool negative = false;
    if (!text.empty() && (text.front() == '-' || text.front() == '+'))
    {
        negative = text.front() == '-';
        text.remove_prefix(1);
    }
    detail::wide_integer digits;
    int scale = 0;
    bool in_fraction = false;
    bool any_digit = false;
    for (const char c : text)
    {
        if (c == '.' && !in_fraction)
        {
            in_fraction = true;
            continue;
        }
        if (!detail::is_digit(c))
        {
            return std::nullopt;
        }
        any_digit = true;
        scale += in_fraction ? 1 : 0;
        if (scale > detail::max_decimal_scale || !digits.append_digit(static_cast<std::uint32_t>(c - '0')) ||
            !digits.fits_96())
        {
            return std::nullopt;
        }
    }
    if (!any_digit)
    {
        return std::nullopt;
    }
    DECIMAL value{};
    value.Lo64 = digits.low_64();
    value.Hi32 = digits.limbs[2];
    value.scale = static_cast<BYTE>(scale);
    value.sign = negative ? decimal_negative : BYTE{0};
    return value;
}

WUA_INLINE std::optional<DECIMAL> decimal_from_double(double number)
{
    if (!detail::is_finite(number))
    {
        return std::nullopt;
    }
    char buffer[64];
    const auto written =
        std::to_chars(buffer, buffer + sizeof buffer, detail::absolute(number), std::chars_format::scientific, 14);
    const std::string_view text(buffer, static_cast<std::size_t>(written.ptr - buffer));
    const std::size_t mark = text.find('e');
    detail::wide_integer digits;
    for (const char c : text.substr(0, mark))
    {
        if (c != '.')
        {
            digits.append_digit(static_cast<std::uint32_t>(c - '0'));
        }
    }
    const int exponent = static_cast<int>(detail::parse_decimal(text.substr(mark + 2)).value_or(0));
    int scale = text[mark + 1] == '-' ? 14 + exponent : 14 - exponent;
    std::uint32_t last = 0;
    while (scale > 0 && !digits.is_zero())
    {
        detail::wide_integer shorter = digits;
        const std::uint32_t digit = shorter.remove_digit();
        if (digit != 0 && scale <= detail::max_decimal_scale)
        {
            break;
        }
        digits = shorter;
        last = digit;
        --scale;
    }
    if (last >= 5)
    {
        digits.increment();
    }
    for (; scale < 0; ++scale)
    {
        if (!digits.append_digit(0) || !digits.fits_96())
        {
            return std::nullopt;
        }
    }
    return make_decimal(
        digits.low_64(), digits.limbs[2], digits.is_zero() ? 0 : scale, number < 0.0 && !digits.is_zero());
}

WUA_INLINE std::weak_ordering compare(const DECIMAL& a, const DECIMAL& b)
{
    detail::wide_integer left = detail::valid_magnitude(a);
    detail::wide_integer right = detail::valid_magnitude(b);
    const bool left_negative = a.sign != 0 && !left.is_zero();
    const bool right_negative = b.sign != 0 && !right.is_zero();
    if (left_negative != right_negative)
    {
        return left_negative ? std::weak_ordering::less : std::weak_ordering::greater;
    }
    for (int scale = a.scale; scale < b.scale; ++scale)
    {
        left.append_digit(0);
    }
    for (int scale = b.scale; scale < a.scale; ++scale)
    {
        right.append_digit(0);
    }
    return left_negative ? right.compare(left) : left.compare(right);
}

} // namespace wua

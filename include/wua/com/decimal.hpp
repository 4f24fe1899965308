// SPDX-License-Identifier: MIT
#pragma once

// DECIMAL: COM's 96-bit number with a decimal point, to and from the numbers and text of C++.

#include <wua/com/ascii.hpp>
#include <wua/com/hresult.hpp>

#include <charconv>
#include <cmath>
#include <compare>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

namespace wua
{
namespace detail
{

inline constexpr int max_decimal_scale = 28;

// An unsigned integer of 192 bits, least significant limb first: room for any DECIMAL times 10 to the 28th.
struct wide_integer
{
    static constexpr std::size_t limb_count = 6;

    std::uint32_t limbs[limb_count]{};

    // Multiplies by ten and adds; true when nothing is lost.
    constexpr bool append_digit(std::uint32_t digit) noexcept
    {
        std::uint64_t carry = digit;
        for (std::uint32_t& limb : limbs)
        {
            carry += std::uint64_t{limb} * 10;
            limb = static_cast<std::uint32_t>(carry);
            carry >>= 32;
        }
        return carry == 0;
    }

    // Divides by ten and gives the remainder.
    constexpr std::uint32_t remove_digit() noexcept
    {
        std::uint64_t rest = 0;
        for (std::size_t i = limb_count; i-- != 0;)
        {
            rest = rest << 32 | limbs[i];
            limbs[i] = static_cast<std::uint32_t>(rest / 10);
            rest %= 10;
        }
        return static_cast<std::uint32_t>(rest);
    }

    constexpr void increment() noexcept
    {
        for (std::uint32_t& limb : limbs)
        {
            if (++limb != 0)
            {
                return;
            }
        }
    }

    constexpr bool is_odd() const noexcept
    {
        return (limbs[0] & 1) != 0;
    }
    constexpr bool is_zero() const noexcept
    {
        return (limbs[0] | limbs[1] | limbs[2] | limbs[3] | limbs[4] | limbs[5]) == 0;
    }
    constexpr bool fits_96() const noexcept
    {
        return limbs[3] == 0 && limbs[4] == 0 && limbs[5] == 0;
    }
    constexpr std::uint64_t low_64() const noexcept
    {
        return std::uint64_t{limbs[1]} << 32 | limbs[0];
    }

    constexpr std::strong_ordering compare(const wide_integer& other) const noexcept
    {
        for (std::size_t i = limb_count; i-- != 0;)
        {
            if (limbs[i] != other.limbs[i])
            {
                return limbs[i] <=> other.limbs[i];
            }
        }
        return std::strong_ordering::equal;
    }
};

inline wide_integer magnitude(const DECIMAL& value) noexcept
{
    wide_integer digits;
    digits.limbs[0] = static_cast<std::uint32_t>(value.Lo64);
    digits.limbs[1] = static_cast<std::uint32_t>(value.Lo64 >> 32);
    digits.limbs[2] = static_cast<std::uint32_t>(value.Hi32);
    return digits;
}

} // namespace detail

/// The value (hi * 2^64 + lo) / 10^scale, negated when `negative`. Throws E_INVALIDARG for a scale beyond 28.
inline DECIMAL make_decimal(std::uint64_t lo, std::uint32_t hi = 0, int scale = 0, bool negative = false)
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

template <std::integral Integer>
DECIMAL to_decimal(Integer number) noexcept
{
    const bool negative = number < Integer{0};
    const auto bits = static_cast<std::uint64_t>(number);
    DECIMAL value{};
    value.Lo64 = negative ? 0 - bits : bits;
    value.sign = negative ? decimal_negative : BYTE{0};
    return value;
}

/// False for bits that are no number: a scale beyond 28 or a sign that is neither 0 nor 0x80.
inline bool is_valid(const DECIMAL& value) noexcept
{
    return value.scale <= detail::max_decimal_scale && (value.sign == 0 || value.sign == decimal_negative);
}

namespace detail
{

inline wide_integer valid_magnitude(const DECIMAL& value)
{
    if (!is_valid(value))
    {
        throw hresult_error(e_invalidarg);
    }
    return magnitude(value);
}

} // namespace detail

/// The whole number of the same value; nothing when it is negative, has a fraction, is too large, or is no number.
inline std::optional<std::uint64_t> to_uint64(const DECIMAL& value) noexcept
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

inline std::optional<std::int64_t> to_int64(const DECIMAL& value) noexcept
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

/// The nearest whole number, halves to the even one, as a DECIMAL of scale 0. Throws E_INVALIDARG for no number.
inline DECIMAL round_to_integer(const DECIMAL& value)
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

/// Throws E_INVALIDARG for no number.
inline double to_double(const DECIMAL& value)
{
    const detail::wide_integer digits = detail::valid_magnitude(value);
    const double size = std::ldexp(static_cast<double>(digits.limbs[2]), 64) + static_cast<double>(digits.low_64());
    const double scaled = size / std::pow(10.0, value.scale);
    return value.sign != 0 ? -scaled : scaled;
}

/// Plain digits, "-12.5": no exponent, no zeros at the end of the fraction. Throws E_INVALIDARG for no number.
inline std::string to_string(const DECIMAL& value)
{
    detail::wide_integer digits = detail::valid_magnitude(value);
    const bool negative = value.sign != 0 && !digits.is_zero();
    char text[40]; // 29 digits, the zeros of a fraction, sign and point are fewer
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

/// Reads [+-]digits[.digits]; nothing for other text, more than 28 digits of fraction, or a number of more than 96 bits.
inline std::optional<DECIMAL> decimal_from_string(std::string_view text) noexcept
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

/// The nearest DECIMAL of 15 significant digits, which is what a double holds for certain; nothing when it is too large
/// or no number. What is too small for 28 digits of fraction becomes zero or loses digits.
inline std::optional<DECIMAL> decimal_from_double(double number)
{
    if (!std::isfinite(number))
    {
        return std::nullopt;
    }
    char buffer[64];
    const auto written =
        std::to_chars(buffer, buffer + sizeof buffer, std::fabs(number), std::chars_format::scientific, 14);
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
        digits.low_64(), digits.limbs[2], digits.is_zero() ? 0 : scale, std::signbit(number) && !digits.is_zero());
}

/// Compares the numbers: 1.0 and 1.00 are equivalent, and so are 0 and -0. Throws E_INVALIDARG for no number.
inline std::weak_ordering compare(const DECIMAL& a, const DECIMAL& b)
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

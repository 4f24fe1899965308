// SPDX-License-Identifier: MIT
#pragma once

// DECIMAL: COM's 96-bit number with a decimal point, converted to and from C++ numbers and text.

#include <wua/com/abi.hpp>
#include <wua/separate_compilation.hpp>

#include <compare>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace wua
{
namespace detail
{

inline constexpr int max_decimal_scale = 28;

// <cmath> has these too, but costs a tenth of this library's compile time.
constexpr bool is_finite(double number) noexcept
{
    return number - number == 0.0;
}
constexpr double absolute(double number) noexcept
{
    return number < 0.0 ? -number : number + 0.0; // makes a negative zero positive
}

// An unsigned integer of 192 bits, least significant limb first: room for any DECIMAL times 10 to the 28th.
struct wide_integer
{
    static constexpr std::size_t limb_count = 6;

    std::uint32_t limbs[limb_count]{};

    // Multiplies by ten and adds; false if it overflows.
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

    // Divides by ten and returns the remainder.
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

wide_integer magnitude(const DECIMAL& value) noexcept;

} // namespace detail

/// The value (hi * 2^64 + lo) / 10^scale, negated when `negative`. Throws E_INVALIDARG for a scale beyond 28.
DECIMAL make_decimal(std::uint64_t lo, std::uint32_t hi = 0, int scale = 0, bool negative = false);

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

/// False for bits that are not a number: a scale beyond 28 or a sign that is neither 0 nor 0x80.
inline bool is_valid(const DECIMAL& value) noexcept
{
    return value.scale <= detail::max_decimal_scale && (value.sign == 0 || value.sign == decimal_negative);
}

namespace detail
{

wide_integer valid_magnitude(const DECIMAL& value);

} // namespace detail

/// The same value as an integer; nullopt when it is negative, has a fraction, is too large, or is not valid.
std::optional<std::uint64_t> to_uint64(const DECIMAL& value) noexcept;

std::optional<std::int64_t> to_int64(const DECIMAL& value) noexcept;

/// The nearest integer, halves to even, as a DECIMAL of scale 0. Throws E_INVALIDARG if not valid.
DECIMAL round_to_integer(const DECIMAL& value);

/// Throws E_INVALIDARG if not valid.
double to_double(const DECIMAL& value);

/// Plain digits, "-12.5": no exponent, no trailing zeros in the fraction. Throws E_INVALIDARG if not valid.
std::string to_string(const DECIMAL& value);

/// Parses [+-]digits[.digits]; nullopt for other text, more than 28 decimals, or a number of more than 96 bits.
std::optional<DECIMAL> decimal_from_string(std::string_view text) noexcept;

/// The nearest DECIMAL of 15 significant digits, which a double holds reliably; nullopt when it is too large or not a
/// number. What is too small for 28 decimals becomes zero or loses digits.
std::optional<DECIMAL> decimal_from_double(double number);

/// Compares the numbers: 1.0 and 1.00 are equivalent, and so are 0 and -0. Throws E_INVALIDARG if one is not valid.
std::weak_ordering compare(const DECIMAL& a, const DECIMAL& b);

} // namespace wua

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/com/decimal.ipp>
#endif

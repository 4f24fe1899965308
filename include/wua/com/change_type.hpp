// SPDX-License-Identifier: MIT
#pragma once

// change_type: converts a VARIANT to another type, by the same rules on every platform and in every locale.

#include <wua/com/decimal.hpp>
#include <wua/com/variant.hpp>
#include <wua/separate_compilation.hpp>

#include <clocale>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

namespace wua
{
namespace detail
{

// A number during conversion: exact if its source is, otherwise a double.
class number
{
public:
    number(const DECIMAL& value) noexcept : m_decimal(value) {}
    number(double value) noexcept : m_is_real(true), m_real(value) {}

    double to_real() const
    {
        return m_is_real ? m_real : to_double(m_decimal);
    }

    bool is_zero() const noexcept
    {
        return m_is_real ? m_real == 0.0 : magnitude(m_decimal).is_zero();
    }

    // Throws DISP_E_OVERFLOW for doubles outside the range of a DECIMAL and for NaN.
    DECIMAL to_decimal() const;

    // Rounds halves to even, as COM does; `bits` does not count the sign bit.
    std::int64_t to_signed(int bits) const;

    std::uint64_t to_unsigned(int bits) const;

    // In units of 1/10,000.
    std::int64_t to_currency() const;

    // As in text; a double has that many significant digits.
    std::string to_text(int digits) const;

private:
    DECIMAL rounded() const
    {
        return round_to_integer(m_decimal);
    }

    // nullopt if it is out of range or NaN.
    template <class Integer>
    std::optional<Integer> whole_real(int bits) const noexcept
    {
        double whole = m_real;
        if (absolute(m_real) < 0x1p53) // beyond which every double is whole
        {
            const auto part = static_cast<std::int64_t>(m_real);
            const double rest = absolute(m_real - static_cast<double>(part));
            const bool away = rest > 0.5 || (rest == 0.5 && part % 2 != 0);
            whole = static_cast<double>(part) + (!away ? 0.0 : m_real < 0.0 ? -1.0 : 1.0);
        }
        const double limit = 2.0 * static_cast<double>(std::uint64_t{1} << (bits - 1));
        const double lowest = std::numeric_limits<Integer>::is_signed ? -limit : 0.0;
        return whole < limit && whole >= lowest ? std::optional<Integer>(static_cast<Integer>(whole)) : std::nullopt;
    }

    bool m_is_real = false;
    double m_real = 0;
    DECIMAL m_decimal{};
};

// Parses digits with a point and an exponent, independent of the locale.
number number_from_text(std::string_view text);

// The number that a resolved VARIANT stands for; an empty one is zero.
number number_from(const VARIANT& value);

bool bool_from(const VARIANT& value);

bstr text_from(const VARIANT& value);

float float_from(const number& value);

// The object behind `iid`, as VT_DISPATCH or VT_UNKNOWN; null stays null.
variant object_from(const VARIANT& value, const guid& iid, VARTYPE type);

// Stores a number as `type`, which must be numeric.
void store_number(VARIANT& made, const number& value, VARTYPE type);

} // namespace detail

/// The value as another type: converts numbers, booleans, currency, dates (as days), DECIMAL and text into each other,
/// and objects between VT_DISPATCH and VT_UNKNOWN; BYREF is resolved first. Halves are rounded to even; an empty
/// VARIANT is zero or empty text; a boolean as text is "True" or "False"; numbers as text have a point, no thousands
/// separators and, where a double has an exponent, an E; a date cannot become text. Throws DISP_E_OVERFLOW for a value
/// out of range, DISP_E_TYPEMISMATCH where there is no such conversion (VT_NULL and VT_ERROR have none),
/// DISP_E_BADVARTYPE for types that are refused.
variant change_type(const VARIANT& value, VARTYPE type);

} // namespace wua

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/com/change_type.ipp>
#endif

// SPDX-License-Identifier: MIT
#pragma once

// change_type: converts a VARIANT to another type, by the same rules on every platform and in every locale.

#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <limits>
#include <locale>
#include <optional>
#include <sstream>
#include <string>
#include <string_view>
#include <variant>

#include <wua/com/ascii.hpp>
#include <wua/com/decimal.hpp>
#include <wua/com/variant.hpp>

namespace wua
{
namespace detail
{

using numeric = std::variant<DECIMAL, double>;

inline numeric number_from_text(std::string_view text)
{
    text = trimmed(text);
    if (const std::optional<DECIMAL> exact = decimal_from_string(text))
    {
        return *exact;
    }
    if (text.empty() || text.find_first_not_of("+-.0123456789eE") != std::string_view::npos)
    {
        throw hresult_error(disp_e_typemismatch);
    }
    std::istringstream stream{std::string(text)};
    stream.imbue(std::locale::classic());
    double value = 0;
    const bool read = static_cast<bool>(stream >> value);
    if (!read && std::fabs(value) >= (std::numeric_limits<double>::max)())
    {
        throw hresult_error(disp_e_overflow);
    }
    if (!read || stream.peek() != std::istringstream::traits_type::eof())
    {
        throw hresult_error(disp_e_typemismatch);
    }
    return value;
}

// The number that a resolved VARIANT stands for; an empty one is zero.
inline numeric number_from(const VARIANT& value)
{
    switch (value.vt)
    {
        case VT_EMPTY:
            return to_decimal(0);
        case VT_I1:
            return to_decimal(load_scalar<signed char>(value));
        case VT_UI1:
            return to_decimal(value.bVal);
        case VT_I2:
        case VT_BOOL:
            return to_decimal(value.iVal);
        case VT_UI2:
            return to_decimal(value.uiVal);
        case VT_I4:
        case VT_INT:
            return to_decimal(value.lVal);
        case VT_UI4:
        case VT_UINT:
            return to_decimal(value.ulVal);
        case VT_I8:
            return to_decimal(value.llVal);
        case VT_UI8:
            return to_decimal(value.ullVal);
        case VT_CY:
        {
            DECIMAL units = to_decimal(value.llVal);
            units.scale = 4;
            return units;
        }
        case VT_DECIMAL:
        {
            DECIMAL copy = value.decVal;
            copy.wReserved = 0;
            if (!is_valid(copy))
            {
                throw hresult_error(e_invalidarg);
            }
            return copy;
        }
        case VT_R4:
            return static_cast<double>(value.fltVal);
        case VT_R8:
        case VT_DATE:
            return value.dblVal;
        case VT_BSTR:
            return number_from_text(to_utf8(view(value.bstrVal)));
        default:
            throw hresult_error(disp_e_typemismatch);
    }
}

inline double real_from(const numeric& value)
{
    const auto* real = std::get_if<double>(&value);
    return real != nullptr ? *real : to_double(std::get<DECIMAL>(value));
}

// Doubles outside the range of a DECIMAL and those that are no number overflow.
inline DECIMAL decimal_from(const numeric& value)
{
    if (const auto* exact = std::get_if<DECIMAL>(&value))
    {
        return *exact;
    }
    const std::optional<DECIMAL> rounded = decimal_from_double(std::get<double>(value));
    if (!rounded)
    {
        throw hresult_error(disp_e_overflow);
    }
    return *rounded;
}

// Rounds halves to the even number, as COM does.
template <class Integer>
Integer integer_from(const numeric& value)
{
    if (const auto* real = std::get_if<double>(&value))
    {
        double whole = std::floor(*real);
        const double rest = *real - whole;
        whole += rest > 0.5 || (rest == 0.5 && std::fmod(whole, 2.0) != 0.0) ? 1.0 : 0.0;
        const double limit = std::ldexp(1.0, std::numeric_limits<Integer>::digits);
        if (!(whole < limit) || whole < (std::is_signed_v<Integer> ? -limit : 0.0))
        {
            throw hresult_error(disp_e_overflow);
        }
        return static_cast<Integer>(whole);
    }
    const DECIMAL whole = round_to_integer(std::get<DECIMAL>(value));
    if constexpr (std::is_signed_v<Integer>)
    {
        const std::optional<std::int64_t> wide = to_int64(whole);
        if (!wide || *wide < (std::numeric_limits<Integer>::min)() || *wide > (std::numeric_limits<Integer>::max)())
        {
            throw hresult_error(disp_e_overflow);
        }
        return static_cast<Integer>(*wide);
    }
    else
    {
        const std::optional<std::uint64_t> wide = to_uint64(whole);
        if (!wide || *wide > (std::numeric_limits<Integer>::max)())
        {
            throw hresult_error(disp_e_overflow);
        }
        return static_cast<Integer>(*wide);
    }
}

inline bool bool_from(const VARIANT& value)
{
    if (value.vt == VT_BSTR)
    {
        const std::string text = to_utf8(view(value.bstrVal));
        for (const bool answer : {false, true})
        {
            if (equal_ignoring_case(trimmed(text), answer ? "true" : "false"))
            {
                return answer;
            }
        }
    }
    const numeric source = number_from(value);
    const auto* real = std::get_if<double>(&source);
    return real != nullptr ? *real != 0.0 : !magnitude(std::get<DECIMAL>(source)).is_zero();
}

inline bstr text_from(const VARIANT& value)
{
    if (value.vt == VT_EMPTY)
    {
        return bstr("");
    }
    if (value.vt == VT_BOOL)
    {
        return bstr(value.boolVal != variant_false ? "True" : "False");
    }
    if (value.vt == VT_DATE)
    {
        throw hresult_error(disp_e_typemismatch);
    }
    const numeric source = number_from(value);
    if (const auto* exact = std::get_if<DECIMAL>(&source))
    {
        return bstr(to_string(*exact));
    }
    std::array<char, 64> buffer{};
    const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), std::get<double>(source),
                                   std::chars_format::general, value.vt == VT_R4 ? 7 : 15);
    return bstr(std::string_view(buffer.data(), static_cast<std::size_t>(end.ptr - buffer.data())));
}

inline LONGLONG currency_from(const numeric& value)
{
    DECIMAL exact = decimal_from(value);
    wide_integer digits = magnitude(exact);
    for (int i = 0; i != 4; ++i)
    {
        if (exact.scale > 0)
        {
            --exact.scale;
        }
        else if (!digits.append_digit(0) || !digits.fits_96())
        {
            throw hresult_error(disp_e_overflow);
        }
    }
    return integer_from<LONGLONG>(make_decimal(digits.low_64(), digits.limbs[2], exact.scale, exact.sign != 0));
}

template <class I>
com_ptr<I> object_from(const VARIANT& value)
{
    if (value.vt != VT_DISPATCH && value.vt != VT_UNKNOWN)
    {
        throw hresult_error(disp_e_typemismatch);
    }
    com_ptr<I> object;
    if (value.punkVal != nullptr &&
        failed(value.punkVal->QueryInterface(iid_of<I>, reinterpret_cast<void**>(object.put()))))
    {
        static_cast<void>(object.detach());
        throw hresult_error(disp_e_typemismatch);
    }
    return object;
}

template <class T>
variant scalar(VARTYPE type, T value)
{
    VARIANT made{};
    store_scalar(made, type, value);
    variant owner;
    owner.attach(made);
    return owner;
}

} // namespace detail

// The value as another type: numbers, booleans, currency, dates (as days), DECIMAL and text into each other, objects
// between VT_DISPATCH and VT_UNKNOWN; BYREF is resolved first. Rounding is to the even neighbour; an empty VARIANT is
// zero or no text; a boolean as text is "True" or "False"; numbers as text have a point and no thousands separators; a
// date has no text. Throws DISP_E_OVERFLOW for a value out of range, DISP_E_TYPEMISMATCH for what has no such
// conversion (VT_NULL and VT_ERROR have none), DISP_E_BADVARTYPE for types that are refused.
inline variant change_type(const VARIANT& value, VARTYPE type)
{
    const VARIANT source = resolve(value);
    if (source.vt == type)
    {
        return copy_variant(source);
    }
    switch (type)
    {
        case VT_EMPTY:
        case VT_NULL:
        case VT_ERROR:
            throw hresult_error(disp_e_typemismatch);
        case VT_BSTR:
            return detail::text_from(source);
        case VT_BOOL:
            return detail::bool_from(source);
        case VT_DISPATCH:
            return detail::object_from<IDispatch>(source);
        case VT_UNKNOWN:
            return detail::object_from<IUnknown>(source);
        default:
            break;
    }
    if (!detail::is_ownable(type))
    {
        throw hresult_error(disp_e_badvartype);
    }
    const detail::numeric number = detail::number_from(source);
    switch (type)
    {
        case VT_I1:
            return detail::scalar(type, detail::integer_from<std::int8_t>(number));
        case VT_UI1:
            return detail::scalar(type, detail::integer_from<std::uint8_t>(number));
        case VT_I2:
            return detail::scalar(type, detail::integer_from<std::int16_t>(number));
        case VT_UI2:
            return detail::scalar(type, detail::integer_from<std::uint16_t>(number));
        case VT_I4:
        case VT_INT:
            return detail::scalar(type, detail::integer_from<std::int32_t>(number));
        case VT_UI4:
        case VT_UINT:
            return detail::scalar(type, detail::integer_from<std::uint32_t>(number));
        case VT_I8:
            return detail::scalar(type, detail::integer_from<std::int64_t>(number));
        case VT_UI8:
            return detail::scalar(type, detail::integer_from<std::uint64_t>(number));
        case VT_CY:
            return detail::scalar(type, detail::currency_from(number));
        case VT_DECIMAL:
            return variant(detail::decimal_from(number));
        case VT_R4:
        {
            const double wide = detail::real_from(number);
            if (std::isfinite(wide) && std::fabs(wide) > static_cast<double>((std::numeric_limits<float>::max)()))
            {
                throw hresult_error(disp_e_overflow);
            }
            return detail::scalar(type, static_cast<float>(wide));
        }
        default: // VT_R8 and VT_DATE
            return detail::scalar(type, detail::real_from(number));
    }
}

} // namespace wua

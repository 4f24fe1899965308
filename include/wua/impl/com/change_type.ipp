// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/com/change_type.hpp>.

#include <wua/com/ascii.hpp>
#include <wua/com/change_type.hpp>

#include <algorithm>
#include <charconv>
#include <cstdlib>

namespace wua
{

namespace detail
{

WUA_INLINE DECIMAL number::to_decimal() const
{
    const std::optional<DECIMAL> exact = m_is_real ? decimal_from_double(m_real) : m_decimal;
    if (!exact)
    {
        throw hresult_error(disp_e_overflow);
    }
    return *exact;
}

WUA_INLINE std::int64_t number::to_signed(int bits) const
{
    const std::optional<std::int64_t> whole = m_is_real ? whole_real<std::int64_t>(bits) : to_int64(rounded());
    const std::int64_t limit = bits == 63 ? INT64_MAX : (std::int64_t{1} << bits) - 1;
    if (!whole || *whole > limit || *whole < -limit - 1)
    {
        throw hresult_error(disp_e_overflow);
    }
    return *whole;
}

WUA_INLINE std::uint64_t number::to_unsigned(int bits) const
{
    const std::optional<std::uint64_t> whole = m_is_real ? whole_real<std::uint64_t>(bits) : to_uint64(rounded());
    if (!whole || *whole > UINT64_MAX >> (64 - bits))
    {
        throw hresult_error(disp_e_overflow);
    }
    return *whole;
}

WUA_INLINE std::int64_t number::to_currency() const
{
    if (!m_is_real)
    {
        DECIMAL exact = m_decimal;
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
        return number(make_decimal(digits.low_64(), digits.limbs[2], exact.scale, exact.sign != 0)).to_signed(63);
    }
    // In two parts, which a double holds exactly: of the product it would lose the last digits.
    constexpr double limit = 922337203685477.5; // the last double in range
    if (!(absolute(m_real) <= limit))           // also refuses NaN
    {
        throw hresult_error(disp_e_overflow);
    }
    const auto whole = static_cast<std::int64_t>(m_real);
    return whole * 10000 + number((m_real - static_cast<double>(whole)) * 10000).to_signed(63);
}

WUA_INLINE std::string number::to_text(int digits) const
{
    if (!m_is_real)
    {
        return to_string(m_decimal);
    }
    char buffer[64];
    const auto end = std::to_chars(buffer, buffer + sizeof buffer, m_real, std::chars_format::general, digits);
    std::string text(buffer, static_cast<std::size_t>(end.ptr - buffer));
    std::replace(text.begin(), text.end(), 'e', 'E'); // as COM writes it
    return text;
}

WUA_INLINE number number_from_text(std::string_view text)
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
    std::string digits(text);
    if (const std::size_t point = digits.find('.'); point != std::string::npos)
    {
        // strtod expects the point of the program's locale. NOLINTNEXTLINE(concurrency-mt-unsafe)
        digits.replace(point, 1, std::localeconv()->decimal_point);
    }
    char* end = nullptr;
    const double value = std::strtod(digits.c_str(), &end);
    if (end != digits.c_str() + digits.size())
    {
        throw hresult_error(disp_e_typemismatch);
    }
    if (!is_finite(value))
    {
        throw hresult_error(disp_e_overflow);
    }
    return value;
}

WUA_INLINE number number_from(const VARIANT& value)
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

WUA_INLINE bool bool_from(const VARIANT& value)
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
    return !number_from(value).is_zero();
}

WUA_INLINE bstr text_from(const VARIANT& value)
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
    return bstr(number_from(value).to_text(value.vt == VT_R4 ? 7 : 15));
}

WUA_INLINE float float_from(const number& value)
{
    const double wide = value.to_real();
    if (is_finite(wide) && absolute(wide) > static_cast<double>((std::numeric_limits<float>::max)()))
    {
        throw hresult_error(disp_e_overflow);
    }
    return static_cast<float>(wide);
}

WUA_INLINE variant object_from(const VARIANT& value, const guid& iid, VARTYPE type)
{
    if (value.vt != VT_DISPATCH && value.vt != VT_UNKNOWN)
    {
        throw hresult_error(disp_e_typemismatch);
    }
    void* object = nullptr;
    if (value.punkVal != nullptr && failed(value.punkVal->QueryInterface(iid, &object)))
    {
        throw hresult_error(disp_e_typemismatch);
    }
    variant owner;
    VARIANT made{};
    made.vt = type;
    made.punkVal = static_cast<IUnknown*>(object); // every interface begins with IUnknown
    owner.attach(made);
    return owner;
}

WUA_INLINE void store_number(VARIANT& made, const number& value, VARTYPE type)
{
    switch (type)
    {
        case VT_I1:
            store_scalar(made, type, static_cast<std::int8_t>(value.to_signed(7)));
            break;
        case VT_UI1:
            made.bVal = static_cast<BYTE>(value.to_unsigned(8));
            break;
        case VT_I2:
            made.iVal = static_cast<SHORT>(value.to_signed(15));
            break;
        case VT_UI2:
            made.uiVal = static_cast<USHORT>(value.to_unsigned(16));
            break;
        case VT_I4:
        case VT_INT:
            made.lVal = static_cast<LONG>(value.to_signed(31));
            break;
        case VT_UI4:
        case VT_UINT:
            made.ulVal = static_cast<ULONG>(value.to_unsigned(32));
            break;
        case VT_I8:
            made.llVal = value.to_signed(63);
            break;
        case VT_UI8:
            made.ullVal = value.to_unsigned(64);
            break;
        case VT_CY:
            made.llVal = value.to_currency();
            break;
        case VT_DECIMAL:
            made.decVal = value.to_decimal();
            break;
        case VT_R4:
            made.fltVal = float_from(value);
            break;
        default: // VT_R8 or VT_DATE
            made.dblVal = value.to_real();
            break;
    }
    made.vt = type; // after decVal, which shares its memory
}

} // namespace detail

WUA_INLINE variant change_type(const VARIANT& value, VARTYPE type)
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
            return detail::object_from(source, iid_of<IDispatch>, type);
        case VT_UNKNOWN:
            return detail::object_from(source, iid_of<IUnknown>, type);
        default:
            break;
    }
    if (!detail::is_ownable(type))
    {
        throw hresult_error(disp_e_badvartype);
    }
    VARIANT made{};
    detail::store_number(made, detail::number_from(source), type);
    variant owner;
    owner.attach(made);
    return owner;
}

} // namespace wua

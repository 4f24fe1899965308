// SPDX-License-Identifier: MIT
#pragma once

// The names of <oleauto.h> with which a client of Windows Update Agent reads byte totals and errors, in the global
// namespace. Off Windows only. Text has the point and the digits of LOCALE_INVARIANT, whatever locale is asked for.

#include <wua/com/abi_boundary.hpp>
#include <wua/com/change_type.hpp>
#include <wua/com/decimal.hpp>
#include <wua/com/error_info.hpp>
#include <wua/compat/variant_access.h>
#include <wua/compat/variant_time.h>

#include <concepts>

using wua::GetErrorInfo;
using wua::IErrorInfo;
using wua::ISupportErrorInfo;
using wua::SetErrorInfo;

inline constexpr wua::IID IID_IErrorInfo = wua::iid_of<IErrorInfo>;
inline constexpr wua::IID IID_ISupportErrorInfo = wua::iid_of<ISupportErrorInfo>;

inline constexpr wua::LCID LOCALE_NEUTRAL = 0x0;
inline constexpr wua::LCID LOCALE_INVARIANT = 0x7F;
inline constexpr wua::LCID LOCALE_USER_DEFAULT = 0x400;
inline constexpr wua::LCID LOCALE_SYSTEM_DEFAULT = 0x800;
inline constexpr wua::ULONG LOCALE_NOUSEROVERRIDE = 0x80000000;

inline constexpr wua::USHORT VARIANT_NOVALUEPROP = 0x1;
inline constexpr wua::USHORT VARIANT_ALPHABOOL = 0x2;
inline constexpr wua::USHORT VARIANT_NOUSEROVERRIDE = 0x4;
inline constexpr wua::USHORT VARIANT_LOCALBOOL = 0x10;

namespace wua::detail
{

template <class T>
concept integer_of_64_bits = std::integral<T> && sizeof(T) == 8; // LONGLONG, long long or __int64

// What the VarXxxFromDec functions share: halves are rounded to the even number.
template <class T, class F>
HRESULT from_decimal(const DECIMAL* value, T* converted, F&& convert) noexcept
{
    if (value == nullptr || converted == nullptr)
    {
        return e_invalidarg;
    }
    return guarded([&] {
        if (!is_valid(*value))
        {
            throw hresult_error(e_invalidarg);
        }
        *converted = static_cast<T>(convert(*value));
    });
}

} // namespace wua::detail

inline wua::HRESULT VarR8FromDec(const wua::DECIMAL* value, wua::DOUBLE* converted) noexcept
{
    return wua::detail::from_decimal(value, converted, [](const wua::DECIMAL& one) { return wua::to_double(one); });
}

inline wua::HRESULT VarI4FromDec(const wua::DECIMAL* value, wua::LONG* converted) noexcept
{
    return wua::detail::from_decimal(
        value, converted, [](const wua::DECIMAL& one) { return wua::detail::number(one).to_signed(31); });
}

inline wua::HRESULT VarUI4FromDec(const wua::DECIMAL* value, wua::ULONG* converted) noexcept
{
    return wua::detail::from_decimal(
        value, converted, [](const wua::DECIMAL& one) { return wua::detail::number(one).to_unsigned(32); });
}

template <wua::detail::integer_of_64_bits Integer>
requires std::signed_integral<Integer>
wua::HRESULT VarI8FromDec(const wua::DECIMAL* value, Integer* converted) noexcept
{
    return wua::detail::from_decimal(
        value, converted, [](const wua::DECIMAL& one) { return wua::detail::number(one).to_signed(63); });
}

template <wua::detail::integer_of_64_bits Integer>
requires std::unsigned_integral<Integer>
wua::HRESULT VarUI8FromDec(const wua::DECIMAL* value, Integer* converted) noexcept
{
    return wua::detail::from_decimal(
        value, converted, [](const wua::DECIMAL& one) { return wua::detail::number(one).to_unsigned(64); });
}

inline wua::HRESULT VarBstrFromDec(const wua::DECIMAL* value, wua::LCID, wua::ULONG, wua::BSTR* text) noexcept
{
    return wua::detail::from_decimal(
        value, text, [](const wua::DECIMAL& one) { return wua::bstr(wua::to_string(one)).detach(); });
}

/// What wua::change_type converts. The source may be the destination, which stays as it is when the conversion fails.
inline wua::HRESULT VariantChangeTypeEx(wua::VARIANT* destination, const wua::VARIANT* source, wua::LCID,
                                        wua::USHORT flags, wua::VARTYPE type) noexcept
{
    if (destination == nullptr || source == nullptr)
    {
        return wua::e_invalidarg;
    }
    return wua::guarded([&]() -> wua::HRESULT {
        const bool is_number = (flags & (VARIANT_ALPHABOOL | VARIANT_LOCALBOOL)) == 0; // "-1" instead of "True"
        const wua::VARIANT from = wua::resolve(*source);
        wua::variant made = from.vt == wua::VT_BOOL && type == wua::VT_BSTR && is_number
                                ? wua::change_type(wua::change_type(from, wua::VT_I2).get(), type)
                                : wua::change_type(from, type);
        if (const wua::HRESULT cleared = wua::VariantClear(destination); wua::failed(cleared))
        {
            return cleared;
        }
        *destination = made.detach();
        return wua::s_ok;
    });
}

inline wua::HRESULT VariantChangeType(wua::VARIANT* destination, const wua::VARIANT* source, wua::USHORT flags,
                                      wua::VARTYPE type) noexcept
{
    return VariantChangeTypeEx(destination, source, LOCALE_USER_DEFAULT, flags, type);
}

/// The same without BYREF. The source may be the destination, which stays as it is when the copy fails.
inline wua::HRESULT VariantCopyInd(wua::VARIANT* destination, const wua::VARIANT* source) noexcept
{
    if (destination == nullptr || source == nullptr)
    {
        return wua::e_invalidarg;
    }
    return wua::guarded([&]() -> wua::HRESULT {
        wua::variant made = wua::copy_ind(*source);
        if (const wua::HRESULT cleared = wua::VariantClear(destination); wua::failed(cleared))
        {
            return cleared;
        }
        *destination = made.detach();
        return wua::s_ok;
    });
}

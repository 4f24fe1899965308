// SPDX-License-Identifier: MIT
#pragma once

// variant: the owner of one VARIANT.

#include <wua/com/bstr.hpp>
#include <wua/com/com_ptr.hpp>
#include <wua/com/hresult.hpp>
#include <wua/separate_compilation.hpp>

#include <concepts>
#include <cstring>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace wua
{
namespace detail
{

// The type under which a VARIANT holds a value of this C++ type. SHORT is the VARIANT_BOOL of COM's interfaces.
template <class T>
constexpr VARTYPE scalar_vartype() noexcept
{
    if constexpr (std::is_enum_v<T>)
    {
        static_assert(sizeof(T) == 4, "an enum of COM has 32 bits");
        return VT_I4;
    }
    else if constexpr (std::same_as<T, bool> || std::same_as<T, VARIANT_BOOL>)
    {
        return VT_BOOL;
    }
    else if constexpr (std::same_as<T, float>)
    {
        return VT_R4;
    }
    else if constexpr (std::same_as<T, double>)
    {
        return VT_R8;
    }
    else
    {
        static_assert(std::integral<T> && sizeof(T) <= 8);
        constexpr bool is_signed = std::is_signed_v<T>;
        switch (sizeof(T))
        {
            case 1:
                return is_signed ? VT_I1 : VT_UI1;
            case 2:
                return is_signed ? VT_I2 : VT_UI2;
            case 4:
                return is_signed ? VT_I4 : VT_UI4;
            default:
                return is_signed ? VT_I8 : VT_UI8;
        }
    }
}

// Every scalar of a VARIANT starts at the same address.
template <class T>
void store_scalar(VARIANT& value, VARTYPE type, T scalar) noexcept
{
    static_assert(sizeof scalar <= sizeof value.llVal);
    value.vt = type;
    std::memcpy(&value.llVal, &scalar, sizeof scalar);
}

template <class T>
T load_scalar(const VARIANT& value) noexcept
{
    T scalar;
    std::memcpy(&scalar, &value.llVal, sizeof scalar);
    return scalar;
}

// True for what a VARIANT can own here: scalars, text and interface pointers, but no array and no record.
constexpr bool is_ownable(VARTYPE type) noexcept
{
    return type <= VT_UINT && type != VT_VARIANT && type != 15;
}

template <class T>
concept variant_number = std::integral<T> && !std::same_as<T, OLECHAR> && !std::same_as<T, wchar_t> &&
                         !std::same_as<T, char16_t> && !std::same_as<T, char32_t> && !std::same_as<T, char8_t>;

} // namespace detail

/// Owns what its VARIANT owns, once. Copies are deep for text and add a reference for objects; a BYREF value is copied
/// as it is and refers to somebody else's variable.
class variant
{
public:
    variant() noexcept = default;

    /// From bool only, not from what merely converts to one, such as a pointer. short also makes a VT_BOOL, as in COM's
    /// interfaces, and any 32-bit enum a VT_I4.
    template <std::same_as<bool> T>
    variant(T value) noexcept
    {
        detail::store_scalar(m_value, VT_BOOL, value ? variant_true : variant_false);
    }

    template <class T>
    requires(detail::variant_number<T> && !std::same_as<T, bool>) || std::is_enum_v<T>
    variant(T value) noexcept
    {
        detail::store_scalar(m_value, detail::scalar_vartype<T>(), value);
    }

    variant(float value) noexcept
    {
        detail::store_scalar(m_value, VT_R4, value);
    }
    variant(double value) noexcept
    {
        detail::store_scalar(m_value, VT_R8, value);
    }

    variant(const DECIMAL& value) noexcept;

    variant(bstr text) noexcept
    {
        detail::store_scalar(m_value, VT_BSTR, text.detach());
    }
    variant(std::string_view utf8) : variant(bstr(utf8)) {}
    variant(const std::string& utf8) : variant(bstr(utf8)) {}
    variant(const char* utf8) : variant(bstr(utf8)) {}
    variant(std::nullptr_t) = delete;

    /// VT_DISPATCH for an interface that extends IDispatch, else VT_UNKNOWN; a null pointer keeps its type.
    template <class I>
    requires detail::convertible_pointer<I, IUnknown>
    variant(com_ptr<I> object) noexcept
    {
        if constexpr (detail::convertible_pointer<I, IDispatch>)
        {
            detail::store_scalar(m_value, VT_DISPATCH, static_cast<IDispatch*>(object.detach()));
        }
        else
        {
            detail::store_scalar(m_value, VT_UNKNOWN, static_cast<IUnknown*>(object.detach()));
        }
    }

    /// Throws DISP_E_BADVARTYPE for an array or a record, as copy_variant does.
    variant(const variant& other)
    {
        copy_from(other.m_value);
    }
    variant(variant&& other) noexcept : m_value(other.detach()) {}
    ~variant()
    {
        reset();
    }

    variant& operator=(const variant& other);

    variant& operator=(variant&& other) noexcept;

    static variant null() noexcept
    {
        return of(VT_NULL, LONGLONG{0});
    }
    static variant date(DATE days) noexcept
    {
        return of(VT_DATE, days);
    }
    static variant error(SCODE code) noexcept
    {
        return of(VT_ERROR, code);
    }

    /// In units of 1/10,000.
    static variant currency(LONGLONG units) noexcept
    {
        return of(VT_CY, units);
    }

    /// What a caller passes for an omitted argument.
    static variant missing() noexcept
    {
        return error(disp_e_paramnotfound);
    }

    /// Still owned by this object.
    const VARIANT& get() const noexcept
    {
        return m_value;
    }
    VARTYPE vt() const noexcept
    {
        return m_value.vt;
    }

    /// The address for a method's out-parameter; clears what was held before.
    VARIANT* put() noexcept;

    /// Takes over what the caller's VARIANT owns; the caller must not clear it.
    void attach(const VARIANT& value) noexcept;

    /// Hands the VARIANT to the caller, who must clear it.
    [[nodiscard]] VARIANT detach() noexcept
    {
        return std::exchange(m_value, VARIANT{});
    }

    /// Throws DISP_E_BADVARTYPE for an array, a record or an invalid type, and bad_alloc.
    void copy_from(const VARIANT& value);

    void reset() noexcept;

    void swap(variant& other) noexcept
    {
        std::swap(m_value, other.m_value);
    }
    friend void swap(variant& a, variant& b) noexcept
    {
        a.swap(b);
    }

private:
    template <class T>
    static variant of(VARTYPE type, T scalar) noexcept
    {
        variant made;
        detail::store_scalar(made.m_value, type, scalar);
        return made;
    }

    VARIANT m_value{};
};

/// A separate copy. Arrays (VT_ARRAY, SAFEARRAY), records and invalid types are refused: throws DISP_E_BADVARTYPE. A
/// BYREF value is copied as it is.
variant copy_variant(const VARIANT& value);

/// The value that a BYREF VARIANT refers to, with unchanged ownership; a VARIANT without BYREF is returned as it is.
/// Throws E_INVALIDARG for a null reference and DISP_E_BADVARTYPE for a type that is refused.
VARIANT resolve(const VARIANT& value);

/// A separate copy of the value itself, whether it was BYREF or not; refuses what resolve and copy_variant refuse.
inline variant copy_ind(const VARIANT& value)
{
    return copy_variant(resolve(value));
}

} // namespace wua

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/com/variant.ipp>
#endif

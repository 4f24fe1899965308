// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/com/variant.hpp>.

#include <wua/com/variant.hpp>

#include <cstddef>
#include <new>

namespace wua
{

WUA_INLINE variant::variant(const DECIMAL& value) noexcept
{
    m_value.decVal = value;
    m_value.vt = VT_DECIMAL;
}

WUA_INLINE variant& variant::operator=(const variant& other)
{
    copy_from(other.m_value);
    return *this;
}

WUA_INLINE variant& variant::operator=(variant&& other) noexcept
{
    variant(std::move(other)).swap(*this);
    return *this;
}

WUA_INLINE VARIANT* variant::put() noexcept
{
    reset();
    return &m_value;
}

WUA_INLINE void variant::attach(const VARIANT& value) noexcept
{
    reset();
    m_value = value;
}

WUA_INLINE void variant::copy_from(const VARIANT& value)
{
    if (!detail::is_ownable(static_cast<VARTYPE>(value.vt & ~VT_BYREF)) && value.vt != (VT_BYREF | VT_VARIANT))
    {
        throw hresult_error(disp_e_badvartype);
    }
    VARIANT copy{};
    // Some Windows headers declare the source parameter without const.
    const HRESULT code = VariantCopy(&copy, const_cast<VARIANT*>(&value));
    if (code == e_outofmemory)
    {
        throw std::bad_alloc();
    }
    throw_if_failed(code);
    attach(copy);
}

WUA_INLINE void variant::reset() noexcept
{
    VARIANT old = detach();
    VariantClear(&old);
}

WUA_INLINE variant copy_variant(const VARIANT& value)
{
    variant copy;
    copy.copy_from(value);
    return copy;
}

WUA_INLINE VARIANT resolve(const VARIANT& value)
{
    VARIANT found = value;
    for (int depth = 0; (found.vt & VT_BYREF) != 0; ++depth)
    {
        if (found.byref == nullptr)
        {
            throw hresult_error(e_invalidarg);
        }
        if (depth == 2)
        {
            throw hresult_error(disp_e_badvartype); // a BYREF|VARIANT must not refer to another BYREF|VARIANT
        }
        const auto type = static_cast<VARTYPE>(found.vt & ~VT_BYREF);
        const void* place = found.byref;
        if (type == VT_VARIANT)
        {
            std::memcpy(&found, place, sizeof found);
            if (found.vt == (VT_BYREF | VT_VARIANT))
            {
                throw hresult_error(disp_e_badvartype);
            }
            continue;
        }
        std::size_t size = 0;
        switch (type)
        {
            case VT_I1:
            case VT_UI1:
                size = 1;
                break;
            case VT_I2:
            case VT_UI2:
            case VT_BOOL:
                size = 2;
                break;
            case VT_I4:
            case VT_UI4:
            case VT_INT:
            case VT_UINT:
            case VT_ERROR:
            case VT_R4:
                size = 4;
                break;
            case VT_I8:
            case VT_UI8:
            case VT_R8:
            case VT_CY:
            case VT_DATE:
                size = 8;
                break;
            case VT_BSTR:
            case VT_UNKNOWN:
            case VT_DISPATCH:
                size = sizeof(void*);
                break;
            case VT_DECIMAL:
                std::memcpy(&found.decVal, place, sizeof(DECIMAL));
                break;
            default:
                throw hresult_error(disp_e_badvartype);
        }
        std::memcpy(&found.llVal, place, size);
        found.vt = type;
    }
    if (!detail::is_ownable(found.vt))
    {
        throw hresult_error(disp_e_badvartype);
    }
    return found;
}

} // namespace wua

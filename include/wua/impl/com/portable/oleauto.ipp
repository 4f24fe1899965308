// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/com/portable/oleauto.hpp>.

#include <wua/com/portable/oleauto.hpp>

#include <cstring>
#include <limits>
#include <new>

namespace wua
{

namespace detail
{

WUA_INLINE bool is_plain_vartype(VARTYPE type) noexcept
{
    switch (type)
    {
        case VT_EMPTY:
        case VT_NULL:
        case VT_I2:
        case VT_I4:
        case VT_R4:
        case VT_R8:
        case VT_CY:
        case VT_DATE:
        case VT_BSTR:
        case VT_DISPATCH:
        case VT_ERROR:
        case VT_BOOL:
        case VT_UNKNOWN:
        case VT_DECIMAL:
        case VT_I1:
        case VT_UI1:
        case VT_UI2:
        case VT_UI4:
        case VT_I8:
        case VT_UI8:
        case VT_INT:
        case VT_UINT:
            return true;
        default:
            return false;
    }
}

} // namespace detail

WUA_INLINE BSTR SysAllocStringByteLen(const char* text, UINT bytes) noexcept
{
    if (bytes > (std::numeric_limits<UINT>::max)() - 2 * detail::bstr_prefix)
    {
        return nullptr;
    }
    const std::size_t size = detail::bstr_prefix + bytes + sizeof(OLECHAR) + bytes % sizeof(OLECHAR);
    auto* block = static_cast<char*>(::operator new(size, std::nothrow));
    if (block == nullptr)
    {
        return nullptr;
    }
    std::memcpy(block + detail::bstr_prefix - sizeof bytes, &bytes, sizeof bytes);
    char* content = block + detail::bstr_prefix;
    if (text != nullptr && bytes != 0)
    {
        std::memcpy(content, text, bytes);
    }
    std::memset(content + bytes, 0, size - detail::bstr_prefix - bytes);
    return reinterpret_cast<BSTR>(content);
}

WUA_INLINE BSTR SysAllocStringLen(const OLECHAR* text, UINT units) noexcept
{
    if (units > (std::numeric_limits<UINT>::max)() / sizeof(OLECHAR))
    {
        return nullptr;
    }
    return SysAllocStringByteLen(reinterpret_cast<const char*>(text), static_cast<UINT>(units * sizeof(OLECHAR)));
}

WUA_INLINE BSTR SysAllocString(const OLECHAR* text) noexcept
{
    if (text == nullptr)
    {
        return nullptr;
    }
    std::size_t units = 0;
    while (text[units] != 0)
    {
        ++units;
    }
    if (units > (std::numeric_limits<UINT>::max)())
    {
        return nullptr;
    }
    return SysAllocStringLen(text, static_cast<UINT>(units));
}

WUA_INLINE void SysFreeString(BSTR text) noexcept
{
    if (text != nullptr)
    {
        ::operator delete(reinterpret_cast<char*>(text) - detail::bstr_prefix);
    }
}

WUA_INLINE UINT SysStringByteLen(BSTR text) noexcept
{
    UINT bytes = 0;
    if (text != nullptr)
    {
        std::memcpy(&bytes, reinterpret_cast<const char*>(text) - sizeof bytes, sizeof bytes);
    }
    return bytes;
}

WUA_INLINE HRESULT VariantClear(VARIANT* value) noexcept
{
    const VARIANT old = *value;
    if ((old.vt & VT_BYREF) == 0 && !detail::is_plain_vartype(old.vt))
    {
        return detail::oleauto_bad_vartype;
    }
    value->vt = VT_EMPTY; // before the release, so that a destructor that looks at the VARIANT finds it empty
    if (old.vt == VT_BSTR)
    {
        SysFreeString(old.bstrVal);
    }
    else if ((old.vt == VT_UNKNOWN || old.vt == VT_DISPATCH) && old.punkVal != nullptr)
    {
        old.punkVal->Release();
    }
    return 0;
}

WUA_INLINE HRESULT VariantCopy(VARIANT* destination, const VARIANT* source) noexcept
{
    if (destination == source)
    {
        return 0;
    }
    VARIANT copy = *source;
    if ((copy.vt & VT_BYREF) == 0)
    {
        if (!detail::is_plain_vartype(copy.vt))
        {
            return detail::oleauto_bad_vartype;
        }
        if (copy.vt == VT_BSTR)
        {
            copy.bstrVal = SysAllocStringByteLen(
                reinterpret_cast<const char*>(source->bstrVal), SysStringByteLen(source->bstrVal));
            if (copy.bstrVal == nullptr)
            {
                return detail::oleauto_no_memory;
            }
        }
        else if ((copy.vt == VT_UNKNOWN || copy.vt == VT_DISPATCH) && copy.punkVal != nullptr)
        {
            copy.punkVal->AddRef();
        }
    }
    const HRESULT cleared = VariantClear(destination);
    if (cleared < 0)
    {
        VariantClear(&copy);
        return cleared;
    }
    *destination = copy;
    return 0;
}

} // namespace wua

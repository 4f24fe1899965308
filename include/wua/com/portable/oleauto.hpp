// SPDX-License-Identifier: MIT
#pragma once

// The functions of Windows' oleaut32 that own a BSTR or a VARIANT, for platforms that do not have them.

#include <cstddef>
#include <cstring>
#include <limits>
#include <new>

#include <wua/com/portable/abi.hpp>

namespace wua
{
namespace detail
{

inline constexpr HRESULT oleauto_bad_vartype = static_cast<HRESULT>(0x80020008u);
inline constexpr HRESULT oleauto_no_memory = static_cast<HRESULT>(0x8007000Eu);

// The length lies in the four bytes before the text; the four before those keep the text aligned to eight.
inline constexpr std::size_t bstr_prefix = 8;

inline bool is_plain_vartype(VARTYPE type) noexcept
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

// Returns null when memory runs out. A null `text` gives `bytes` bytes of unspecified content.
inline BSTR SysAllocStringByteLen(const char* text, UINT bytes) noexcept
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

inline BSTR SysAllocStringLen(const OLECHAR* text, UINT units) noexcept
{
    if (units > (std::numeric_limits<UINT>::max)() / sizeof(OLECHAR))
    {
        return nullptr;
    }
    return SysAllocStringByteLen(reinterpret_cast<const char*>(text), static_cast<UINT>(units * sizeof(OLECHAR)));
}

inline BSTR SysAllocString(const OLECHAR* text) noexcept
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

inline void SysFreeString(BSTR text) noexcept
{
    if (text != nullptr)
    {
        ::operator delete(reinterpret_cast<char*>(text) - detail::bstr_prefix);
    }
}

inline UINT SysStringByteLen(BSTR text) noexcept
{
    UINT bytes = 0;
    if (text != nullptr)
    {
        std::memcpy(&bytes, reinterpret_cast<const char*>(text) - sizeof bytes, sizeof bytes);
    }
    return bytes;
}

inline UINT SysStringLen(BSTR text) noexcept
{
    return static_cast<UINT>(SysStringByteLen(text) / sizeof(OLECHAR));
}

inline void VariantInit(VARIANT* value) noexcept
{
    value->vt = VT_EMPTY;
}

// Releases what the VARIANT owns and empties it. A type that this library cannot own (an array, a record, no type at
// all) is DISP_E_BADVARTYPE, and the VARIANT stays as it is.
inline HRESULT VariantClear(VARIANT* value) noexcept
{
    const VARIANT old = *value;
    if ((old.vt & VT_BYREF) == 0 && !detail::is_plain_vartype(old.vt))
    {
        return detail::oleauto_bad_vartype;
    }
    value->vt = VT_EMPTY; // before anything is released: a destructor that looks at the VARIANT finds it empty
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

// A BYREF VARIANT is copied as it is: both then point at the same variable, which neither owns.
inline HRESULT VariantCopy(VARIANT* destination, const VARIANT* source) noexcept
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

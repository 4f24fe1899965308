// SPDX-License-Identifier: MIT
#pragma once

// The functions of Windows' oleaut32 that own a BSTR or a VARIANT, for platforms that do not have them.

#include <wua/com/portable/abi.hpp>
#include <wua/separate_compilation.hpp>

#include <cstddef>

namespace wua
{
namespace detail
{

inline constexpr HRESULT oleauto_bad_vartype = static_cast<HRESULT>(0x80020008u);
inline constexpr HRESULT oleauto_no_memory = static_cast<HRESULT>(0x8007000Eu);

// The length lies in the four bytes before the text; the four before those keep the text aligned to eight.
inline constexpr std::size_t bstr_prefix = 8;

bool is_plain_vartype(VARTYPE type) noexcept;

} // namespace detail

// Returns null when memory runs out. A null `text` gives `bytes` bytes of unspecified content.
BSTR SysAllocStringByteLen(const char* text, UINT bytes) noexcept;

BSTR SysAllocStringLen(const OLECHAR* text, UINT units) noexcept;

BSTR SysAllocString(const OLECHAR* text) noexcept;

void SysFreeString(BSTR text) noexcept;

UINT SysStringByteLen(BSTR text) noexcept;

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
HRESULT VariantClear(VARIANT* value) noexcept;

// A BYREF VARIANT is copied as it is: both then point at the same variable, which neither owns.
HRESULT VariantCopy(VARIANT* destination, const VARIANT* source) noexcept;

} // namespace wua

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/com/portable/oleauto.ipp>
#endif

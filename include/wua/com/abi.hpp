// SPDX-License-Identifier: MIT
#pragma once

// The COM base types in namespace wua: the system's own on Windows, the same bits elsewhere. Only the headers here that
// have namesakes in portable/ and windows/ ask which platform it is.

#if defined(_WIN32)
#include <wua/com/windows/abi.hpp>
#else
#include <wua/com/portable/abi.hpp>
#endif

namespace wua
{

// The values below are macros in the Windows headers, hence the lower case, on every platform.

inline constexpr VARIANT_BOOL variant_true = -1;
inline constexpr VARIANT_BOOL variant_false = 0;

inline constexpr WORD dispatch_method = 0x1;
inline constexpr WORD dispatch_propertyget = 0x2;
inline constexpr WORD dispatch_propertyput = 0x4;
inline constexpr WORD dispatch_propertyputref = 0x8;

inline constexpr DISPID dispid_value = 0;
inline constexpr DISPID dispid_unknown = -1;
inline constexpr DISPID dispid_propertyput = -3;
inline constexpr DISPID dispid_newenum = -4;
inline constexpr DISPID dispid_evaluate = -5;

inline constexpr LCID locale_neutral = 0;

inline constexpr BYTE decimal_negative = 0x80;

} // namespace wua

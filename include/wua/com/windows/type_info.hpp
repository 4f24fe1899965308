// SPDX-License-Identifier: MIT
#pragma once

// Type information as Windows declares it, by using-declarations.

#include <wua/com/abi.hpp>
#include <wua/com/guid.hpp>

namespace wua
{

using ::CALLCONV;
using ::ELEMDESC;
using ::FUNCDESC;
using ::FUNCKIND;
using ::HREFTYPE;
using ::INVOKEKIND;
using ::IProvideClassInfo;
using ::ITypeComp;
using ::ITypeLib;
using ::MEMBERID;
using ::TYPEATTR;
using ::TYPEDESC;
using ::TYPEKIND;
using ::VARDESC;

template <>
inline constexpr guid iid_of<ITypeInfo> = "00020401-0000-0000-c000-000000000046"_guid;

template <>
inline constexpr guid iid_of<IProvideClassInfo> = "b196b283-bab4-101a-b69c-00aa00341d07"_guid;

} // namespace wua

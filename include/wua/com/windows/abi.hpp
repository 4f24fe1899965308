// SPDX-License-Identifier: MIT
#pragma once

// The COM base types of Windows, made visible in namespace wua by using-declarations.

// The system headers are read lean and without min and max; both settings are handed back as they were found.
#pragma push_macro("NOMINMAX")
#pragma push_macro("WIN32_LEAN_AND_MEAN")
#undef NOMINMAX
#undef WIN32_LEAN_AND_MEAN
#define NOMINMAX
#define WIN32_LEAN_AND_MEAN
#include <windows.h>
#include <oaidl.h>
#include <objbase.h>
#include <ocidl.h>
#include <oleauto.h>
#pragma pop_macro("WIN32_LEAN_AND_MEAN")
#pragma pop_macro("NOMINMAX")

#define WUA_STDCALL __stdcall

namespace wua
{

using ::BYTE;
using ::DOUBLE;
using ::DWORD;
using ::FLOAT;
using ::HRESULT;
using ::INT;
using ::LCID;
using ::LONG;
using ::LONGLONG;
using ::SCODE;
using ::SHORT;
using ::UINT;
using ::ULONG;
using ::ULONGLONG;
using ::USHORT;
using ::WORD;

using ::BSTR;
using ::LPOLESTR;
using ::OLECHAR;

using ::CY;
using ::DATE;
using ::DECIMAL;
using ::DISPID;
using ::VARIANT;
using ::VARIANT_BOOL;
using ::VARIANTARG;
using ::VARTYPE;

using ::CLSID;
using ::GUID;
using ::IID;
// REFIID, REFGUID and REFCLSID are macros of the system here: write them unqualified.

using ::DISPPARAMS;
using ::EXCEPINFO;
using ::SAFEARRAY;
using ::SAFEARRAYBOUND;

using ::IDispatch;
using ::IEnumVARIANT;
using ::IRecordInfo;
using ::ITypeInfo;
using ::IUnknown;

using ::SysAllocString;
using ::SysAllocStringByteLen;
using ::SysAllocStringLen;
using ::SysFreeString;
using ::SysStringByteLen;
using ::SysStringLen;
using ::VariantClear;
using ::VariantCopy;
using ::VariantInit;

using ::VARENUM;
using ::VT_ARRAY;
using ::VT_BOOL;
using ::VT_BSTR;
using ::VT_BYREF;
using ::VT_CARRAY;
using ::VT_CY;
using ::VT_DATE;
using ::VT_DECIMAL;
using ::VT_DISPATCH;
using ::VT_EMPTY;
using ::VT_ERROR;
using ::VT_HRESULT;
using ::VT_I1;
using ::VT_I2;
using ::VT_I4;
using ::VT_I8;
using ::VT_INT;
using ::VT_LPSTR;
using ::VT_LPWSTR;
using ::VT_NULL;
using ::VT_PTR;
using ::VT_R4;
using ::VT_R8;
using ::VT_RECORD;
using ::VT_SAFEARRAY;
using ::VT_TYPEMASK;
using ::VT_UI1;
using ::VT_UI2;
using ::VT_UI4;
using ::VT_UI8;
using ::VT_UINT;
using ::VT_UNKNOWN;
using ::VT_USERDEFINED;
using ::VT_VARIANT;
using ::VT_VECTOR;
using ::VT_VOID;

} // namespace wua

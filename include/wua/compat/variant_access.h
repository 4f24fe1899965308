// SPDX-License-Identifier: MIT
#pragma once

// The names by which a client of Windows Update Agent takes a VARIANT apart. Off Windows only. These can only be
// macros: clients assign to them, and pass pointers of their own classes.

#define V_VT(variant) ((variant)->vt)
#define V_ISBYREF(variant) (V_VT(variant) & VT_BYREF)
#define V_ISARRAY(variant) (V_VT(variant) & VT_ARRAY)
#define V_BYREF(variant) ((variant)->byref)
#define V_I1(variant) ((variant)->cVal)
#define V_UI1(variant) ((variant)->bVal)
#define V_I2(variant) ((variant)->iVal)
#define V_UI2(variant) ((variant)->uiVal)
#define V_I4(variant) ((variant)->lVal)
#define V_UI4(variant) ((variant)->ulVal)
#define V_I8(variant) ((variant)->llVal)
#define V_UI8(variant) ((variant)->ullVal)
#define V_INT(variant) ((variant)->intVal)
#define V_UINT(variant) ((variant)->uintVal)
#define V_R4(variant) ((variant)->fltVal)
#define V_R8(variant) ((variant)->dblVal)
#define V_BOOL(variant) ((variant)->boolVal)
#define V_ERROR(variant) ((variant)->scode)
#define V_CY(variant) ((variant)->cyVal)
#define V_DATE(variant) ((variant)->date)
#define V_DECIMAL(variant) ((variant)->decVal)
#define V_BSTR(variant) ((variant)->bstrVal)
#define V_UNKNOWN(variant) ((variant)->punkVal)
#define V_DISPATCH(variant) ((variant)->pdispVal)
#define V_VARIANTREF(variant) ((variant)->pvarVal)

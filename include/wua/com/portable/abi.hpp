// SPDX-License-Identifier: MIT
#pragma once

// The COM base types where there is no Windows: declared here with the layout Windows has on the same architecture.

#include <cstdint>

// The calling convention of every COM method; only 32-bit Windows has more than one.
#define WUA_STDCALL

// The anonymous structs of CY, DECIMAL and VARIANT are an extension that GCC and Clang share with Windows' compilers.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wpedantic"

namespace wua
{

using BYTE = std::uint8_t;
using SHORT = std::int16_t;
using USHORT = std::uint16_t;
using WORD = std::uint16_t;
using INT = std::int32_t;
using UINT = std::uint32_t;
using LONG = std::int32_t;
using ULONG = std::uint32_t;
using DWORD = std::uint32_t;
using LONGLONG = std::int64_t;
using ULONGLONG = std::uint64_t;
using FLOAT = float;
using DOUBLE = double;
using HRESULT = LONG;
using SCODE = LONG;
using LCID = DWORD;

// A BSTR points at UTF-16 units; the four bytes before them hold their length in bytes, and a zero unit follows them.
using OLECHAR = char16_t;
using LPOLESTR = OLECHAR*;
using BSTR = OLECHAR*;

using VARIANT_BOOL = short;
using VARTYPE = unsigned short;
using DATE = double;
using DISPID = LONG;

struct GUID
{
    ULONG Data1;
    USHORT Data2;
    USHORT Data3;
    BYTE Data4[8];

    friend constexpr bool operator==(const GUID&, const GUID&) = default;
};

using IID = GUID;
using CLSID = GUID;

// Headers that imitate Windows have these as macros, to the same effect; they are handed back as they were found.
#pragma push_macro("REFGUID")
#pragma push_macro("REFIID")
#pragma push_macro("REFCLSID")
#undef REFGUID
#undef REFIID
#undef REFCLSID
using REFGUID = const GUID&;
using REFIID = const IID&;
using REFCLSID = const CLSID&;
#pragma pop_macro("REFCLSID")
#pragma pop_macro("REFIID")
#pragma pop_macro("REFGUID")

union CY
{
    struct
    {
        ULONG Lo;
        LONG Hi;
    };
    LONGLONG int64;
};

struct DECIMAL
{
    USHORT wReserved;
    BYTE scale;
    BYTE sign;
    ULONG Hi32;
    union
    {
        ULONGLONG Lo64;
        struct
        {
            ULONG Lo32;
            ULONG Mid32;
        };
    };
};

enum VARENUM
{
    VT_EMPTY = 0,
    VT_NULL = 1,
    VT_I2 = 2,
    VT_I4 = 3,
    VT_R4 = 4,
    VT_R8 = 5,
    VT_CY = 6,
    VT_DATE = 7,
    VT_BSTR = 8,
    VT_DISPATCH = 9,
    VT_ERROR = 10,
    VT_BOOL = 11,
    VT_VARIANT = 12,
    VT_UNKNOWN = 13,
    VT_DECIMAL = 14,
    VT_I1 = 16,
    VT_UI1 = 17,
    VT_UI2 = 18,
    VT_UI4 = 19,
    VT_I8 = 20,
    VT_UI8 = 21,
    VT_INT = 22,
    VT_UINT = 23,
    VT_VOID = 24,
    VT_HRESULT = 25,
    VT_PTR = 26,
    VT_SAFEARRAY = 27,
    VT_CARRAY = 28,
    VT_USERDEFINED = 29,
    VT_LPSTR = 30,
    VT_LPWSTR = 31,
    VT_RECORD = 36,
    VT_VECTOR = 0x1000,
    VT_ARRAY = 0x2000,
    VT_BYREF = 0x4000,
    VT_TYPEMASK = 0xfff
};

struct VARIANT;
struct IDispatch;
struct IRecordInfo;
struct ITypeInfo;

// Arrays are declared so that a VARIANT that holds one can be recognised and refused; nothing here makes one.
struct SAFEARRAYBOUND
{
    ULONG cElements;
    LONG lLbound;
};

struct SAFEARRAY
{
    USHORT cDims;
    USHORT fFeatures;
    ULONG cbElements;
    ULONG cLocks;
    void* pvData;
    SAFEARRAYBOUND rgsabound[1];
};

// The destructors are protected and not virtual: an interface pointer is given back by Release, never deleted, and a
// virtual destructor would take a slot of the vtable.
struct IUnknown
{
    virtual HRESULT WUA_STDCALL QueryInterface(REFIID riid, void** ppvObject) = 0;
    virtual ULONG WUA_STDCALL AddRef() = 0;
    virtual ULONG WUA_STDCALL Release() = 0;

protected:
    ~IUnknown() = default;
};

// DECIMAL lies over the whole VARIANT, the type included: set vt after decVal.
struct VARIANT
{
    union
    {
        struct
        {
            VARTYPE vt;
            WORD wReserved1;
            WORD wReserved2;
            WORD wReserved3;
            union
            {
                LONGLONG llVal;
                LONG lVal;
                BYTE bVal;
                SHORT iVal;
                FLOAT fltVal;
                DOUBLE dblVal;
                VARIANT_BOOL boolVal;
                SCODE scode;
                CY cyVal;
                DATE date;
                BSTR bstrVal;
                IUnknown* punkVal;
                IDispatch* pdispVal;
                SAFEARRAY* parray;
                BYTE* pbVal;
                SHORT* piVal;
                LONG* plVal;
                LONGLONG* pllVal;
                FLOAT* pfltVal;
                DOUBLE* pdblVal;
                VARIANT_BOOL* pboolVal;
                SCODE* pscode;
                CY* pcyVal;
                DATE* pdate;
                BSTR* pbstrVal;
                IUnknown** ppunkVal;
                IDispatch** ppdispVal;
                SAFEARRAY** pparray;
                VARIANT* pvarVal;
                void* byref;
                char cVal;
                USHORT uiVal;
                ULONG ulVal;
                ULONGLONG ullVal;
                INT intVal;
                UINT uintVal;
                DECIMAL* pdecVal;
                char* pcVal;
                USHORT* puiVal;
                ULONG* pulVal;
                ULONGLONG* pullVal;
                INT* pintVal;
                UINT* puintVal;
                struct
                {
                    void* pvRecord;
                    IRecordInfo* pRecInfo;
                };
            };
        };
        DECIMAL decVal;
    };
};

using VARIANTARG = VARIANT;

struct DISPPARAMS
{
    VARIANTARG* rgvarg; // last argument first
    DISPID* rgdispidNamedArgs;
    UINT cArgs;
    UINT cNamedArgs;
};

struct EXCEPINFO
{
    WORD wCode;
    WORD wReserved;
    BSTR bstrSource;
    BSTR bstrDescription;
    BSTR bstrHelpFile;
    DWORD dwHelpContext;
    void* pvReserved;
    HRESULT(WUA_STDCALL* pfnDeferredFillIn)(EXCEPINFO*);
    SCODE scode;
};

struct IDispatch : IUnknown
{
    virtual HRESULT WUA_STDCALL GetTypeInfoCount(UINT* pctinfo) = 0;
    virtual HRESULT WUA_STDCALL GetTypeInfo(UINT iTInfo, LCID lcid, ITypeInfo** ppTInfo) = 0;
    virtual HRESULT WUA_STDCALL GetIDsOfNames(REFIID riid, LPOLESTR* rgszNames, UINT cNames, LCID lcid,
                                              DISPID* rgDispId) = 0;
    virtual HRESULT WUA_STDCALL Invoke(DISPID dispIdMember, REFIID riid, LCID lcid, WORD wFlags,
                                       DISPPARAMS* pDispParams, VARIANT* pVarResult, EXCEPINFO* pExcepInfo,
                                       UINT* puArgErr) = 0;

protected:
    ~IDispatch() = default;
};

struct IEnumVARIANT : IUnknown
{
    virtual HRESULT WUA_STDCALL Next(ULONG celt, VARIANT* rgVar, ULONG* pCeltFetched) = 0;
    virtual HRESULT WUA_STDCALL Skip(ULONG celt) = 0;
    virtual HRESULT WUA_STDCALL Reset() = 0;
    virtual HRESULT WUA_STDCALL Clone(IEnumVARIANT** ppEnum) = 0;

protected:
    ~IEnumVARIANT() = default;
};

} // namespace wua

#pragma GCC diagnostic pop

#include <wua/com/portable/oleauto.hpp>

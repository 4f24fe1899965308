// SPDX-License-Identifier: MIT
#pragma once

// The names of <windows.h> and <objbase.h> that a client of Windows Update Agent uses, in the global namespace. Off
// Windows only, and only for who includes it. Names that are macros there are functions and constants here wherever a
// caller cannot tell.
//
// A wide literal has 32-bit units here, a BSTR has 16-bit ones: SysAllocString takes both, and OLESTR("...") is a
// literal with the units of a BSTR.

#include <wua/com/abi.hpp>
#include <wua/com/abi_boundary.hpp>
#include <wua/com/bstr.hpp>
#include <wua/com/guid.hpp>
#include <wua/com/hresult.hpp>
#include <wua/com/utf.hpp>
#include <wua/compat/class_registration.hpp>
#include <wua/compat/guid_text.hpp>
#include <wua/compat/oleauto.h>
#include <wua/compat/thread_apartment.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <string_view>
#include <thread>
#include <type_traits>

using wua::BSTR;
using wua::BYTE;
using wua::CLSID;
using wua::CY;
using wua::DATE;
using wua::DECIMAL;
using wua::DISPID;
using wua::DISPPARAMS;
using wua::DOUBLE;
using wua::DWORD;
using wua::EXCEPINFO;
using wua::FLOAT;
using wua::GUID;
using wua::HRESULT;
using wua::IDispatch;
using wua::IEnumVARIANT;
using wua::IID;
using wua::INT;
using wua::IRecordInfo;
using wua::ITypeInfo;
using wua::IUnknown;
using wua::LCID;
using wua::LONG;
using wua::LONGLONG;
using wua::LPOLESTR;
using wua::OLECHAR;
using wua::REFCLSID;
using wua::REFGUID;
using wua::REFIID;
using wua::SAFEARRAY;
using wua::SAFEARRAYBOUND;
using wua::SCODE;
using wua::SHORT;
using wua::SysAllocString;
using wua::SysAllocStringByteLen;
using wua::SysAllocStringLen;
using wua::SysFreeString;
using wua::SysStringByteLen;
using wua::SysStringLen;
using wua::UINT;
using wua::ULONG;
using wua::ULONGLONG;
using wua::USHORT;
using wua::VARENUM;
using wua::VARIANT;
using wua::VARIANT_BOOL;
using wua::VARIANTARG;
using wua::VariantClear;
using wua::VariantCopy;
using wua::VariantInit;
using wua::VARTYPE;
using wua::VT_ARRAY;
using wua::VT_BOOL;
using wua::VT_BSTR;
using wua::VT_BYREF;
using wua::VT_CARRAY;
using wua::VT_CY;
using wua::VT_DATE;
using wua::VT_DECIMAL;
using wua::VT_DISPATCH;
using wua::VT_EMPTY;
using wua::VT_ERROR;
using wua::VT_HRESULT;
using wua::VT_I1;
using wua::VT_I2;
using wua::VT_I4;
using wua::VT_I8;
using wua::VT_INT;
using wua::VT_LPSTR;
using wua::VT_LPWSTR;
using wua::VT_NULL;
using wua::VT_PTR;
using wua::VT_R4;
using wua::VT_R8;
using wua::VT_RECORD;
using wua::VT_SAFEARRAY;
using wua::VT_TYPEMASK;
using wua::VT_UI1;
using wua::VT_UI2;
using wua::VT_UI4;
using wua::VT_UI8;
using wua::VT_UINT;
using wua::VT_UNKNOWN;
using wua::VT_USERDEFINED;
using wua::VT_VARIANT;
using wua::VT_VECTOR;
using wua::VT_VOID;
using wua::WORD;

using BOOL = int;
using LONG64 = LONGLONG;
using ULONG64 = ULONGLONG;
using SIZE_T = std::size_t;
using LPVOID = void*;
using PVOID = void*;
using WCHAR = wchar_t; // of wide literals; a BSTR has OLECHARs
using LPWSTR = WCHAR*;
using LPCWSTR = const WCHAR*;
using LPUNKNOWN = IUnknown*;
using LPDISPATCH = IDispatch*;
using LPVARIANT = VARIANT*;
using LPCOLESTR = const OLECHAR*;

inline constexpr BOOL TRUE = 1;
inline constexpr BOOL FALSE = 0;
inline constexpr DWORD INFINITE = 0xFFFFFFFF;
inline constexpr VARIANT_BOOL VARIANT_TRUE = wua::variant_true;
inline constexpr VARIANT_BOOL VARIANT_FALSE = wua::variant_false;

inline constexpr HRESULT S_OK = wua::s_ok;
inline constexpr HRESULT NOERROR = wua::s_ok;
inline constexpr HRESULT S_FALSE = wua::s_false;
inline constexpr HRESULT E_NOTIMPL = wua::e_notimpl;
inline constexpr HRESULT E_NOINTERFACE = wua::e_nointerface;
inline constexpr HRESULT E_POINTER = wua::e_pointer;
inline constexpr HRESULT E_ABORT = wua::e_abort;
inline constexpr HRESULT E_FAIL = wua::e_fail;
inline constexpr HRESULT E_PENDING = wua::e_pending;
inline constexpr HRESULT E_BOUNDS = wua::e_bounds;
inline constexpr HRESULT E_CHANGED_STATE = wua::e_changed_state;
inline constexpr HRESULT E_ILLEGAL_METHOD_CALL = wua::e_illegal_method_call;
inline constexpr HRESULT E_UNEXPECTED = wua::e_unexpected;
inline constexpr HRESULT E_ACCESSDENIED = wua::e_accessdenied;
inline constexpr HRESULT E_HANDLE = wua::e_handle;
inline constexpr HRESULT E_OUTOFMEMORY = wua::e_outofmemory;
inline constexpr HRESULT E_INVALIDARG = wua::e_invalidarg;
inline constexpr HRESULT DISP_E_UNKNOWNINTERFACE = wua::disp_e_unknowninterface;
inline constexpr HRESULT DISP_E_MEMBERNOTFOUND = wua::disp_e_membernotfound;
inline constexpr HRESULT DISP_E_PARAMNOTFOUND = wua::disp_e_paramnotfound;
inline constexpr HRESULT DISP_E_TYPEMISMATCH = wua::disp_e_typemismatch;
inline constexpr HRESULT DISP_E_UNKNOWNNAME = wua::disp_e_unknownname;
inline constexpr HRESULT DISP_E_NONAMEDARGS = wua::disp_e_nonamedargs;
inline constexpr HRESULT DISP_E_BADVARTYPE = wua::disp_e_badvartype;
inline constexpr HRESULT DISP_E_EXCEPTION = wua::disp_e_exception;
inline constexpr HRESULT DISP_E_OVERFLOW = wua::disp_e_overflow;
inline constexpr HRESULT DISP_E_BADINDEX = wua::disp_e_badindex;
inline constexpr HRESULT DISP_E_UNKNOWNLCID = wua::disp_e_unknownlcid;
inline constexpr HRESULT DISP_E_ARRAYISLOCKED = wua::disp_e_arrayislocked;
inline constexpr HRESULT DISP_E_BADPARAMCOUNT = wua::disp_e_badparamcount;
inline constexpr HRESULT DISP_E_PARAMNOTOPTIONAL = wua::disp_e_paramnotoptional;
inline constexpr HRESULT DISP_E_BADCALLEE = wua::disp_e_badcallee;
inline constexpr HRESULT DISP_E_NOTACOLLECTION = wua::disp_e_notacollection;
inline constexpr HRESULT DISP_E_DIVBYZERO = wua::disp_e_divbyzero;
inline constexpr HRESULT DISP_E_BUFFERTOOSMALL = wua::disp_e_buffertoosmall;
inline constexpr HRESULT TYPE_E_ELEMENTNOTFOUND = wua::type_e_elementnotfound;
inline constexpr HRESULT STG_E_PATHNOTFOUND = wua::stg_e_pathnotfound;
inline constexpr HRESULT OLE_E_BLANK = wua::ole_e_blank;
inline constexpr HRESULT CLASS_E_NOAGGREGATION = wua::class_e_noaggregation;
inline constexpr HRESULT CLASS_E_CLASSNOTAVAILABLE = wua::class_e_classnotavailable;
inline constexpr HRESULT REGDB_E_CLASSNOTREG = wua::regdb_e_classnotreg;
inline constexpr HRESULT CO_E_NOTINITIALIZED = wua::co_e_notinitialized;
inline constexpr HRESULT CO_E_ALREADYINITIALIZED = wua::co_e_alreadyinitialized;
inline constexpr HRESULT CO_E_CLASSSTRING = wua::co_e_classstring;
inline constexpr HRESULT CO_E_OBJNOTREG = wua::co_e_objnotreg;
inline constexpr HRESULT CO_E_OBJNOTCONNECTED = wua::co_e_objnotconnected;
inline constexpr HRESULT RPC_E_DISCONNECTED = wua::rpc_e_disconnected;
inline constexpr HRESULT RPC_E_CHANGED_MODE = wua::rpc_e_changed_mode;
inline constexpr HRESULT RPC_E_WRONG_THREAD = wua::rpc_e_wrong_thread;
inline constexpr HRESULT CO_E_OBJISREG = wua::detail::co_e_objisreg;

constexpr bool SUCCEEDED(HRESULT code) noexcept
{
    return wua::succeeded(code);
}

constexpr bool FAILED(HRESULT code) noexcept
{
    return wua::failed(code);
}

constexpr HRESULT HRESULT_FROM_WIN32(std::uint32_t code) noexcept
{
    return wua::hresult_from_win32(code);
}

inline constexpr std::uint32_t SEVERITY_SUCCESS = 0;
inline constexpr std::uint32_t SEVERITY_ERROR = 1;
inline constexpr std::uint32_t FACILITY_NULL = 0;
inline constexpr std::uint32_t FACILITY_RPC = 1;
inline constexpr std::uint32_t FACILITY_DISPATCH = 2;
inline constexpr std::uint32_t FACILITY_STORAGE = 3;
inline constexpr std::uint32_t FACILITY_ITF = 4;
inline constexpr std::uint32_t FACILITY_WIN32 = 7;
inline constexpr std::uint32_t FACILITY_WINDOWSUPDATE = 36;

constexpr HRESULT MAKE_HRESULT(std::uint32_t severity, std::uint32_t facility, std::uint32_t code) noexcept
{
    return wua::make_hresult(severity << 31U | facility << 16U | code);
}

constexpr int HRESULT_CODE(HRESULT code) noexcept
{
    return code & 0xFFFF;
}

constexpr int HRESULT_FACILITY(HRESULT code) noexcept
{
    return code >> 16 & 0x1FFF;
}

constexpr int HRESULT_SEVERITY(HRESULT code) noexcept
{
    return code >> 31 & 0x1;
}

inline constexpr WORD DISPATCH_METHOD = wua::dispatch_method;
inline constexpr WORD DISPATCH_PROPERTYGET = wua::dispatch_propertyget;
inline constexpr WORD DISPATCH_PROPERTYPUT = wua::dispatch_propertyput;
inline constexpr WORD DISPATCH_PROPERTYPUTREF = wua::dispatch_propertyputref;
inline constexpr DISPID DISPID_VALUE = wua::dispid_value;
inline constexpr DISPID DISPID_UNKNOWN = wua::dispid_unknown;
inline constexpr DISPID DISPID_PROPERTYPUT = wua::dispid_propertyput;
inline constexpr DISPID DISPID_NEWENUM = wua::dispid_newenum;
inline constexpr BYTE DECIMAL_NEG = wua::decimal_negative;

inline constexpr IID IID_NULL = wua::guid_null;
inline constexpr IID IID_IUnknown = wua::iid_of<IUnknown>;
inline constexpr IID IID_IDispatch = wua::iid_of<IDispatch>;
inline constexpr IID IID_IEnumVARIANT = wua::iid_of<IEnumVARIANT>;

constexpr bool IsEqualGUID(REFGUID a, REFGUID b) noexcept
{
    return wua::same(a, b);
}

constexpr bool InlineIsEqualGUID(REFGUID a, REFGUID b) noexcept
{
    return wua::same(a, b);
}

constexpr bool IsEqualIID(REFIID a, REFIID b) noexcept
{
    return wua::same(a, b);
}

constexpr bool IsEqualCLSID(REFCLSID a, REFCLSID b) noexcept
{
    return wua::same(a, b);
}

namespace wua::detail
{

// Units that are not code points become U+FFFD.
inline ole_string utf16_of(std::wstring_view text)
{
    ole_string units;
    for (const wchar_t one : text)
    {
        const auto point = static_cast<std::uint32_t>(one);
        const bool is_point = point < 0xD800 || (point > 0xDFFF && point <= 0x10FFFF);
        if (is_point && point > 0xFFFF)
        {
            units += static_cast<OLECHAR>(0xD800 + ((point - 0x10000) >> 10U));
            units += static_cast<OLECHAR>(0xDC00 + ((point - 0x10000) & 0x3FFU));
        }
        else
        {
            units += static_cast<OLECHAR>(is_point ? point : 0xFFFDU);
        }
    }
    return units;
}

} // namespace wua::detail

/// Null for null, and when memory is exhausted.
inline BSTR SysAllocString(const wchar_t* text) noexcept
{
    BSTR made = nullptr;
    if (text != nullptr)
    {
        wua::answer(&made, [&] { return wua::bstr(wua::detail::utf16_of(text)); });
    }
    return made;
}

enum COINIT : DWORD
{
    COINIT_MULTITHREADED = 0x0,
    COINIT_APARTMENTTHREADED = 0x2,
    COINIT_DISABLE_OLE1DDE = 0x4,
    COINIT_SPEED_OVER_MEMORY = 0x8
};

enum CLSCTX : DWORD
{
    CLSCTX_INPROC_SERVER = 0x1,
    CLSCTX_INPROC_HANDLER = 0x2,
    CLSCTX_LOCAL_SERVER = 0x4,
    CLSCTX_INPROC = 0x3,
    CLSCTX_SERVER = 0x15,
    CLSCTX_ALL = 0x17
};

/// The reserved argument is ignored. RPC_E_CHANGED_MODE on a thread that is in an apartment of the other kind.
inline HRESULT CoInitializeEx(LPVOID, DWORD mode) noexcept
{
    return wua::detail::thread_apartment::enter(mode);
}

inline HRESULT CoInitialize(LPVOID) noexcept
{
    return wua::detail::thread_apartment::enter(COINIT_APARTMENTTHREADED);
}

inline void CoUninitialize() noexcept
{
    wua::detail::thread_apartment::leave();
}

/// Makes objects of the agent of the current wua::class_registration; in this process, whatever the context says.
inline HRESULT CoCreateInstance(REFCLSID clsid, IUnknown* outer, DWORD, REFIID iid, LPVOID* object) noexcept
{
    return wua::detail::create_instance(clsid, outer, iid, object);
}

inline HRESULT CLSIDFromProgID(LPCOLESTR name, CLSID* clsid) noexcept
{
    return name == nullptr || clsid == nullptr ? E_INVALIDARG : wua::detail::class_of_name(name, *clsid);
}

inline HRESULT CLSIDFromProgID(const wchar_t* name, CLSID* clsid) noexcept
{
    return name == nullptr || clsid == nullptr ? E_INVALIDARG : wua::guarded([&] {
        return wua::detail::class_of_name(wua::detail::utf16_of(name), *clsid);
    });
}

inline LPVOID CoTaskMemAlloc(SIZE_T bytes) noexcept
{
    return std::malloc(bytes != 0 ? bytes : 1);
}

inline LPVOID CoTaskMemRealloc(LPVOID memory, SIZE_T bytes) noexcept
{
    if (bytes == 0 && memory != nullptr)
    {
        std::free(memory);
        return nullptr;
    }
    return std::realloc(memory, bytes != 0 ? bytes : 1);
}

inline void CoTaskMemFree(LPVOID memory) noexcept
{
    std::free(memory);
}

/// The GUID of text in braces, or the class of a name that CLSIDFromProgID knows.
inline HRESULT CLSIDFromString(LPCOLESTR text, CLSID* clsid) noexcept
{
    const HRESULT code = wua::detail::guid_of_text(text, clsid, CO_E_CLASSSTRING);
    return code == CO_E_CLASSSTRING ? CLSIDFromProgID(text, clsid) : code;
}

inline HRESULT CLSIDFromString(const wchar_t* text, CLSID* clsid) noexcept
{
    const HRESULT code = wua::detail::guid_of_text(text, clsid, CO_E_CLASSSTRING);
    return code == CO_E_CLASSSTRING ? CLSIDFromProgID(text, clsid) : code;
}

inline HRESULT IIDFromString(LPCOLESTR text, IID* iid) noexcept
{
    return wua::detail::guid_of_text(text, iid, E_INVALIDARG);
}

inline HRESULT IIDFromString(const wchar_t* text, IID* iid) noexcept
{
    return wua::detail::guid_of_text(text, iid, E_INVALIDARG);
}

/// The units written with the zero at the end, 39; 0 when there is less room than that.
inline int StringFromGUID2(REFGUID value, LPOLESTR text, int units) noexcept
{
    return wua::detail::text_of_guid(value, text, units);
}

inline int StringFromGUID2(REFGUID value, wchar_t* text, int units) noexcept
{
    return wua::detail::text_of_guid(value, text, units);
}

/// The caller frees the text by CoTaskMemFree.
inline HRESULT StringFromCLSID(REFCLSID clsid, LPOLESTR* text) noexcept
{
    if (text == nullptr)
    {
        return E_INVALIDARG;
    }
    *text = static_cast<LPOLESTR>(CoTaskMemAlloc(wua::detail::guid_text_units * sizeof(OLECHAR)));
    return StringFromGUID2(clsid, *text, wua::detail::guid_text_units) != 0 ? S_OK : E_OUTOFMEMORY;
}

inline HRESULT StringFromIID(REFIID iid, LPOLESTR* text) noexcept
{
    return StringFromCLSID(iid, text);
}

inline void Sleep(DWORD milliseconds)
{
    std::this_thread::sleep_for(std::chrono::milliseconds(milliseconds));
}

/// Since some moment before the program: only differences mean anything.
inline ULONGLONG GetTickCount64() noexcept
{
    const auto now = std::chrono::steady_clock::now().time_since_epoch();
    return static_cast<ULONGLONG>(std::chrono::duration_cast<std::chrono::milliseconds>(now).count());
}

/// The same modulo 2^32.
inline DWORD GetTickCount() noexcept
{
    return static_cast<DWORD>(GetTickCount64());
}

inline LONG InterlockedIncrement(volatile LONG* value) noexcept
{
    return __atomic_add_fetch(value, 1, __ATOMIC_SEQ_CST);
}

inline LONG InterlockedDecrement(volatile LONG* value) noexcept
{
    return __atomic_sub_fetch(value, 1, __ATOMIC_SEQ_CST);
}

inline void ZeroMemory(void* memory, SIZE_T bytes) noexcept
{
    std::memset(memory, 0, bytes);
}

// These can only be macros.
#define STDMETHODCALLTYPE
#define STDMETHODIMP HRESULT STDMETHODCALLTYPE
#define STDMETHODIMP_(type) type STDMETHODCALLTYPE
#define OLESTR(text) u##text
#define __uuidof(type) (wua::iid_of<type>)
#define IID_PPV_ARGS(place)                                                                                            \
    wua::iid_of<std::remove_pointer_t<std::remove_pointer_t<decltype(place)>>>, reinterpret_cast<void**>(place)

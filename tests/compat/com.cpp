// SPDX-License-Identifier: MIT

// The names with which clients read byte totals, errors and GUIDs, compiled against the system's own headers on Windows
// and against the compat header elsewhere.

#include "catch.hpp"

#if defined(_WIN32)
#include <windows.h>
#include <oleauto.h>
#else
#include <wua/compat/com.h>
#endif

#include <climits>
#include <cstdint>
#include <string>

namespace
{

DECIMAL tenths(ULONGLONG digits, BYTE scale = 0, BYTE sign = 0)
{
    DECIMAL value{};
    value.Lo64 = digits;
    value.scale = scale;
    value.sign = sign;
    return value;
}

// Of ASCII characters.
std::string narrow(const OLECHAR* text)
{
    std::string made;
    for (; *text != 0; ++text)
    {
        made += static_cast<char>(*text);
    }
    return made;
}

std::string taken(BSTR text)
{
    const std::string made = narrow(text);
    SysFreeString(text);
    return made;
}

VARIANT of_type(VARTYPE type)
{
    VARIANT value;
    VariantInit(&value);
    value.vt = type;
    return value;
}

const GUID download_job = {0xc574de85, 0x7358, 0x43f6, {0xaa, 0xe8, 0x86, 0x97, 0xe6, 0x2d, 0x8b, 0xa7}};

class last_failure final : public IErrorInfo
{
public:
    HRESULT STDMETHODCALLTYPE QueryInterface(REFIID iid, void** object) noexcept override
    {
        const bool is_known = IsEqualIID(iid, IID_IUnknown) || IsEqualIID(iid, IID_IErrorInfo);
        *object = is_known ? this : nullptr;
        references += is_known ? 1U : 0U;
        return is_known ? S_OK : E_NOINTERFACE;
    }
    ULONG STDMETHODCALLTYPE AddRef() noexcept override
    {
        return ++references;
    }
    ULONG STDMETHODCALLTYPE Release() noexcept override
    {
        return --references;
    }
    HRESULT STDMETHODCALLTYPE GetGUID(GUID* value) noexcept override
    {
        *value = download_job;
        return S_OK;
    }
    HRESULT STDMETHODCALLTYPE GetSource(BSTR* text) noexcept override
    {
        *text = SysAllocString(OLESTR("source"));
        return S_OK;
    }
    HRESULT STDMETHODCALLTYPE GetDescription(BSTR* text) noexcept override
    {
        *text = SysAllocString(OLESTR("the disk is full"));
        return S_OK;
    }
    HRESULT STDMETHODCALLTYPE GetHelpFile(BSTR* text) noexcept override
    {
        *text = nullptr;
        return S_OK;
    }
    HRESULT STDMETHODCALLTYPE GetHelpContext(DWORD* context) noexcept override
    {
        *context = 0;
        return S_OK;
    }

    ULONG references = 1;
};

} // namespace

TEST_CASE("the compat header has what clients use to read byte totals", "[compat_com]")
{
    DECIMAL total = tenths(5'000'000'000);
    double real = 0;
    CHECK(VarR8FromDec(&total, &real) == S_OK);
    CHECK(real == 5e9);
    LONG64 whole = 0;
    CHECK(VarI8FromDec(&total, &whole) == S_OK);
    CHECK(whole == 5'000'000'000);
    ULONG64 bytes = 0;
    CHECK(VarUI8FromDec(&total, &bytes) == S_OK);
    CHECK(bytes == 5'000'000'000);
    long long also_whole = 0;
    CHECK(VarI8FromDec(&total, &also_whole) == S_OK);
    CHECK(also_whole == 5'000'000'000);
    LONG small = 1;
    CHECK(VarI4FromDec(&total, &small) == DISP_E_OVERFLOW);
    BSTR text = nullptr;
    CHECK(VarBstrFromDec(&total, LOCALE_INVARIANT, 0, &text) == S_OK);
    CHECK(taken(text) == "5000000000");
}

TEST_CASE("a DECIMAL that is no whole number is rounded to the even one", "[compat_com]")
{
    LONG64 whole = 0;
    ULONG64 bytes = 7;
    DECIMAL half = tenths(25, 1);
    CHECK(VarI8FromDec(&half, &whole) == S_OK);
    CHECK(whole == 2);
    DECIMAL less = tenths(26, 1, DECIMAL_NEG);
    CHECK(VarI8FromDec(&less, &whole) == S_OK);
    CHECK(whole == -3);
    CHECK(VarUI8FromDec(&less, &bytes) == DISP_E_OVERFLOW);
    CHECK(bytes == 7);
    DECIMAL too_large = tenths(ULLONG_MAX);
    CHECK(VarI8FromDec(&too_large, &whole) == DISP_E_OVERFLOW);
    CHECK(VarUI8FromDec(&too_large, &bytes) == S_OK);
    CHECK(bytes == ULLONG_MAX);
    BSTR text = nullptr;
    CHECK(VarBstrFromDec(&less, LOCALE_INVARIANT, LOCALE_NOUSEROVERRIDE, &text) == S_OK);
    CHECK(taken(text) == "-2.6");
}

TEST_CASE("VariantChangeType converts a byte total in its place", "[compat_com]")
{
    VARIANT value = of_type(VT_EMPTY);
    value.decVal = tenths(12'345);
    value.vt = VT_DECIMAL;
    CHECK(VariantChangeType(&value, &value, 0, VT_UI8) == S_OK);
    CHECK(value.vt == VT_UI8);
    CHECK(value.ullVal == 12'345);
    CHECK(VariantChangeType(&value, &value, VARIANT_NOVALUEPROP, VT_BSTR) == S_OK);
    REQUIRE(value.vt == VT_BSTR);
    CHECK(narrow(value.bstrVal) == "12345");
    CHECK(VariantChangeTypeEx(&value, &value, LOCALE_INVARIANT, 0, VT_R8) == S_OK);
    CHECK(value.dblVal == 12'345.0);
    CHECK(VariantChangeType(&value, &value, 0, VT_UI1) == DISP_E_OVERFLOW);
    CHECK(value.vt == VT_R8);
    VARIANT nothing = of_type(VT_NULL);
    CHECK(VariantChangeType(&value, &nothing, 0, VT_I4) == DISP_E_TYPEMISMATCH);
    CHECK(value.dblVal == 12'345.0);
}

#if !defined(_WIN32) // where some of these crash
TEST_CASE("a conversion without a place, or of what is no DECIMAL, is refused", "[compat_com]")
{
    DECIMAL total = tenths(7);
    double real = 1.5;
    CHECK(VarR8FromDec(nullptr, &real) == E_INVALIDARG);
    CHECK(VarR8FromDec(&total, nullptr) == E_INVALIDARG);
    DECIMAL wrong = tenths(7, 29); // more places than a DECIMAL has
    CHECK(VarR8FromDec(&wrong, &real) == E_INVALIDARG);
    CHECK(real == 1.5);
    VARIANT number = of_type(VT_I4);
    CHECK(VariantChangeType(nullptr, &number, 0, VT_R8) == E_INVALIDARG);
    CHECK(VariantChangeType(&number, nullptr, 0, VT_R8) == E_INVALIDARG);
    VARIANT record = of_type(VT_RECORD);
    CHECK(VariantChangeType(&record, &number, 0, VT_R8) == DISP_E_BADVARTYPE);
    CHECK(record.vt == VT_RECORD);
    CHECK(StringFromCLSID(download_job, nullptr) == E_INVALIDARG);
    CHECK(CLSIDFromString(L"{c574de85-7358-43f6-aae8-8697e62d8ba7}", nullptr) == E_INVALIDARG);
}
#endif

TEST_CASE("a boolean becomes the text that the flags ask for", "[compat_com]")
{
    VARIANT yes = of_type(VT_BOOL);
    yes.boolVal = VARIANT_TRUE;
    VARIANT text = of_type(VT_EMPTY);
    CHECK(VariantChangeType(&text, &yes, 0, VT_BSTR) == S_OK);
    CHECK(narrow(text.bstrVal) == "-1");
    CHECK(VariantChangeType(&text, &yes, VARIANT_ALPHABOOL, VT_BSTR) == S_OK);
    CHECK(narrow(text.bstrVal) == "True");
    CHECK(VariantClear(&text) == S_OK);
}

TEST_CASE("the thread's error object is handed over once", "[compat_com]")
{
    IErrorInfo* information = nullptr;
    SetErrorInfo(0, nullptr);
    CHECK(GetErrorInfo(0, &information) == S_FALSE);
    CHECK(information == nullptr);

    last_failure failure;
    CHECK(SetErrorInfo(0, &failure) == S_OK);
    CHECK(failure.references == 2);
    REQUIRE(GetErrorInfo(0, &information) == S_OK);
    BSTR text = nullptr;
    CHECK(information->GetDescription(&text) == S_OK);
    CHECK(taken(text) == "the disk is full");
    information->Release();
    CHECK(failure.references == 1);
    CHECK(GetErrorInfo(0, &information) == S_FALSE);

    CHECK(SetErrorInfo(0, &failure) == S_OK);
    CHECK(SetErrorInfo(0, nullptr) == S_OK);
    CHECK(failure.references == 1);
}

TEST_CASE("a GUID becomes text and comes back from it", "[compat_com]")
{
    OLECHAR text[39];
    CHECK(StringFromGUID2(download_job, text, 38) == 0);
    CHECK(StringFromGUID2(download_job, text, 39) == 39);
    CHECK(narrow(text) == "{C574DE85-7358-43F6-AAE8-8697E62D8BA7}");
    CLSID clsid{};
    CHECK(CLSIDFromString(text, &clsid) == S_OK);
    CHECK(IsEqualGUID(clsid, download_job));
    CHECK(CLSIDFromString(L"{c574de85-7358-43f6-aae8-8697e62d8ba7}", &clsid) == S_OK);
    CHECK(IsEqualGUID(clsid, download_job));
    CHECK(CLSIDFromString(L"{c574de85-7358-43f6-aae8}", &clsid) == CO_E_CLASSSTRING);
    IID iid{};
    CHECK(IIDFromString(text, &iid) == S_OK);
    CHECK(IsEqualIID(iid, download_job));
    LPOLESTR allocated = nullptr;
    REQUIRE(StringFromCLSID(download_job, &allocated) == S_OK);
    CHECK(narrow(allocated) == narrow(text));
    CoTaskMemFree(allocated);
    CoTaskMemFree(nullptr);
    CHECK(CLSIDFromString(static_cast<LPCOLESTR>(nullptr), &clsid) == S_OK);
    CHECK(IsEqualGUID(clsid, GUID{}));
}

TEST_CASE("an HRESULT is made of its parts and taken apart", "[compat_com]")
{
    const HRESULT made = MAKE_HRESULT(SEVERITY_ERROR, FACILITY_WINDOWSUPDATE, 0x4019);
    CHECK(made == static_cast<HRESULT>(0x80244019));
    CHECK(HRESULT_CODE(made) == 0x4019);
    CHECK(HRESULT_FACILITY(made) == FACILITY_WINDOWSUPDATE);
    CHECK(HRESULT_SEVERITY(made) == SEVERITY_ERROR);
}

TEST_CASE("a client waits with a deadline of GetTickCount or with none", "[compat_com]")
{
    const DWORD started = GetTickCount();
    Sleep(20);
    const DWORD taken_ms = GetTickCount() - started;
    CHECK(taken_ms >= 1);
    CHECK(taken_ms < INFINITE / 2);
}

TEST_CASE("a VARIANT is taken apart by the SDK's macros", "[compat_com]")
{
    VARIANT value;
    VariantInit(&value);
    CHECK(V_VT(&value) == VT_EMPTY);
    V_VT(&value) = VT_I4;
    V_I4(&value) = -7;
    CHECK(value.lVal == -7);
    CHECK_FALSE(V_ISBYREF(&value));
    VARIANT reference;
    VariantInit(&reference);
    V_VT(&reference) = VT_BYREF | VT_VARIANT;
    V_VARIANTREF(&reference) = &value;
    CHECK(V_ISBYREF(&reference));
    CHECK_FALSE(V_ISARRAY(&reference));

    VARIANT copy;
    VariantInit(&copy);
    CHECK(VariantCopyInd(&copy, &reference) == S_OK);
    CHECK(V_VT(&copy) == VT_I4);
    CHECK(V_I4(&copy) == -7);
    CHECK(VariantCopyInd(&reference, &reference) == S_OK);
    CHECK(V_I4(&reference) == -7);

    V_VT(&copy) = VT_BSTR;
    V_BSTR(&copy) = SysAllocString(OLESTR("seven"));
    CHECK(SysStringLen(V_BSTR(&copy)) == 5);
    CHECK(VariantClear(&copy) == S_OK);
    V_VT(&copy) = VT_BOOL;
    V_BOOL(&copy) = VARIANT_TRUE;
    CHECK(copy.boolVal == VARIANT_TRUE);
    ZeroMemory(&copy, sizeof copy);
    CHECK(V_VT(&copy) == VT_EMPTY);
}

TEST_CASE("a DATE becomes a calendar's date and comes back from it", "[compat_com]")
{
    struct moment
    {
        DOUBLE time;
        int year, month, day, hour, minute, second, day_of_week;
    };
    for (const moment& one : {moment{46035.75, 2026, 1, 13, 18, 0, 0, 2}, moment{0.0, 1899, 12, 30, 0, 0, 0, 6},
                              moment{-1.25, 1899, 12, 29, 6, 0, 0, 5}, moment{36585.0, 2000, 2, 29, 0, 0, 0, 2},
                              moment{2958465.5, 9999, 12, 31, 12, 0, 0, 5}, moment{-657434.0, 100, 1, 1, 0, 0, 0, 5}})
    {
        SYSTEMTIME parts{};
        REQUIRE(VariantTimeToSystemTime(one.time, &parts) == TRUE);
        CHECK(parts.wYear == one.year);
        CHECK(parts.wMonth == one.month);
        CHECK(parts.wDay == one.day);
        CHECK(parts.wHour == one.hour);
        CHECK(parts.wMinute == one.minute);
        CHECK(parts.wSecond == one.second);
        CHECK(parts.wDayOfWeek == one.day_of_week);
        DOUBLE back = 1;
        REQUIRE(SystemTimeToVariantTime(&parts, &back) == TRUE);
        CHECK(back == one.time);
    }
    SYSTEMTIME parts{};
    REQUIRE(VariantTimeToSystemTime(46035.0 + 1.0 / 3, &parts) == TRUE); // which is no whole second in a double
    CHECK(parts.wHour == 8);
    CHECK(parts.wSecond == 0);
    CHECK(VariantTimeToSystemTime(2958466.0, &parts) == FALSE);
    CHECK(VariantTimeToSystemTime(-657435.0, &parts) == FALSE);
    parts.wMonth = 13;
    DOUBLE unused = 0;
    CHECK(SystemTimeToVariantTime(&parts, &unused) == FALSE);
}

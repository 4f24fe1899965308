// SPDX-License-Identifier: MIT
#pragma once

// A list of strings: languages, article numbers, file paths.

#include <wua/com/abi.hpp>
#include <wua/com/dispatch_table.hpp>
#include <wua/com/guid.hpp>

namespace wua
{

/// An ordered list of strings, indexed from zero. A collection handed out by another object is read-only: every change
/// to it returns `wu_e_not_supported`. Strings are copied in both directions; the caller frees those it receives.
struct IStringCollection : IDispatch
{
    using base_interface = IDispatch;

    /// `wu_e_invalidindex` outside [0, Count).
    virtual HRESULT WUA_STDCALL get_Item(LONG index, BSTR* retval) = 0;
    virtual HRESULT WUA_STDCALL put_Item(LONG index, BSTR value) = 0;

    /// A new enumerator (IEnumVARIANT) at the first element, as For Each needs it.
    virtual HRESULT WUA_STDCALL get__NewEnum(IUnknown** retval) = 0;

    virtual HRESULT WUA_STDCALL get_Count(LONG* retval) = 0;
    virtual HRESULT WUA_STDCALL get_ReadOnly(VARIANT_BOOL* retval) = 0;

    /// Appends the string; returns its index.
    virtual HRESULT WUA_STDCALL Add(BSTR value, LONG* retval) = 0;

    virtual HRESULT WUA_STDCALL Clear() = 0;

    /// Another collection, which can be changed even if this one is read-only.
    virtual HRESULT WUA_STDCALL Copy(IStringCollection** retval) = 0;

    /// Inserts the string before `index`; `index == Count` appends it.
    virtual HRESULT WUA_STDCALL Insert(LONG index, BSTR value) = 0;

    virtual HRESULT WUA_STDCALL RemoveAt(LONG index) = 0;

protected:
    ~IStringCollection() = default;
};

template <>
inline constexpr guid iid_of<IStringCollection> = "eff90582-2ddc-480f-a06d-60f3fbc362c3"_guid;

template <>
struct members_of<IStringCollection>
{
    template <class I>
    static constexpr dispatch_member rows[] = {
        {"Item", 0, propget<&I::get_Item>, propput<&I::put_Item>, "index"},
        {"_NewEnum", -4, propget<&I::get__NewEnum>},
        {"Count", 0x60020001, propget<&I::get_Count>},
        {"ReadOnly", 0x60020002, propget<&I::get_ReadOnly>},
        {"Add", 0x60020003, method<&I::Add>, "value"},
        {"Clear", 0x60020004, method<&I::Clear>},
        {"Copy", 0x60020005, method<&I::Copy>},
        {"Insert", 0x60020006, method<&I::Insert>, "index value"},
        {"RemoveAt", 0x60020007, method<&I::RemoveAt>, "index"},
    };
};

} // namespace wua

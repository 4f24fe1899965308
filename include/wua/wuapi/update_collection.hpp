// SPDX-License-Identifier: MIT
#pragma once

// A list of updates.

#include <wua/com/abi.hpp>
#include <wua/com/dispatch_table.hpp>
#include <wua/com/guid.hpp>

namespace wua
{

struct IUpdate;

/// An ordered list of updates, indexed from zero. It holds a reference to each of them. A collection handed out by a
/// job, a search result or an update is read-only: every change to it returns `wu_e_not_supported`. Copy returns one
/// that can be changed, with the same update objects.
struct IUpdateCollection : IDispatch
{
    using base_interface = IDispatch;

    /// `wu_e_invalidindex` outside [0, Count).
    virtual HRESULT WUA_STDCALL get_Item(LONG index, IUpdate** retval) = 0;
    virtual HRESULT WUA_STDCALL put_Item(LONG index, IUpdate* value) = 0;

    /// A new enumerator (IEnumVARIANT) at the first element, as For Each needs it.
    virtual HRESULT WUA_STDCALL get__NewEnum(IUnknown** retval) = 0;

    virtual HRESULT WUA_STDCALL get_Count(LONG* retval) = 0;
    virtual HRESULT WUA_STDCALL get_ReadOnly(VARIANT_BOOL* retval) = 0;

    /// Appends the update; returns its index. `e_pointer` for null.
    virtual HRESULT WUA_STDCALL Add(IUpdate* value, LONG* retval) = 0;

    virtual HRESULT WUA_STDCALL Clear() = 0;
    virtual HRESULT WUA_STDCALL Copy(IUpdateCollection** retval) = 0;

    /// Inserts the update before `index`; `index == Count` appends it. `e_pointer` for null.
    virtual HRESULT WUA_STDCALL Insert(LONG index, IUpdate* value) = 0;

    virtual HRESULT WUA_STDCALL RemoveAt(LONG index) = 0;

protected:
    ~IUpdateCollection() = default;
};

template <>
inline constexpr guid iid_of<IUpdateCollection> = "07f7438c-7709-4ca5-b518-91279288134e"_guid;

template <>
struct members_of<IUpdateCollection>
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

// The interfaces refer to one another in a circle, and a table can be used only where all interfaces it mentions are
// complete.
#include <wua/wuapi/update.hpp>

// SPDX-License-Identifier: MIT
#pragma once

// Warnings that come with a search result.

#include <wua/com/abi.hpp>
#include <wua/com/dispatch_table.hpp>
#include <wua/com/guid.hpp>
#include <wua/wuapi/enums.hpp>

namespace wua
{

/// Something that went wrong without failing the whole operation.
struct IUpdateException : IDispatch
{
    using base_interface = IDispatch;

    virtual HRESULT WUA_STDCALL get_Message(BSTR* retval) = 0;

    /// An HRESULT as a number.
    virtual HRESULT WUA_STDCALL get_HResult(LONG* retval) = 0;

    virtual HRESULT WUA_STDCALL get_Context(UpdateExceptionContext* retval) = 0;

protected:
    ~IUpdateException() = default;
};

template <>
inline constexpr guid iid_of<IUpdateException> = "a376dd5e-09d4-427f-af7c-fed5b6e1c1d6"_guid;

template <>
struct members_of<IUpdateException>
{
    template <class I>
    static constexpr dispatch_member rows[] = {
        {"Message", 0, propget<&I::get_Message>},
        {"HResult", 0x60020001, propget<&I::get_HResult>},
        {"Context", 0x60020002, propget<&I::get_Context>},
    };
};

/// Warnings, indexed from zero; read-only.
struct IUpdateExceptionCollection : IDispatch
{
    using base_interface = IDispatch;

    /// `wu_e_invalidindex` outside [0, Count).
    virtual HRESULT WUA_STDCALL get_Item(LONG index, IUpdateException** retval) = 0;

    /// A new enumerator (IEnumVARIANT) at the first element, as For Each needs it.
    virtual HRESULT WUA_STDCALL get__NewEnum(IUnknown** retval) = 0;

    virtual HRESULT WUA_STDCALL get_Count(LONG* retval) = 0;

protected:
    ~IUpdateExceptionCollection() = default;
};

template <>
inline constexpr guid iid_of<IUpdateExceptionCollection> = "503626a3-8e14-4729-9355-0fe664bd2321"_guid;

template <>
struct members_of<IUpdateExceptionCollection>
{
    template <class I>
    static constexpr dispatch_member rows[] = {
        {"Item", 0, propget<&I::get_Item>, "index"},
        {"_NewEnum", -4, propget<&I::get__NewEnum>},
        {"Count", 0x60020001, propget<&I::get_Count>},
    };
};

} // namespace wua

// SPDX-License-Identifier: MIT
#pragma once

// Which update, and which revision of it.

#include <wua/com/abi.hpp>
#include <wua/com/dispatch_table.hpp>
#include <wua/com/guid.hpp>

namespace wua
{

/// The identity of an update: a GUID that never changes, and a revision number that grows when the publisher changes
/// the update. Its DISPIDs begin at ...02, as in the type library.
struct IUpdateIdentity : IDispatch
{
    using base_interface = IDispatch;

    virtual HRESULT WUA_STDCALL get_RevisionNumber(LONG* retval) = 0;

    /// A GUID as text, without braces.
    virtual HRESULT WUA_STDCALL get_UpdateID(BSTR* retval) = 0;

protected:
    ~IUpdateIdentity() = default;
};

template <>
inline constexpr guid iid_of<IUpdateIdentity> = "46297823-9940-4c09-aed9-cd3ea6d05968"_guid;

template <>
struct members_of<IUpdateIdentity>
{
    template <class I>
    static constexpr dispatch_member rows[] = {
        {"RevisionNumber", 0x60020002, propget<&I::get_RevisionNumber>},
        {"UpdateID", 0x60020003, propget<&I::get_UpdateID>},
    };
};

} // namespace wua

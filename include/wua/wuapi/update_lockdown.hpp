// SPDX-License-Identifier: MIT
#pragma once

// Takes the power to download or install from an object before a web page gets it.

#include <wua/com/abi.hpp>
#include <wua/com/guid.hpp>
#include <wua/wuapi/enums.hpp>

namespace wua
{

/// Implemented beside the main interface of an object that can be locked down. It is not a dispatch interface.
struct IUpdateLockdown : IUnknown
{
    using base_interface = IUnknown;

    /// `flags` is a combination of UpdateLockdownOption. It cannot be undone: members that download, install or accept
    /// licence terms return `wu_e_invalid_operation` from then on.
    virtual HRESULT WUA_STDCALL LockDown(LONG flags) = 0;

protected:
    ~IUpdateLockdown() = default;
};

template <>
inline constexpr guid iid_of<IUpdateLockdown> = "a976c28d-75a1-42aa-94ae-8af8b872089a"_guid;

} // namespace wua

// SPDX-License-Identifier: MIT
#pragma once

// Interfaces that only pass through here as pointers: they are called by name or not at all.

#include <wua/com/abi.hpp>
#include <wua/com/guid.hpp>

namespace wua
{

/// Installs updates. Installing is not this library's trade; a pointer to the system's installer can be called through
/// IDispatch. The slots after IDispatch are not declared, so it cannot be implemented from here.
struct IUpdateInstaller : IDispatch
{
    using base_interface = IDispatch;

protected:
    ~IUpdateInstaller() = default;
};

template <>
inline constexpr guid iid_of<IUpdateInstaller> = "7b929c68-ccdc-4226-96b1-8724600b54c2"_guid;

/// Registers update services. As above: to be called through IDispatch, not to be implemented. Its true base,
/// IUpdateServiceManager, is left out for the same reason.
struct IUpdateServiceManager2 : IDispatch
{
    using base_interface = IDispatch;

protected:
    ~IUpdateServiceManager2() = default;
};

template <>
inline constexpr guid iid_of<IUpdateServiceManager2> = "0bb8531d-7e8d-424f-986c-a0b8f60a3e7b"_guid;

/// What was installed when. As above: to be called through IDispatch, not to be implemented.
struct IUpdateHistoryEntryCollection : IDispatch
{
    using base_interface = IDispatch;

protected:
    ~IUpdateHistoryEntryCollection() = default;
};

template <>
inline constexpr guid iid_of<IUpdateHistoryEntryCollection> = "a7f04f3c-a290-435b-aadf-a116c3357a5c"_guid;

} // namespace wua

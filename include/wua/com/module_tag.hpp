// SPDX-License-Identifier: MIT
#pragma once

// How an object tells whether who asks it belongs to the same module, that is program or DLL.

#include <wua/com/guid.hpp>

#include <cstdint>
#include <cstring>

namespace wua::detail
{

// Its address tells the modules of a process apart. Another copy of this library may lay its values out differently, so
// what is no COM interface goes to a caller alone that shows the same mark.
inline constexpr char module_tag = 0;

// IIDs that are made of the address: no object of another module answers them.
inline guid of_this_module(guid iid) noexcept
{
    const auto address = static_cast<std::uint64_t>(reinterpret_cast<std::uintptr_t>(&module_tag));
    std::memcpy(iid.Data4, &address, sizeof address);
    return iid;
}

// For a class that hands itself out to its like.
inline guid module_iid() noexcept
{
    return of_this_module("6f0b7c11-93f4-4b1e-0000-000000000000"_guid);
}

// Every object that is made with implements<> answers it, with its IUnknown.
inline guid own_object_iid() noexcept
{
    return of_this_module("6f0b7c12-93f4-4b1e-0000-000000000000"_guid);
}

} // namespace wua::detail

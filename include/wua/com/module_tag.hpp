// SPDX-License-Identifier: MIT
#pragma once

// How an object tells whether its caller belongs to the same module, that is, program or DLL.

#include <wua/com/guid.hpp>

#include <cstdint>
#include <cstring>

namespace wua::detail
{

// Its address identifies a module of a process. Another copy of this library may lay out its values differently, so
// what is not a COM interface is passed only to callers that present the same tag.
inline constexpr char module_tag = 0;

// IIDs made from the address: no object of another module supports them.
inline guid of_this_module(guid iid) noexcept
{
    const auto address = static_cast<std::uint64_t>(reinterpret_cast<std::uintptr_t>(&module_tag));
    std::memcpy(iid.Data4, &address, sizeof address);
    return iid;
}

// For a class that recognises its own kind.
inline guid module_iid() noexcept
{
    return of_this_module("6f0b7c11-93f4-4b1e-0000-000000000000"_guid);
}

// Supported by every object made with implements<>, with its IUnknown.
inline guid own_object_iid() noexcept
{
    return of_this_module("6f0b7c12-93f4-4b1e-0000-000000000000"_guid);
}

} // namespace wua::detail

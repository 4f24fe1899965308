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

// An IID that is made of the address: no object of another module answers it.
inline guid module_iid() noexcept
{
    guid iid = "6f0b7c11-93f4-4b1e-0000-000000000000"_guid;
    const auto address = static_cast<std::uint64_t>(reinterpret_cast<std::uintptr_t>(&module_tag));
    std::memcpy(iid.Data4, &address, sizeof address);
    return iid;
}

} // namespace wua::detail

// SPDX-License-Identifier: MIT
#pragma once

// The position of a virtual member in its vtable, and the arguments it takes.

#include <wua/com/abi.hpp>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <vector>

/// The zero-based slot of a virtual member. Reads GCC's and Clang's representation of member pointers, on any
/// processor: the offset into the vtable, marked in its own lowest bit or in that of the following word.
template <class Member>
std::size_t slot_of(Member member)
{
    struct
    {
        std::uintptr_t offset;
        std::uintptr_t adjustment;
    } words{};
    static_assert(sizeof(words) == sizeof(member));
    std::memcpy(&words, &member, sizeof(words));
    return (words.offset & ~std::uintptr_t{1}) / sizeof(void*);
}

/// The sizes of a member's arguments, in order.
template <class Interface, class... Arguments>
std::vector<std::size_t> argument_sizes(wua::HRESULT (WUA_STDCALL Interface::*)(Arguments...))
{
    return {sizeof(Arguments)...};
}

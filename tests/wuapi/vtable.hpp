// SPDX-License-Identifier: MIT
#pragma once

// Where a virtual member sits in its vtable, and what it takes.

#include <wua/com/abi.hpp>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <vector>

/// The zero-based slot of a virtual member. Reads the representation that GCC and Clang give member pointers, on every
/// processor: the offset into the vtable, with a mark in its own lowest bit or in that of the word behind it.
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

/// The sizes of the arguments of a member, in order.
template <class Interface, class... Arguments>
std::vector<std::size_t> argument_sizes(wua::HRESULT (WUA_STDCALL Interface::*)(Arguments...))
{
    return {sizeof(Arguments)...};
}

// SPDX-License-Identifier: MIT
#pragma once

// How an interface's vtable and its dispatch table are held against the type library.

#include "catch.hpp"
#include "vtable.hpp"

#include <wua/com/dispatch_table.hpp>

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <type_traits>
#include <vector>

/// In the place of a DISPID: the member has a slot but cannot be called late bound.
inline constexpr wua::DISPID hidden = -100;

/// A function as the type library has it, and the slot that the compiler gave to our declaration of it.
struct expected_function
{
    std::size_t slot;
    wua::DISPID dispid;
    std::string name;
    std::size_t compiled_slot;
};

/// Checks the functions that the interface itself declares; they stand in the order of the slots.
template <class Interface>
void check_members(const std::vector<expected_function>& expected)
{
    using namespace wua;

    std::vector<expected_function> listed;
    for (const dispatch_member& row : members_of<Interface>.members())
    {
        for (const dispatch_function& function : {row.read, row.write})
        {
            if (function)
            {
                const std::size_t slot = first_slot<Interface>() + function.slot;
                listed.push_back({slot, row.kinds == 0 ? hidden : row.dispid, std::string(row.name), slot});
            }
        }
    }

    REQUIRE(listed.size() == expected.size());
    for (std::size_t i = 0; i != expected.size(); ++i)
    {
        INFO(expected[i].name);
        CHECK(expected[i].compiled_slot == expected[i].slot);
        CHECK(listed[i].slot == expected[i].slot);
        CHECK(listed[i].name == expected[i].name);
        CHECK(listed[i].dispid == expected[i].dispid);
    }

    // The members of the bases included, a name and a DISPID find one member.
    std::set<std::string_view> names;
    std::set<DISPID> dispids;
    for_each_member<Interface>([&](const dispatch_member& row, UINT) {
        INFO(row.name);
        CHECK(names.insert(row.name).second);
        CHECK(dispids.insert(row.dispid).second);
    });
}

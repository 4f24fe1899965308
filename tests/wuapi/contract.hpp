// SPDX-License-Identifier: MIT
#pragma once

// Compares an interface's vtable and its dispatch table with the type library.

#include "catch.hpp"
#include "vtable.hpp"
#include <wua/com/late_binding.hpp>
#include <wua/com/vtable_slots.hpp>

#include <array>
#include <string>
#include <type_traits>
#include <vector>

/// Used in place of a DISPID: the member has a slot but cannot be called late-bound.
inline constexpr wua::DISPID hidden_member = -100;

/// A function as listed in the type library, and the slot that the compiler gave to our declaration.
struct expected_function
{
    std::size_t slot;
    wua::DISPID dispid;
    std::string name;
    std::size_t compiled_slot;
};

/// Checks the functions that the interface itself declares, in the order of their slots.
template <class Interface>
void check_members(const std::vector<expected_function>& expected)
{
    using namespace wua;

    constexpr const interface_table& table = interface_table_of<Interface>;
    std::vector<expected_function> listed;
    std::size_t slot = first_slot(table);
    for (const dispatch_member& row : table)
    {
        for_each_function(row, [&](const dispatch_function&) {
            listed.push_back({slot, row.kinds() == 0 ? hidden_member : row.dispid, row.name, slot});
            ++slot;
        });
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

    // Including inherited members, names and DISPIDs are unique.
    CHECK(detail::members_are_distinct(std::array{&table}));
}

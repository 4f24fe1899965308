// SPDX-License-Identifier: MIT
#pragma once

// The slots of an interface's members in its vtable, counted from zero.

#include <wua/com/interface_table.hpp>

namespace wua
{

/// How many functions the row stands for.
constexpr UINT slots_of(const dispatch_member& row) noexcept
{
    return row.functions;
}

/// Calls f with each function of the row, in vtable order.
template <class F>
constexpr void for_each_function(const dispatch_member& row, F&& f)
{
    f(*(row.has_put_first ? row.write : row.read));
    if (row.functions == 2)
    {
        f(*(row.has_put_first ? row.read : row.write));
    }
}

/// The slot of the first member that the interface itself declares: 3 after IUnknown, 7 after IDispatch.
constexpr UINT first_slot(const interface_table& table) noexcept
{
    if (!table.has_base)
    {
        return 3;
    }
    UINT slot = first_slot(*table.base) + (same(table.base->iid, iid_of<IDispatch>) ? 4 : 0);
    for (const dispatch_member& row : *table.base)
    {
        slot += slots_of(row);
    }
    return slot;
}

/// Calls visit(row, slot of the row's first function) for every member, those of the bases first. The functions of a
/// property are adjacent.
template <class Visit>
constexpr void for_each_member(const interface_table& table, Visit&& visit)
{
    if (table.has_base)
    {
        for_each_member(*table.base, visit);
    }
    UINT slot = first_slot(table);
    for (const dispatch_member& row : table)
    {
        visit(row, slot);
        slot += slots_of(row);
    }
}

} // namespace wua

// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/engine/simulated/plan_lookup.hpp>.

#include <wua/engine/simulated/plan_lookup.hpp>

#include <cstddef>
#include <functional>
#include <string_view>

namespace wua::detail
{

WUA_COLD dynamic_array<std::uint32_t> find_rows(const scenario& script, const std::vector<update_pointer>& updates)
{
    const std::vector<simulated_update>& rows = script.updates_by_id;
    if (rows.empty())
    {
        return {};
    }
    // An open-addressing hash table: each slot has the number of a row, or 0, which ends a search. At most half is
    // full.
    std::size_t size = 2;
    while (size < 2 * rows.size())
    {
        size *= 2;
    }
    dynamic_array<std::uint32_t> table(size);
    const auto find = [&](std::string_view id) -> std::uint32_t& {
        std::size_t at = std::hash<std::string_view>()(id) % size;
        while (table[at] != 0 && rows[table[at] - 1].update_id != id)
        {
            at = (at + 1) % size;
        }
        return table[at];
    };
    for (std::size_t i = 0; i != rows.size(); ++i)
    {
        if (std::uint32_t& slot = find(rows[i].update_id); slot == 0)
        {
            slot = static_cast<std::uint32_t>(i + 1);
        }
    }
    dynamic_array<std::uint32_t> found(updates.size());
    for (std::size_t i = 0; i != found.size(); ++i)
    {
        found[i] = find(updates[i]->identity.update_id);
    }
    return found;
}

} // namespace wua::detail

// SPDX-License-Identifier: MIT
#pragma once

// Finds the plan of each update of a job among a scenario's plans by identity.

#include <wua/com/dynamic_array.hpp>
#include <wua/engine/scenario.hpp>
#include <wua/model/update_item.hpp>
#include <wua/separate_compilation.hpp>

#include <cstdint>
#include <vector>

namespace wua::detail
{

/// For each update the number of its row in scenario::updates_by_id, from 1; 0 if there is none. Takes linear time.
/// Empty when the scenario has no plans by identity.
dynamic_array<std::uint32_t> find_rows(const scenario& script, const std::vector<update_pointer>& updates);

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/engine/simulated/plan_lookup.ipp>
#endif

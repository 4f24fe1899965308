// SPDX-License-Identifier: MIT
#pragma once

// Reads the parts of a scenario file about updates as catalogues describe them, their installation, and the machine.

#include <wua/engine/scenario.hpp>
#include <wua/engine/scenario_fields.hpp>
#include <wua/model/machine_facts.hpp>
#include <wua/separate_compilation.hpp>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace wua::detail
{

using category_list = std::vector<std::shared_ptr<const update_category>>;

// "2026-01-13" or "2026-01-13T18:00:00Z" as a DATE.
double read_date(const scenario_fields& fields, const char* name, double otherwise);

// The file's categories, including nested ones, followed by the usual classifications.
category_list read_categories(const scenario_fields& root);

// Reads the members of an update that are in update_details, except those that scenario_json reads itself.
void read_details(const scenario_fields& fields, const category_list& categories, update_details& details);

simulated_update read_installation(const nlohmann::json& value, std::string where);

// updates: those that the history may refer to.
machine_facts read_machine(const nlohmann::json& value, std::string where, const std::vector<update_pointer>& updates);

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/engine/machine_json.ipp>
#endif

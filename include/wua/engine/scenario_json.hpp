// SPDX-License-Identifier: MIT
#pragma once

// A simulated agent described in a file: which updates there are, and how their downloads go. Needs nlohmann/json.

#include <wua/com/guid.hpp>
#include <wua/com/hresult.hpp>
#include <wua/engine/scenario.hpp>
#include <wua/engine/scenario_fields.hpp>
#include <wua/model/machine_facts.hpp>
#include <wua/model/update_item.hpp>
#include <wua/separate_compilation.hpp>

#include <nlohmann/json.hpp>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace wua
{

/// What a searcher finds, what the engine then does, and how fast its time passes.
struct written_scenario
{
    std::vector<update_pointer> updates;
    scenario script;
    machine_facts machine{};

    /// For downloaders: false if the script has recorded samples, which break the contract.
    bool keeps_contract() const noexcept
    {
        return script.recorded.empty();
    }

    /// For simulated_engine::run_in_real_time; seconds of the script per second.
    double speed = 1;
};

namespace detail
{

recorded_sample read_sample(const nlohmann::json& value, std::string where, std::size_t updates);

simulated_update read_behaviour(const nlohmann::json& value, std::string where);

// An update without an identifier gets one made from `place`.
update_item read_item(const nlohmann::json& value, const std::string& where, std::size_t place,
                      const std::vector<std::shared_ptr<const update_category>>& categories);

} // namespace detail

/// Reads
///   {"speed": 10, "parallelism": 1, "order": "given" | "reversed" | "shuffled", "seed": 1,
///    "updates": [{"title": "...", "id": "GUID", "kb": ["5001234"], "size": 1048576, "is_installed": false,
///                 "download": {"bytes_per_second": 1048576, "faults": [{"at_byte": 4096, "hresult": "WU_E_..."}]},
///                 "install": {"ms": 3000, "reboot_required": true}}],
///    "categories": [...], "machine": {...}}
/// where everything but the updates' titles is optional, times end in _ms and are in milliseconds, and members are
/// named after those of scenario, simulated_update, simulated_fault, update_item and update_details. An update's size
/// defaults to 10 MiB. docs/windows-clients.md and a JSON schema beside the examples describe the whole format. Throws
/// hresult_error: e_scenario_invalid, with a text that says where and why.
written_scenario parse_scenario(std::string_view json);

/// The same from a file in UTF-8. Throws e_scenario_unreadable when it cannot be read. Every error text names the file.
written_scenario read_scenario(const std::filesystem::path& path);

} // namespace wua

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/engine/scenario_json.ipp>
#endif

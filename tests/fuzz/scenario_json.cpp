// SPDX-License-Identifier: MIT
// Scenario files: any content is either read, or refused with a reason.

#include "fuzz.hpp"
#include <wua/engine/scenario_json.hpp>

#include <string_view>

FUZZ_TARGET(scenario_json)
{
    const std::string_view text = fuzz::text_of(data, size);
    try
    {
        const wua::written_scenario read = wua::parse_scenario(text);
        fuzz::require(read.speed > 0 && read.script.parallelism >= 1, "what is read makes sense", text);
        fuzz::require(read.updates.size() == read.script.updates_by_id.size(), "every update has its own id", text);
    }
    catch (const wua::hresult_error& error)
    {
        fuzz::require(error.code() == wua::e_scenario_invalid && *error.what() != '\0', "a refusal says why", text);
    }
    return 0;
}

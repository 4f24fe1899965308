// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/testing/conformance/engine_rule.hpp>.

#include <wua/testing/conformance/engine_rule.hpp>

#include <utility>

namespace wua
{

WUA_INLINE std::vector<std::string> messages_of(std::vector<engine_violation> violations)
{
    std::vector<std::string> messages;
    messages.reserve(violations.size());
    for (engine_violation& violation : violations)
    {
        messages.push_back(std::move(violation.message));
    }
    return messages;
}

} // namespace wua

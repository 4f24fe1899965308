// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/engine/transfer/fetch_failure.hpp>.

#include <wua/engine/transfer/fetch_failure.hpp>

namespace wua::detail
{

WUA_INLINE error_rule find_rule(array_view<error_rule> rules, const error_rule& otherwise) noexcept
{
    for (const error_rule& rule : rules)
    {
        if (rule.code == otherwise.code)
        {
            return rule;
        }
    }
    return otherwise;
}

} // namespace wua::detail

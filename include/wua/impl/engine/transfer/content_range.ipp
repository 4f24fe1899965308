// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/engine/transfer/content_range.hpp>.

#include <wua/com/ascii.hpp>
#include <wua/engine/transfer/content_range.hpp>

namespace wua::detail
{

WUA_COLD std::optional<content_range> content_range::from_text(std::string_view text) noexcept
{
    constexpr std::string_view unit = "bytes ";
    const auto slash = text.rfind('/');
    if (!equal_ignoring_case(text.substr(0, unit.size()), unit) || slash == std::string_view::npos ||
        slash < unit.size())
    {
        return std::nullopt;
    }
    const std::string_view range = text.substr(unit.size(), slash - unit.size());
    const std::string_view total = text.substr(slash + 1);
    content_range found;
    if (total != "*")
    {
        found.total = parse_decimal(total);
        if (!found.total)
        {
            return std::nullopt;
        }
    }
    if (range == "*")
    {
        return found.total ? std::optional(found) : std::nullopt;
    }
    const auto dash = range.find('-');
    if (dash == std::string_view::npos)
    {
        return std::nullopt;
    }
    found.first = parse_decimal(range.substr(0, dash));
    found.last = parse_decimal(range.substr(dash + 1));
    if (!found.first || !found.last || *found.last < *found.first || (found.total && *found.last >= *found.total))
    {
        return std::nullopt;
    }
    return found;
}

} // namespace wua::detail

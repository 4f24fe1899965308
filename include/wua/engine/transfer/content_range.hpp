// SPDX-License-Identifier: MIT
#pragma once

// The Content-Range field of an HTTP response, read strictly.

#include <wua/com/ascii.hpp>

#include <cstdint>
#include <optional>
#include <string_view>

namespace wua::detail
{

// "bytes 5-9/100", "bytes 5-9/*" or "bytes */100".
struct content_range
{
    // Both inclusive; absent in a response that says only how long the content is.
    std::optional<std::uint64_t> first;
    std::optional<std::uint64_t> last;

    // The length of the whole content in bytes; absent when the server does not know it.
    std::optional<std::uint64_t> total;

    bool operator==(const content_range&) const = default;

    // Nothing when the text is no Content-Range, or contradicts itself.
    static std::optional<content_range> from_text(std::string_view text) noexcept
    {
        constexpr std::string_view unit = "bytes ";
        const auto slash = text.rfind('/');
        if (!text.starts_with(unit) || slash == std::string_view::npos || slash < unit.size())
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
};

} // namespace wua::detail

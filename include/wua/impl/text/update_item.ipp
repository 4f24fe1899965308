// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/text/update_item.hpp>.

#include <wua/text/update_item.hpp>

#include <cstdint>
#include <optional>
#include <string_view>

namespace wua
{

WUA_INLINE std::string to_text(const content_digest& digest)
{
    const std::string_view name = content_digest::name(digest.algorithm);
    return name.empty() ? "none" : std::string(name) + ':' + digest.to_hex();
}

WUA_INLINE std::string to_text(const update_item& update)
{
    std::string text = update.title.empty() ? to_text(update.identity) : printable(update.title);
    if (const std::optional<std::uint64_t> size = update.size())
    {
        text += " (" + to_text(byte_count{*size}) + ')';
    }
    return text;
}

} // namespace wua

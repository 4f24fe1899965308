// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/text/update_item.hpp>.

#include <wua/text/update_item.hpp>

#include <cstdint>
#include <optional>

namespace wua
{

WUA_INLINE std::string to_text(const content_digest& digest)
{
    switch (digest.algorithm)
    {
        case digest_algorithm::sha1:
            return "sha1:" + digest.to_hex();
        case digest_algorithm::sha256:
            return "sha256:" + digest.to_hex();
        case digest_algorithm::none:
            break;
    }
    return "none";
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

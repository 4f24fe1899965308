// SPDX-License-Identifier: MIT
#pragma once

// An update to download: its identity, its digest, its title and size.

#include <wua/model/update_item.hpp>
#include <wua/text/byte_count.hpp>
#include <wua/text/formatter.hpp>
#include <wua/text/printable.hpp>

#include <cstdint>
#include <optional>
#include <string>

namespace wua
{

/// "c574de85-7358-43f6-aae8-8697e62d8ba7 revision 200"
inline std::string to_text(const identity& who)
{
    return printable(who.update_id) + " revision " + std::to_string(who.revision_number);
}

/// "sha256:" and the hexadecimal digits; "none".
inline std::string to_text(const content_digest& digest)
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

/// "Title (4.2 MiB)": the title, or the identity of an update without one, and the size if it is known.
inline std::string to_text(const update_item& update)
{
    std::string text = update.title.empty() ? to_text(update.identity) : printable(update.title);
    if (const std::optional<std::uint64_t> size = update.size())
    {
        text += " (" + to_text(byte_count{*size}) + ')';
    }
    return text;
}

} // namespace wua

template <>
struct fmt::formatter<wua::identity> : wua::detail::text_formatter
{};

template <>
struct fmt::formatter<wua::content_digest> : wua::detail::text_formatter
{};

template <>
struct fmt::formatter<wua::update_item> : wua::detail::text_formatter
{};

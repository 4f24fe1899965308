// SPDX-License-Identifier: MIT
#pragma once

// An update to download: its identity, its digest, its title and size.

#include <wua/model/update_item.hpp>
#include <wua/separate_compilation.hpp>
#include <wua/text/byte_count.hpp>
#include <wua/text/formatter.hpp>
#include <wua/text/printable.hpp>

#include <string>

namespace wua
{

/// "c574de85-7358-43f6-aae8-8697e62d8ba7 revision 200"
inline std::string to_text(const identity& who)
{
    return printable(who.update_id) + " revision " + std::to_string(who.revision_number);
}

/// The algorithm's name and the hexadecimal digits, "sha256:9f86..."; "none".
std::string to_text(const content_digest& digest);

/// "Title (4.2 MiB)": the title, or the identity of an update without one, and the size if it is known.
std::string to_text(const update_item& update);

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

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/text/update_item.ipp>
#endif

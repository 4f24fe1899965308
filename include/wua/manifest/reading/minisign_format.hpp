// SPDX-License-Identifier: MIT
#pragma once

// What minisign's keys and signatures have in common.

#include <wua/separate_compilation.hpp>

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace wua::detail
{

inline constexpr std::string_view untrusted_comment = "untrusted comment: ";

// The bytes are a number, the lowest first; minisign prints no zeros before it.
std::string printed_key_id(const std::array<std::uint8_t, 8>& id);

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/manifest/reading/minisign_format.ipp>
#endif

// SPDX-License-Identifier: MIT
#pragma once

// Base64 as RFC 4648 has it.

#include <wua/separate_compilation.hpp>

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace wua::detail
{

// Nothing unless the text is, to the last bit, what an encoder makes of the bytes: no blank, no padding that is missing
// or too much.
std::optional<std::vector<std::uint8_t>> decode_base64(std::string_view text);

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/manifest/reading/base64.ipp>
#endif

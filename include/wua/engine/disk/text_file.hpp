// SPDX-License-Identifier: MIT
#pragma once

// Reads the user's files as a whole, and shows their paths.

#include <wua/separate_compilation.hpp>

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>

namespace wua::detail
{

// All bytes; for a file larger than max_bytes, one byte more than that. nullopt when it cannot be read, for example
// because it is a directory.
std::optional<std::string> read_text_file(const std::filesystem::path& path, std::size_t max_bytes = std::string::npos);

// UTF-8.
std::string path_text(const std::filesystem::path& path);

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/engine/disk/text_file.ipp>
#endif

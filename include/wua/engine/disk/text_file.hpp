// SPDX-License-Identifier: MIT
#pragma once

// Files of the user's that are read whole, and how their paths are shown.

#include <wua/separate_compilation.hpp>

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>

namespace wua::detail
{

// All bytes; of a file with more than max_bytes only so many that there is one more. Nothing when it cannot be read, as
// a directory cannot.
std::optional<std::string> read_text_file(const std::filesystem::path& path, std::size_t max_bytes = std::string::npos);

// UTF-8.
std::string path_text(const std::filesystem::path& path);

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/engine/disk/text_file.ipp>
#endif

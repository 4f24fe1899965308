// SPDX-License-Identifier: MIT
#pragma once

// Small files that are read whole, their lines, and how names and texts of theirs are shown in a sentence.

#include <wua/separate_compilation.hpp>

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace wua::detail
{

// All bytes of a file. Throws hresult_error, whose sentence begins with the subject: e_manifest_unreadable when it
// cannot be read, e_manifest_invalid when it is larger.
std::string read_local_text(const std::filesystem::path& path, std::string_view subject, std::size_t max_bytes);

// Without their ends, LF or CR LF. The last may lack it; behind the last end there is no line.
std::vector<std::string_view> lines_of(std::string_view text);

// 'name' in UTF-8.
std::string quoted_path(const std::filesystem::path& path);

// 'text' without control characters, and cut where it is long.
std::string quoted_text(std::string_view text);

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/manifest/reading/local_text.ipp>
#endif

// SPDX-License-Identifier: MIT
#pragma once

// How an invalid option is refused.

#include <wua/separate_compilation.hpp>

#include <filesystem>
#include <string>
#include <string_view>

namespace wua::detail
{

// Throws hresult_error, E_INVALIDARG.
[[noreturn]] void refuse_option(std::string sentence);

// The text without control characters, shortened to a readable length.
std::string shown_option(std::string_view text);
std::string shown_path(const std::filesystem::path& path);

// Refuses the option if its file is unreadable or empty.
std::string read_option_file(const std::filesystem::path& path, std::string_view what);

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/engine/curl/refused_option.ipp>
#endif

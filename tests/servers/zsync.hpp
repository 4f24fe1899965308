// SPDX-License-Identifier: MIT
#pragma once

// Makes control files with Debian's zsync, for tests.

#include "servers/nginx.hpp"

#include <cstdlib>
#include <filesystem>
#include <string>

namespace wua_test
{

inline bool has_zsync()
{
    return std::system("command -v zsyncmake >/dev/null") == 0;
}

// Writes the file's control file to its name plus .zsync, and returns that name.
inline std::filesystem::path zsyncmake(const std::filesystem::path& file, const std::string& options = "")
{
    std::filesystem::path control = file;
    control += ".zsync";
    run_command(
        "zsyncmake " + options + " -u " + file.filename().string() + " -o " + control.string() + ' ' + file.string());
    return control;
}

} // namespace wua_test

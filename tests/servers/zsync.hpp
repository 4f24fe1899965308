// SPDX-License-Identifier: MIT
#pragma once

// Debian's zsync: control files of its making. For tests.

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

// Writes the control file of the file beside it, to its name with .zsync behind it; which is returned.
inline std::filesystem::path zsyncmake(const std::filesystem::path& file, const std::string& options = "")
{
    std::filesystem::path control = file;
    control += ".zsync";
    run_command(
        "zsyncmake " + options + " -u " + file.filename().string() + " -o " + control.string() + ' ' + file.string());
    return control;
}

} // namespace wua_test

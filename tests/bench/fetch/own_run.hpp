// SPDX-License-Identifier: MIT
#pragma once

// Runs our program alone, for comparisons of it with itself.

#include "process.hpp"
#include "workload.hpp"

#include <filesystem>
#include <string>

namespace bench
{

// Downloads the files into a new folder, checks them and removes the folder. `how` is as for main().
inline usage run_own(const std::filesystem::path& client, const prepared_files& files,
                     const std::filesystem::path& output, const std::string& how)
{
    std::filesystem::remove_all(output);
    std::filesystem::create_directory(output);
    const usage used = run_measured(
        "exec " + client.string() + ' ' + (files.lists() / "manifest").string() + ' ' + output.string() + ' ' + how);
    files.check(output);
    std::filesystem::remove_all(output);
    return used;
}

} // namespace bench

// SPDX-License-Identifier: MIT
#pragma once

// A file that others read is replaced as a whole.

#include <filesystem>
#include <fstream>
#include <string_view>
#include <system_error>

namespace poller
{

// What is written first, in the same folder.
inline std::filesystem::path next_to(std::filesystem::path path)
{
    path += ".new";
    return path;
}

// Readers see the old content or the new. False when it cannot be written; then the old stays.
inline bool try_replace_file(const std::filesystem::path& path, std::string_view content)
{
    const std::filesystem::path next = next_to(path);
    std::ofstream out(next, std::ios::binary | std::ios::trunc);
    out << content;
    out.close();
    std::error_code error;
    if (!out.fail())
    {
        std::filesystem::rename(next, path, error);
    }
    if (out.fail() || error)
    {
        std::error_code ignored;
        std::filesystem::remove(next, ignored);
        return false;
    }
    return true;
}

} // namespace poller

// SPDX-License-Identifier: MIT
#pragma once

// Replaces a file atomically while others read it.

#include <filesystem>
#include <fstream>
#include <string_view>
#include <system_error>

namespace poller
{

// The temporary file, in the same folder, that is written first.
inline std::filesystem::path next_to(std::filesystem::path path)
{
    path += ".new";
    return path;
}

// Readers see either the old content or the new one. Returns false if it cannot be written; the old content then stays.
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

// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/engine/disk/text_file.hpp>.

#include <wua/engine/disk/text_file.hpp>

#include <algorithm>
#include <fstream>

namespace wua::detail
{

WUA_COLD std::optional<std::string> read_text_file(const std::filesystem::path& path, std::size_t max_bytes)
{
    std::ifstream file(path, std::ios::binary);
    std::string text;
    for (char block[4096]; file && text.size() <= max_bytes;) // reading a directory throws, which sets bad()
    {
        file.read(block, sizeof block);
        text.append(block, static_cast<std::size_t>(file.gcount()));
    }
    if (!file.is_open() || file.bad())
    {
        return std::nullopt;
    }
    text.resize(max_bytes == std::string::npos ? text.size() : std::min(text.size(), max_bytes + 1));
    return text;
}

WUA_COLD std::string path_text(const std::filesystem::path& path)
{
    const std::u8string text = path.u8string();
    return {text.begin(), text.end()};
}

} // namespace wua::detail

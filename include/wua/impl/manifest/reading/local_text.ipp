// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/manifest/reading/local_text.hpp>.

#include <wua/manifest/manifest_errors.hpp>
#include <wua/manifest/reading/local_text.hpp>

#include <fstream>

namespace wua::detail
{

WUA_COLD std::string read_local_text(const std::filesystem::path& path, std::string_view subject, std::size_t max_bytes)
{
    std::ifstream file(path, std::ios::binary);
    std::string text;
    for (char block[4096]; file && text.size() <= max_bytes;) // what the file throws, as a directory does, is bad()
    {
        file.read(block, sizeof block);
        text.append(block, static_cast<std::size_t>(file.gcount()));
    }
    if (!file.is_open() || file.bad())
    {
        throw hresult_error(e_manifest_unreadable, std::string(subject) + " cannot be read");
    }
    if (text.size() > max_bytes)
    {
        throw hresult_error(e_manifest_invalid, std::string(subject) + " is too large: it has more than " +
                                                    std::to_string(max_bytes) + " bytes");
    }
    return text;
}

WUA_COLD std::vector<std::string_view> lines_of(std::string_view text)
{
    std::vector<std::string_view> lines;
    while (!text.empty())
    {
        const auto end = text.find('\n');
        std::string_view line = text.substr(0, end);
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
        if (line.ends_with('\r'))
        {
            line.remove_suffix(1);
        }
        lines.push_back(line);
    }
    return lines;
}

WUA_COLD std::string quoted_path(const std::filesystem::path& path)
{
    const std::u8string name = path.u8string();
    return '\'' + std::string(name.begin(), name.end()) + '\'';
}

WUA_COLD std::string quoted_text(std::string_view text)
{
    constexpr std::size_t max_length = 80;
    std::string shown = "'";
    for (const char c : text.substr(0, max_length))
    {
        shown += static_cast<unsigned char>(c) < 0x20 || c == 0x7f ? '?' : c;
    }
    return shown + (text.size() > max_length ? "...'" : "'");
}

} // namespace wua::detail

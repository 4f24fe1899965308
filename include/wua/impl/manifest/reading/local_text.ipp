// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/manifest/reading/local_text.hpp>.

#include <wua/com/ascii.hpp>
#include <wua/engine/disk/text_file.hpp>
#include <wua/manifest/manifest_errors.hpp>
#include <wua/manifest/reading/local_text.hpp>

#include <optional>
#include <utility>

namespace wua::detail
{

WUA_COLD std::string read_local_text(const std::filesystem::path& path, std::string_view subject, std::size_t max_bytes)
{
    std::optional<std::string> text = read_text_file(path, max_bytes);
    if (!text)
    {
        throw hresult_error(e_manifest_unreadable, std::string(subject) + " cannot be read");
    }
    if (text->size() > max_bytes)
    {
        throw hresult_error(e_manifest_invalid, std::string(subject) + " is too large: it has more than " +
                                                    std::to_string(max_bytes) + " bytes");
    }
    return *std::move(text);
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
    return '\'' + path_text(path) + '\'';
}

WUA_COLD std::string quoted_text(std::string_view text)
{
    constexpr std::size_t max_length = 80;
    std::string shown = "'";
    for (const char c : text.substr(0, max_length))
    {
        shown += is_control_character(c) ? '?' : c;
    }
    return shown + (text.size() > max_length ? "...'" : "'");
}

} // namespace wua::detail

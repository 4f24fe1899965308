// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/engine/disk/file_name.hpp>.

#include <wua/com/utf.hpp>
#include <wua/engine/disk/file_name.hpp>
#include <wua/model/url_text.hpp>

namespace wua::detail
{

// A capital letter's small one; all else as it is.
constexpr char32_t small_letter(char32_t letter) noexcept
{
    const auto is_in = [letter](char32_t first, char32_t last) { return letter >= first && letter <= last; };
    if (is_in(U'A', U'Z') || (is_in(0xC0, 0xDE) && letter != 0xD7) || is_in(0x391, 0x3A9) || is_in(0x410, 0x42F))
    {
        return letter + 0x20;
    }
    if (is_in(0x400, 0x40F))
    {
        return letter + 0x50;
    }
    if (is_in(0x100, 0x137) || is_in(0x14A, 0x177) || is_in(0x460, 0x481) || is_in(0x48A, 0x4BF) ||
        is_in(0x4D0, 0x52F) || is_in(0x1E00, 0x1E95) || is_in(0x1EA0, 0x1EFF))
    {
        return letter | 1U;
    }
    if (is_in(0x139, 0x148) || is_in(0x179, 0x17E))
    {
        return letter + (letter & 1U);
    }
    return letter;
}

WUA_COLD std::string caseless_name(std::string_view name)
{
    std::string caseless;
    while (!name.empty())
    {
        const std::string_view rest = name;
        const char32_t letter = take_code_point(name);
        if (letter == ill_formed)
        {
            caseless += rest.substr(0, rest.size() - name.size());
        }
        else
        {
            append_utf8(caseless, small_letter(letter));
        }
    }
    return caseless;
}

WUA_COLD std::string file_name_from_url(std::string_view url)
{
    std::string name = percent_decoded(last_segment_of(url));
    std::replace_if(name.begin(), name.end(), is_forbidden_in_names, '_');
    if (name.size() > max_file_name)
    {
        // The end of a name says more than its middle: it has the extension.
        constexpr std::size_t tail = 40;
        name.erase(max_file_name - tail, name.size() - max_file_name);
    }
    if (name.empty())
    {
        return "download";
    }
    if (name.front() == '.')
    {
        name.front() = '_'; // neither "..", nor hidden
    }
    if (name.back() == '.' || name.back() == ' ')
    {
        name.back() = '_';
    }
    if (is_device_name(name))
    {
        name.insert(0, "_");
    }
    if (!is_safe_file_name(name))
    {
        name.resize(std::min(name.size(), max_file_name - 1));
        name += '_';
    }
    return name;
}

} // namespace wua::detail

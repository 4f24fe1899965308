// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/engine/disk/file_name.hpp>.

#include <wua/com/utf.hpp>
#include <wua/engine/disk/file_name.hpp>
#include <wua/engine/disk/letter_case.hpp>
#include <wua/model/url_text.hpp>

namespace wua::detail
{

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
            append_utf8(caseless, caseless_letter(letter));
        }
    }
    return caseless;
}

// Replaces what is not valid UTF-8, which some systems store and others refuse, with '_'.
WUA_COLD std::string well_formed(std::string_view text)
{
    std::string made;
    while (!text.empty())
    {
        const std::string_view rest = text;
        const bool is_letter = take_code_point(text) != ill_formed;
        made += is_letter ? rest.substr(0, rest.size() - text.size()) : "_";
    }
    return made;
}

WUA_COLD std::string file_name_from_url(std::string_view url)
{
    std::string name = well_formed(percent_decoded(last_segment_of(url)));
    std::replace_if(name.begin(), name.end(), is_forbidden_in_names, '_');
    if (name.size() > max_file_name)
    {
        // The middle is cut out, since the end has the extension and says more. No multi-byte character is split.
        constexpr std::size_t tail = 40;
        const auto is_inside = [&](std::size_t at) { return (static_cast<unsigned char>(name[at]) & 0xC0U) == 0x80; };
        std::size_t begin = max_file_name - tail;
        std::size_t end = name.size() - tail;
        while (is_inside(begin))
        {
            --begin;
        }
        while (is_inside(end))
        {
            ++end;
        }
        name.erase(begin, end - begin);
    }
    if (name.empty())
    {
        return "download";
    }
    if (name.front() == '.')
    {
        name.front() = '_'; // so that the name is neither ".." nor hidden
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

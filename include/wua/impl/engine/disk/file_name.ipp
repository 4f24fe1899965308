// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/engine/disk/file_name.hpp>.

#include <wua/engine/disk/file_name.hpp>
#include <wua/engine/transfer/url_text.hpp>

namespace wua::detail
{

WUA_INLINE std::string file_name_from_url(std::string_view url)
{
    url = url.substr(0, url.find_first_of("?#"));
    if (const auto scheme = url.find(":/"); scheme != std::string_view::npos)
    {
        std::string_view rest = url.substr(scheme + 1);
        const bool has_host = !equal_ignoring_case(url.substr(0, scheme), "file");
        rest.remove_prefix(has_host ? std::min(rest.find_first_not_of('/'), rest.size()) : 0); // as libcurl does
        const auto path = rest.find('/');
        url = path == std::string_view::npos ? std::string_view() : rest.substr(path);
    }
    const auto slash = url.rfind('/');
    const std::string_view segment = slash == std::string_view::npos ? url : url.substr(slash + 1);
    std::string name = percent_decoded(segment);
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

// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/text/update_name.hpp>.

#include <wua/model/url_text.hpp>
#include <wua/text/printable.hpp>
#include <wua/text/update_item.hpp>
#include <wua/text/update_name.hpp>

#include <cstddef>

namespace wua
{

namespace detail
{

// "a.iso" of "https://host/folder/a.iso?key=1"; empty when the path names no file.
WUA_COLD std::string file_in_url(std::string_view url)
{
    const std::size_t scheme = url.find("://");
    const std::string_view rest = scheme == std::string_view::npos ? url : url.substr(scheme + 3);
    const std::string_view path = rest.substr(0, rest.find_first_of("?#"));
    const std::size_t slash = path.rfind('/');
    return slash == std::string_view::npos ? std::string() : percent_decoded(path.substr(slash + 1));
}

WUA_COLD std::string host_name(std::string_view url)
{
    return printable(host_of(url));
}

} // namespace detail

WUA_COLD std::string update_name(const update_item& update)
{
    const bool has_title = !update.title.empty() && update.title.find("://") == std::string::npos;
    if (has_title || update.files.empty())
    {
        return printable(update.title.empty() ? to_text(update.identity) : update.title);
    }
    const content_file& file = update.files.front();
    std::string name = file.file_name.substr(file.file_name.rfind('/') + 1);
    if (name.empty() && !file.urls.empty())
    {
        name = detail::file_in_url(file.urls.front());
    }
    if (name.empty() && !file.urls.empty())
    {
        name = detail::host_name(file.urls.front());
    }
    return printable(name.empty() ? to_text(update.identity) : name);
}

} // namespace wua

// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/text/update_name.hpp>.

#include <wua/model/url_text.hpp>
#include <wua/text/printable.hpp>
#include <wua/text/update_item.hpp>
#include <wua/text/update_name.hpp>

namespace wua
{

namespace detail
{

WUA_COLD std::string host_name(std::string_view url)
{
    return printable(host_of(url));
}

WUA_COLD std::string identity_text(const update_item& update)
{
    return update.identity.update_id.empty() ? "an update without a name" : to_text(update.identity);
}

} // namespace detail

WUA_COLD std::string update_name(const update_item& update)
{
    const bool has_title = !update.title.empty() && update.title.find("://") == std::string::npos;
    if (has_title || update.files.empty())
    {
        return printable(update.title.empty() ? detail::identity_text(update) : update.title);
    }
    const content_file& file = update.files.front();
    std::string name = file.file_name.substr(file.file_name.rfind('/') + 1);
    if (name.empty() && !file.urls.empty())
    {
        name = detail::percent_decoded(detail::last_segment_of(file.urls.front()));
    }
    if (name.empty() && !file.urls.empty())
    {
        name = detail::host_name(file.urls.front());
    }
    return printable(name.empty() ? detail::identity_text(update) : name);
}

} // namespace wua

// SPDX-License-Identifier: MIT
// What is told by looking at the text of a URL: names for files, hosts, and what may be printed.

#include "fuzz.hpp"
#include <wua/engine/disk/file_name.hpp>
#include <wua/engine/transfer/url_text.hpp>

#include <algorithm>
#include <string>

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view url = fuzz::text_of(data, size);
    const std::string name = wua::detail::file_name_from_url(url);
    fuzz::require(wua::detail::is_safe_file_name(name), "a name from a URL is safe", name);
    fuzz::require(name.find('/') == std::string::npos && name.find('\\') == std::string::npos && name.front() != '.',
                  "a name from a URL is no path and not hidden", name);

    const std::string bare = wua::detail::without_credentials(url);
    fuzz::require(wua::detail::host_of(bare) == wua::detail::host_of(url.substr(0, url.find('#'))),
                  "credentials are no part of the host", bare);
    fuzz::require(wua::detail::without_credentials(bare) == bare, "credentials are taken away once", bare);

    const std::string printable = wua::detail::printable_url(url);
    fuzz::require(std::all_of(printable.begin(), printable.end(), [](char c) { return c > 0x20 && c < 0x7f; }),
                  "what is printed is printable", printable);
    const auto query = printable.find('?');
    fuzz::require(query == std::string::npos || printable.substr(query) == "?...", "no query is printed", printable);
    return 0;
}

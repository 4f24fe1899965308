// SPDX-License-Identifier: MIT
// File names found by looking at a URL's text.

#include "fuzz.hpp"
#include <wua/engine/disk/file_name.hpp>

#include <string>

FUZZ_TARGET(url_text)
{
    const std::string_view url = fuzz::text_of(data, size);
    const std::string name = wua::detail::file_name_from_url(url);
    fuzz::require(wua::detail::is_safe_file_name(name), "a name from a URL is safe", name);
    fuzz::require(name.find('/') == std::string::npos && name.find('\\') == std::string::npos && name.front() != '.',
                  "a name from a URL is no path and not hidden", name);
    return 0;
}

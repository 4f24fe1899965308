// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/engine/disk/file_name_registry.hpp>.

#include <wua/engine/disk/file_name_registry.hpp>

#include <functional>

namespace wua::detail
{

WUA_COLD const content_file& file_name_registry::claim(std::string_view name, const content_file& file)
{
    // Linear probing: the table always has more slots than there are files.
    const std::string caseless = caseless_name(name);
    std::size_t place = std::hash<std::string>()(caseless) % m_places.size();
    while (m_places[place] != nullptr && caseless_name(stored_name(*m_places[place])) != caseless)
    {
        place = (place + 1) % m_places.size();
    }
    if (m_places[place] == nullptr)
    {
        m_places[place] = &file;
    }
    return *m_places[place];
}

} // namespace wua::detail

// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/engine/disk/file_name_registry.hpp>.

#include <wua/engine/disk/file_name_registry.hpp>

#include <functional>

namespace wua::detail
{

WUA_INLINE const content_file& file_name_registry::claim(std::string_view name, const content_file& file)
{
    // A name whose place is taken goes to the next free one; there are more places than files.
    std::size_t place = std::hash<std::string_view>()(name) % m_places.size();
    while (m_places[place] != nullptr && stored_name(*m_places[place]) != name)
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

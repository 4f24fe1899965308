// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/engine/curl/file_place.hpp>.

#include <wua/engine/curl/file_place.hpp>
#include <wua/engine/disk/file_name.hpp>

#include <utility>

namespace wua::detail
{

WUA_COLD void file_place::set_name(std::string name)
{
    m_name = std::move(name);
    m_leaf = leaf_of(m_name);
}

WUA_COLD const disk_directory* file_place::open(bool makes_it)
{
    if (!m_folder)
    {
        m_folder = m_update.core.folders.folder(folder_of(m_name), makes_it);
    }
    return m_folder.get();
}

} // namespace wua::detail

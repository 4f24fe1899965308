// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/engine/disk/folder_tree.hpp>.

#include <wua/engine/disk/file_name.hpp>
#include <wua/engine/disk/folder_tree.hpp>

#include <utility>

namespace wua::detail
{

WUA_COLD std::shared_ptr<const disk_directory> folder_tree::folder(std::string_view path, bool makes_it)
{
    if (path.empty())
    {
        return m_root;
    }
    const std::lock_guard lock(m_mutex);
    std::erase_if(m_open, [](const auto& each) { return each.second.expired(); });
    std::shared_ptr<const disk_directory> found = m_root;
    for (std::size_t end = 0; found && end != std::string_view::npos;)
    {
        const std::size_t begin = end == 0 ? 0 : end + 1;
        end = path.find('/', begin);
        const std::string_view so_far = path.substr(0, end);
        if (const auto open = m_open.find(so_far); open != m_open.end())
        {
            if (std::shared_ptr<const disk_directory> same = open->second.lock())
            {
                found = std::move(same);
                continue;
            }
        }
        found = disk_directory::folder_in(found, std::string(so_far.substr(begin)), makes_it);
        if (found)
        {
            m_open.insert_or_assign(std::string(so_far), found);
        }
    }
    return found;
}

} // namespace wua::detail

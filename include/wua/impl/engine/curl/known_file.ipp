// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/engine/curl/known_file.hpp>.

#include <wua/engine/curl/known_file.hpp>

#include <utility>

namespace wua::detail
{

WUA_COLD
known_file::known_file(const content_file& file, std::shared_ptr<const disk_directory> folder, const std::string& leaf)
    : m_folder(std::move(folder)),
      m_leaf(leaf)
{
    if (const std::optional<disk_file> there = try_open())
    {
        m_size = there->size();
        m_written = there->last_write();
        m_is_there = !file.size || *file.size == m_size;
    }
}

WUA_COLD std::shared_ptr<const disk_file> known_file::open_unchanged() const
{
    std::optional<disk_file> there = try_open();
    const bool is_unchanged = there && there->size() == m_size && there->last_write() == m_written;
    return is_unchanged ? std::make_shared<disk_file>(*std::move(there)) : nullptr;
}

WUA_COLD std::optional<disk_file> known_file::try_open() const
{
    std::optional<disk_file> there = m_folder ? m_folder->try_open(m_leaf, false) : std::nullopt;
    return there && there->is_ours() ? std::move(there) : std::nullopt;
}

WUA_COLD content_validators condition_for(const content_file& file, bool is_forced)
{
    const bool is_asked = file.details && file.details->held_bytes == 0 && !file.has_digest() && !is_forced;
    return is_asked ? file.details->known : content_validators();
}

} // namespace wua::detail

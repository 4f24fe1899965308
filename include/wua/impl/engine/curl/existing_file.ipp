// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/engine/curl/existing_file.hpp>.

#include <wua/engine/curl/existing_file.hpp>

#include <optional>
#include <utility>

namespace wua::detail
{

WUA_COLD bool existing_file::try_hash(std::function<void(std::vector<content_digest>&&)> on_hashed)
{
    const content_file& file = m_place.file();
    if (!file.has_digest() || m_place.is_forced())
    {
        return false;
    }
    const disk_directory* const there = m_place.open(false);
    const std::optional<std::uint64_t> size = there != nullptr ? there->size_of(m_place.leaf()) : std::nullopt;
    if (!size || (file.size && *file.size != *size))
    {
        return false;
    }
    std::optional<disk_file> existing = there->try_open(m_place.leaf(), false);
    if (!existing || !existing->is_ours())
    {
        return false;
    }
    m_hash = std::make_shared<content_hash>(std::make_shared<disk_file>(std::move(*existing)), file.digests());
    hash_whole(m_place.update().core.background, m_hash, *size, std::move(on_hashed));
    return true;
}

WUA_COLD existing_file::hashed existing_file::take_hashed(const std::vector<content_digest>& found)
{
    const std::shared_ptr<content_hash> hash = std::exchange(m_hash, nullptr);
    const bool is_wanted = found == m_place.file().digests() && m_place.folder()->is_still_named(*hash->file());
    return is_wanted ? hashed{hash->file(), hash->hashed()} : hashed();
}

WUA_COLD void existing_file::cancel() noexcept
{
    if (m_hash)
    {
        m_hash->cancel();
        m_hash.reset();
    }
}

WUA_COLD void existing_file::set_mode()
{
    const unsigned mode = m_place.file().mode;
    const disk_directory* const there = mode != 0 ? m_place.open(false) : nullptr;
    if (std::optional<disk_file> existing = there != nullptr ? there->try_open(m_place.leaf(), false) : std::nullopt)
    {
        there->make_public(*existing, mode);
    }
}

} // namespace wua::detail

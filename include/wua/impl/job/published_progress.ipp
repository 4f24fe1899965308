// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/job/published_progress.hpp>.

#include <wua/job/published_progress.hpp>

#include <cstddef>

namespace wua::detail
{

WUA_INLINE std::uint64_t published_progress::try_read(progress_values& values) const noexcept
{
    std::uint64_t live = 0;
    const std::uint64_t version =
        m_values.try_load(values, 64, [&](const progress_values& torn) noexcept { live = live_bytes(torn); });
    if (version != 0)
    {
        add_live(values, live);
    }
    return version;
}

WUA_INLINE bool published_progress::try_refresh(progress_values& values, std::uint64_t version) const noexcept
{
    std::uint64_t live = 0;
    if (!is_still(values, version, live))
    {
        return false;
    }
    if (live != values.current_bytes_downloaded)
    {
        replace_live(values, live);
    }
    return true;
}

WUA_INLINE bool
published_progress::is_still(const progress_values& values, std::uint64_t version, std::uint64_t& live) const noexcept
{
    live = values.current_bytes_downloaded;
    return m_values.is_still(version, [&]() noexcept {
        if (values.is_live)
        {
            live = live_bytes(values);
        }
    });
}

WUA_INLINE void published_progress::replace_live(progress_values& values, std::uint64_t live) noexcept
{
    values.bytes_downloaded -= values.current_credited;
    add_live(values, live);
}

WUA_INLINE std::uint64_t published_progress::live_bytes(const progress_values& values) const noexcept
{
    const std::size_t index = values.current_index;
    return index < m_count ? m_table[index].bytes.load() : 0;
}

WUA_INLINE void published_progress::add_live(progress_values& values, std::uint64_t live) noexcept
{
    if (values.is_live)
    {
        values.current_bytes_downloaded = live;
        values.current_credited = credited_bytes(live, values.current_credited);
        values.bytes_downloaded += values.current_credited;
    }
}

} // namespace wua::detail

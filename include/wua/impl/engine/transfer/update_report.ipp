// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/engine/transfer/update_report.hpp>.

#include <wua/engine/transfer/update_report.hpp>

#include <algorithm>

namespace wua::detail
{

WUA_INLINE void update_report::set_size(std::size_t file_index, std::uint64_t size)
{
    if (m_is_size_reported || m_item.size())
    {
        return;
    }
    std::uint64_t sum = m_completed_bytes + size;
    for (std::size_t later = file_index + 1; later != m_item.files.size(); ++later)
    {
        if (!m_item.files[later].size)
        {
            return;
        }
        sum += *m_item.files[later].size;
    }
    m_is_size_reported = true;
    m_transfer.set_size(m_index, sum);
}

WUA_INLINE void update_report::set_bytes(std::uint64_t file_bytes)
{
    m_reported = m_completed_bytes + file_bytes;
    m_transfer.set_bytes(m_index, m_reported);
}

WUA_INLINE void update_report::retry(std::uint64_t kept_bytes)
{
    m_reported = std::min(m_reported, m_completed_bytes + kept_bytes);
    m_is_size_reported = false;
    m_transfer.retry(m_index, m_reported);
}

} // namespace wua::detail

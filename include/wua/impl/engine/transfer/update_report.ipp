// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/engine/transfer/update_report.hpp>.

#include <wua/engine/transfer/update_report.hpp>

namespace wua::detail
{

WUA_INLINE void update_report::set_size(std::size_t file_index, std::uint64_t size)
{
    if (m_shared)
    {
        m_shared->set_size(size);
    }
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
    if (m_shared)
    {
        m_shared->set_bytes(file_bytes);
    }
}

WUA_COLD void update_report::set_url(std::size_t file_index, std::size_t url_index) noexcept
{
    if (m_item.files[file_index].urls.size() > 1 || m_item.files.size() > 1)
    {
        m_transfer.set_url(
            m_index, {.file = static_cast<std::uint32_t>(file_index), .url = static_cast<std::uint32_t>(url_index)});
    }
}

WUA_COLD void update_report::retry(std::uint64_t kept_bytes)
{
    m_reported = std::min(m_reported, m_completed_bytes + kept_bytes);
    m_is_size_reported = false;
    m_phase = dphInitializing;
    m_transfer.retry(m_index, m_reported);
    if (m_shared)
    {
        m_shared->retry(file_bytes());
    }
}

WUA_INLINE void update_report::set_phase(std::size_t file_index, DownloadPhase phase)
{
    if (m_shared)
    {
        m_shared->set_phase(phase);
    }
    if (phase != m_phase && (phase != dphVerifying || file_index + 1 == m_item.files.size()))
    {
        m_phase = phase;
        m_transfer.set_phase(m_index, phase);
    }
}

WUA_COLD void update_report::follow(std::size_t file_index, const shared_progress& seen)
{
    const bool is_there = seen.end == shared_end::complete || seen.end == shared_end::found;
    const bool is_coming = is_there || seen.phase != dphInitializing;
    if (m_is_another && is_coming)
    {
        m_is_another = false;
        m_followed_retries = seen.retries;
        begin_again(seen.bytes);
    }
    for (; !m_is_another && m_followed_retries < seen.retries; ++m_followed_retries)
    {
        retry(seen.bytes);
    }
    if (!is_coming)
    {
        return;
    }
    if (seen.size)
    {
        set_size(file_index, *seen.size);
    }
    set_phase(file_index, std::max(seen.phase, dphDownloading));
    set_bytes(std::max(seen.bytes, file_bytes()));
}

WUA_COLD void update_report::begin_again(std::uint64_t kept_bytes)
{
    if (m_phase != dphInitializing || m_reported > m_completed_bytes)
    {
        retry(kept_bytes);
    }
}

} // namespace wua::detail

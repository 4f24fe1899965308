// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/engine/curl/curl_job.hpp>.

#include <wua/engine/curl/curl_job.hpp>
#include <wua/engine/transfer/shared_file.hpp>

#include <utility>

namespace wua::detail
{

WUA_COLD curl_job::curl_job(wua::transfer started, std::uint64_t bandwidth)
    : transfer(std::move(started)),
      budget(bandwidth)
{
    update_count = transfer.updates().size();
    priority = level_of(transfer.priority());
}

WUA_COLD unsigned curl_job::level_of(DownloadPriority priority) noexcept
{
    const int level = static_cast<int>(priority) - static_cast<int>(dpLow);
    return static_cast<unsigned>(level < 0 ? 0 : level);
}

WUA_COLD std::string_view curl_job::host_of(std::size_t index) const noexcept
{
    const auto& files = transfer.updates()[index]->files;
    return files.empty() || files.front().urls.empty()
               ? std::string_view()
               : detail::host_of(files.front().urls.front());
}

WUA_COLD bool curl_job::try_claim_name(std::string_view name, const content_file& file)
{
    const std::lock_guard lock(m_names_mutex);
    if (!m_names)
    {
        std::size_t files = 0;
        for (const update_pointer& update : transfer.updates())
        {
            files += update->files.size();
        }
        m_names.emplace(files);
    }
    const content_file& first = m_names->claim(name, file);
    return stored_name(first) == name && is_same_content(first, file);
}

} // namespace wua::detail

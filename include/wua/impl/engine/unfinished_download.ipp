// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/engine/unfinished_download.hpp>.

#include <wua/engine/disk/file_name.hpp>
#include <wua/engine/disk/part_file.hpp>
#include <wua/engine/unfinished_download.hpp>

#include <algorithm>
#include <memory>
#include <system_error>
#include <utility>

namespace wua
{

namespace detail
{

WUA_INLINE std::optional<unfinished_download> find_unfinished(const disk_directory& directory, const std::string& id)
{
    std::optional<download_journal> journal;
    try
    {
        const std::optional<disk_file> part = directory.try_open(part_name_of(id), false);
        journal = read_journal(directory, id);
        if (!part || !part->is_ours() || !journal || journal->bytes > part->size())
        {
            return std::nullopt;
        }
    }
    catch (const std::system_error&)
    {
        return std::nullopt; // a link, or not ours to read: not a download that can be continued
    }
    const std::size_t index = journal->file_index;
    const auto total = journal->total ? journal->total : journal->update.files[index].size;
    return unfinished_download{
        id, std::make_shared<const update_item>(std::move(journal->update)), index, journal->bytes, total};
}

} // namespace detail

WUA_INLINE std::vector<unfinished_download> list_unfinished(const std::filesystem::path& directory)
{
    std::vector<unfinished_download> found;
    if (!std::filesystem::exists(directory))
    {
        return found;
    }
    const detail::disk_directory opened(directory);
    for (const std::string& name : opened.names())
    {
        if (!name.ends_with(detail::journal_suffix))
        {
            continue;
        }
        if (auto one = detail::find_unfinished(opened, name.substr(0, name.size() - detail::journal_suffix.size())))
        {
            found.push_back(*std::move(one));
        }
    }
    std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.id < b.id; });
    return found;
}

WUA_INLINE update_pointer resume_unfinished(const std::filesystem::path& directory, const std::string& id)
{
    if (!detail::is_safe_file_name(id) || !std::filesystem::exists(directory))
    {
        return nullptr;
    }
    auto found = detail::find_unfinished(detail::disk_directory(directory), id);
    return found ? std::move(found->update) : nullptr;
}

WUA_INLINE bool drop_unfinished(const std::filesystem::path& directory, const std::string& id)
{
    if (!detail::is_safe_file_name(id) || !std::filesystem::exists(directory))
    {
        return false;
    }
    const detail::disk_directory opened(directory);
    std::optional<detail::disk_file> part = opened.try_open(detail::part_name_of(id), true);
    if (!part || !part->is_ours() || !opened.try_lock(*part) || !opened.is_still_named(*part))
    {
        return false;
    }
    detail::remove_unfinished(opened, id);
    return true;
}

} // namespace wua

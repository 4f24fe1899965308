// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/engine/unfinished_download.hpp>.

#include <wua/engine/disk/file_name.hpp>
#include <wua/engine/disk/part_file.hpp>
#include <wua/engine/unfinished_download.hpp>

#include <algorithm>
#include <memory>
#include <set>
#include <system_error>
#include <utility>

namespace wua
{

namespace detail
{

WUA_INLINE std::optional<unfinished_download> find_unfinished(const disk_directory& directory, const std::string& id)
{
    try
    {
        const std::optional<disk_file> part = directory.try_open(part_name_of(id), false);
        if (!part || !part->is_ours())
        {
            return std::nullopt;
        }
        unfinished_download found{.id = id, .bytes = part->size(), .last_write = part->last_write()};
        std::optional<download_journal> journal = read_journal(directory, id);
        if (journal && journal->bytes <= found.bytes)
        {
            found.file_index = journal->file_index;
            found.bytes = journal->bytes;
            found.total = journal->total ? journal->total : journal->update.files[journal->file_index].size;
            found.update = std::make_shared<const update_item>(std::move(journal->update));
        }
        return found;
    }
    catch (const std::system_error&)
    {
        return std::nullopt; // a link, or not ours to read: not a download that can be continued
    }
}

WUA_INLINE std::optional<std::string> unfinished_id(const std::string& name)
{
    for (const std::string_view suffix : {new_journal_suffix, journal_suffix, part_suffix})
    {
        if (name.ends_with(suffix))
        {
            std::string id = name.substr(0, name.size() - suffix.size());
            return is_safe_file_name(id) ? std::optional(std::move(id)) : std::nullopt;
        }
    }
    return std::nullopt;
}

WUA_INLINE bool try_drop(const disk_directory& directory, const std::string& id, std::string_view suffix,
                         std::chrono::system_clock::time_point youngest)
{
    std::optional<disk_file> file = directory.try_open(joined({id, suffix}), true);
    if (!file || !file->is_ours() || file->last_write() > youngest || !directory.try_lock(*file) ||
        !directory.is_still_named(*file))
    {
        return false;
    }
    if (suffix == part_suffix)
    {
        remove_unfinished(directory, id);
    }
    else
    {
        directory.remove(file->name());
    }
    return true;
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
        const std::optional<std::string> id = detail::unfinished_id(name);
        if (!id || name != detail::part_name_of(*id))
        {
            continue;
        }
        if (auto one = detail::find_unfinished(opened, *id))
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
    return detail::try_drop(
        detail::disk_directory(directory), id, detail::part_suffix, std::chrono::system_clock::time_point::max());
}

WUA_INLINE std::size_t drop_unfinished_older_than(const std::filesystem::path& directory, std::chrono::seconds age)
{
    if (!std::filesystem::exists(directory))
    {
        return 0;
    }
    const detail::disk_directory opened(directory);
    const auto youngest = std::chrono::system_clock::now() - age;
    std::set<std::string> ids;
    for (const std::string& name : opened.names())
    {
        if (std::optional<std::string> id = detail::unfinished_id(name))
        {
            ids.insert(*std::move(id));
        }
    }
    return static_cast<std::size_t>(std::count_if(ids.begin(), ids.end(), [&](const std::string& id) {
        try
        {
            if (opened.size_of(detail::part_name_of(id)))
            {
                return detail::try_drop(opened, id, detail::part_suffix, youngest);
            }
            const bool had_journal = detail::try_drop(opened, id, detail::journal_suffix, youngest);
            return detail::try_drop(opened, id, detail::new_journal_suffix, youngest) || had_journal;
        }
        catch (const std::system_error&)
        {
            return false; // not ours to remove
        }
    }));
}

} // namespace wua

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
#include <thread>
#include <utility>

namespace wua
{

namespace detail
{

WUA_INLINE std::optional<unfinished_download>
find_unfinished(const disk_directory& directory, const std::string& name, const std::string& id)
{
    try
    {
        const std::optional<disk_file> part = directory.try_open(part_name_of(name), false);
        if (!part || !part->is_ours())
        {
            return std::nullopt;
        }
        unfinished_download found{.id = id, .bytes = part->size(), .last_write = part->last_write()};
        std::optional<download_journal> journal = read_journal(directory, name);
        if (journal && journal->file_size() <= found.bytes)
        {
            found.file_index = journal->file_index;
            found.bytes = journal->total_bytes();
            found.total = journal->total ? journal->total : journal->update.files[journal->file_index].size;
            found.update = std::make_shared<const update_item>(std::move(journal->update));
        }
        return found;
    }
    catch (const std::system_error&)
    {
        return std::nullopt; // a link or somebody else's file, which no download would continue
    }
}

WUA_INLINE std::vector<std::string> folders_below(folder_tree& tree)
{
    std::vector<std::string> paths{""};
    for (std::size_t next = 0; next != paths.size(); ++next)
    {
        const std::string path = paths[next];
        const auto directory = try_folder(tree, path);
        for (const std::string& name : directory ? directory->names() : std::vector<std::string>())
        {
            if (is_safe_path(path + name) && directory->is_folder(name))
            {
                paths.push_back(joined({path, name, "/"}));
            }
        }
    }
    return paths;
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

WUA_INLINE drop_result try_drop(const disk_directory& directory, const std::string& name, std::string_view suffix,
                                std::chrono::system_clock::time_point youngest)
{
    try
    {
        std::optional<disk_file> file = directory.try_open(joined({name, suffix}), true);
        if (!file || !file->is_ours() || file->last_write() > youngest)
        {
            return drop_result::refused;
        }
        if (!directory.try_lock(*file) || !directory.is_still_named(*file))
        {
            return drop_result::busy;
        }
        if (suffix == part_suffix)
        {
            remove_unfinished(directory, name);
        }
        else
        {
            directory.remove(file->name());
        }
        return drop_result::dropped;
    }
    catch (const std::system_error&)
    {
        return drop_result::refused; // a link or somebody else's file, which must not be removed
    }
}

// Null if the folder cannot be used.
WUA_INLINE std::shared_ptr<const disk_directory> try_folder(folder_tree& tree, std::string_view path)
{
    try
    {
        return tree.folder(path.substr(0, path.empty() ? 0 : path.size() - 1), false);
    }
    catch (const std::system_error&)
    {
        return nullptr;
    }
}

// The folder of the download with that id; null if there cannot be one.
WUA_INLINE std::shared_ptr<const disk_directory>
folder_with(const std::filesystem::path& directory, const std::string& id)
{
    if (!is_safe_path(id) || !std::filesystem::exists(directory))
    {
        return nullptr;
    }
    folder_tree tree(std::make_shared<disk_directory>(directory));
    return try_folder(tree, std::string_view(id).substr(0, id.size() - leaf_of(id).size()));
}

// Returns how many downloads were dropped.
WUA_INLINE std::size_t drop_in(const disk_directory& directory, std::chrono::system_clock::time_point youngest)
{
    std::set<std::string> names;
    for (const std::string& file : directory.names())
    {
        if (std::optional<std::string> name = unfinished_id(file))
        {
            names.insert(*std::move(name));
        }
    }
    return static_cast<std::size_t>(std::count_if(names.begin(), names.end(), [&](const std::string& name) {
        if (directory.size_of(part_name_of(name)))
        {
            return try_drop(directory, name, part_suffix, youngest) == drop_result::dropped;
        }
        const drop_result journal = try_drop(directory, name, journal_suffix, youngest);
        const drop_result next = try_drop(directory, name, new_journal_suffix, youngest);
        return journal == drop_result::dropped || next == drop_result::dropped;
    }));
}

} // namespace detail

WUA_INLINE std::vector<unfinished_download> list_unfinished(const std::filesystem::path& directory)
{
    std::vector<unfinished_download> found;
    if (!std::filesystem::exists(directory))
    {
        return found;
    }
    detail::folder_tree tree(std::make_shared<detail::disk_directory>(directory));
    for (const std::string& path : detail::folders_below(tree))
    {
        const auto opened = detail::try_folder(tree, path);
        for (const std::string& file : opened ? opened->names() : std::vector<std::string>())
        {
            const std::optional<std::string> name = detail::unfinished_id(file);
            if (!name || file != detail::part_name_of(*name))
            {
                continue;
            }
            if (auto one = detail::find_unfinished(*opened, *name, path + *name))
            {
                found.push_back(*std::move(one));
            }
        }
    }
    std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.id < b.id; });
    return found;
}

WUA_INLINE update_pointer resume_unfinished(const std::filesystem::path& directory, const std::string& id)
{
    const auto opened = detail::folder_with(directory, id);
    auto found = opened ? detail::find_unfinished(*opened, std::string(detail::leaf_of(id)), id) : std::nullopt;
    return found ? std::move(found->update) : nullptr;
}

WUA_INLINE bool drop_unfinished(const std::filesystem::path& directory, const std::string& id,
                                std::chrono::milliseconds patience)
{
    const auto opened = detail::folder_with(directory, id);
    if (!opened)
    {
        return false;
    }
    const std::string name(detail::leaf_of(id));
    const auto begin = std::chrono::steady_clock::now();
    while (true)
    {
        const detail::drop_result result =
            detail::try_drop(*opened, name, detail::part_suffix, std::chrono::system_clock::time_point::max());
        if (result != detail::drop_result::busy ||
            std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - begin) >= patience)
        {
            return result == detail::drop_result::dropped;
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
}

WUA_INLINE std::size_t drop_unfinished_older_than(const std::filesystem::path& directory, std::chrono::seconds age)
{
    if (!std::filesystem::exists(directory))
    {
        return 0;
    }
    detail::folder_tree tree(std::make_shared<detail::disk_directory>(directory));
    const auto youngest = std::chrono::system_clock::now() - age;
    std::size_t dropped = 0;
    for (const std::string& path : detail::folders_below(tree))
    {
        if (const auto opened = detail::try_folder(tree, path))
        {
            dropped += detail::drop_in(*opened, youngest);
        }
    }
    return dropped;
}

} // namespace wua

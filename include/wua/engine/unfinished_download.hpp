// SPDX-License-Identifier: MIT
#pragma once

// Downloads that an earlier process did not finish: list, continue or remove them.

#include <wua/engine/disk/disk.hpp>
#include <wua/engine/disk/folder_tree.hpp>
#include <wua/model/update_item.hpp>
#include <wua/separate_compilation.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace wua
{

struct unfinished_download
{
    /// The name that the file will have, including folders: unique in its directory.
    std::string id;

    /// The whole update, with all its files; a curl_engine with the same directory continues it. Its URLs have lost
    /// their credentials. Null if there is no complete journal, so that nobody knows what the bytes belong to; an
    /// update with a digest whose file has this name still continues them.
    update_pointer update{};

    /// The index of the file in the update, how many of its bytes are there, and how many it has, if known.
    std::size_t file_index = 0;
    std::uint64_t bytes = 0;
    std::optional<std::uint64_t> total{};

    /// When bytes last arrived.
    std::chrono::system_clock::time_point last_write{};
};

namespace detail
{

// `name` is that of a file in the directory; `id` includes its folders.
std::optional<unfinished_download>
find_unfinished(const disk_directory& directory, const std::string& name, const std::string& id);

// The folder with that path; null when it cannot be used.
std::shared_ptr<const disk_directory> try_folder(folder_tree& tree, std::string_view path);

// The folder of the download with that id; null when the id is invalid or the folder cannot be used.
std::shared_ptr<const disk_directory> folder_with(const std::filesystem::path& directory, const std::string& id);

// The paths of the folders below the tree's root, starting with the root itself: ""; all others end with '/'. Links are
// not followed, and unreadable folders are left out.
std::vector<std::string> folders_below(folder_tree& tree);

// The name of the download that such a working file belongs to; nullopt for other files.
std::optional<std::string> unfinished_id(const std::string& name);

enum class drop_result : std::uint8_t
{
    dropped,
    busy,   // open elsewhere
    refused // does not exist, is younger than `youngest`, is a link, or belongs to somebody else
};

// Removes a working file of a download; if it is the one with the bytes, all the others, too.
drop_result try_drop(const disk_directory& directory, const std::string& name, std::string_view suffix,
                     std::chrono::system_clock::time_point youngest);

// Removes downloads that are not younger than `youngest`; returns their number.
std::size_t drop_in(const disk_directory& directory, std::chrono::system_clock::time_point youngest);

} // namespace detail

/// The unfinished downloads in a directory and the folders below it, sorted by id; includes those that are being
/// downloaded now, but no links, no files with several names and none of other users. Throws std::system_error when the
/// directory exists and cannot be used.
std::vector<unfinished_download> list_unfinished(const std::filesystem::path& directory);

/// The update to start again; null when there is no such unfinished download, or it has no journal.
update_pointer resume_unfinished(const std::filesystem::path& directory, const std::string& id);

/// Removes what is stored of a download. False when there is nothing, or it is being downloaded, or belongs to somebody
/// else. The bytes of an aborted download are saved shortly after its job has ended; the call waits for that, or for
/// the end of a download that is still running, for so long.
bool drop_unfinished(const std::filesystem::path& directory, const std::string& id,
                     std::chrono::milliseconds patience = std::chrono::seconds(1));

/// Removes what is stored of downloads that have received nothing for this long, even if it is only a journal; keeps
/// what is being downloaded now or belongs to somebody else. Returns the number of downloads removed. Every NAME.part
/// counts as one, so other programs should not keep such files there, or in folders below.
std::size_t drop_unfinished_older_than(const std::filesystem::path& directory, std::chrono::seconds age);

} // namespace wua

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/engine/unfinished_download.ipp>
#endif

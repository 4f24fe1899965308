// SPDX-License-Identifier: MIT
#pragma once

// Downloads that an earlier process did not finish: to be listed, continued, dropped or cleaned up.

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
    /// The name that the file will have, with its folders: unique in its directory.
    std::string id;

    /// The whole update, with all its files; given to a curl_engine of the same directory, it is continued. Its URLs
    /// have lost their credentials. Null when there is no whole journal, so that nobody knows what the bytes are of; an
    /// update with a digest whose file has this name continues them nevertheless.
    update_pointer update{};

    /// Which of the update's files it is, how many of its bytes are there, and how many it has, if that is known.
    std::size_t file_index = 0;
    std::uint64_t bytes = 0;
    std::optional<std::uint64_t> total{};

    /// When bytes came last.
    std::chrono::system_clock::time_point last_write{};
};

namespace detail
{

// The name is that of a file in the directory, the id has its folders as well.
std::optional<unfinished_download>
find_unfinished(const disk_directory& directory, const std::string& name, const std::string& id);

// The folder with such a path; null when it cannot be used.
std::shared_ptr<const disk_directory> try_folder(folder_tree& tree, std::string_view path);

// Where the download is that has the id; null when it can be nowhere, or its folder cannot be used.
std::shared_ptr<const disk_directory> folder_with(const std::filesystem::path& directory, const std::string& id);

// The paths of the folders below the tree's root, its own first: ""; each other one ends with '/'. Links are not
// followed, and what cannot be read is left out.
std::vector<std::string> folders_below(folder_tree& tree);

// The download to which a file belongs that is kept beside its result; nothing for other files.
std::optional<std::string> unfinished_id(const std::string& name);

// Removes a file that is kept beside a download's result, and with the bytes all the others. False when there is none,
// or it is younger, or somebody else's, or a link, or open elsewhere.
bool try_drop(const disk_directory& directory, const std::string& name, std::string_view suffix,
              std::chrono::system_clock::time_point youngest);

// Drops what is older; how many downloads that were.
std::size_t drop_in(const disk_directory& directory, std::chrono::system_clock::time_point youngest);

} // namespace detail

/// What is unfinished in a directory and in the folders below it, sorted by id; those that are being downloaded now
/// included, files of other users and such as have another name left out. Throws std::system_error when the directory
/// is there and cannot be used.
std::vector<unfinished_download> list_unfinished(const std::filesystem::path& directory);

/// The update to be started again; null when there is no such unfinished download, or no journal of it.
update_pointer resume_unfinished(const std::filesystem::path& directory, const std::string& id);

/// Removes what is stored of a download. False when there is nothing, or it is being downloaded now or somebody
/// else's.
bool drop_unfinished(const std::filesystem::path& directory, const std::string& id);

/// Removes what is stored of downloads to which nothing has come for so long, be it a journal alone; what is being
/// downloaded now and what is somebody else's stays. How many downloads that were. Whatever is called NAME.part is
/// taken for one, so other programs should not keep such files there, or in folders below.
std::size_t drop_unfinished_older_than(const std::filesystem::path& directory, std::chrono::seconds age);

} // namespace wua

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/engine/unfinished_download.ipp>
#endif

// SPDX-License-Identifier: MIT
#pragma once

// What to download: an update, its files, where to get them and how to recognise them.

#include <wua/model/content_digest.hpp>
#include <wua/model/content_seed.hpp>
#include <wua/model/update_details.hpp>
#include <wua/separate_compilation.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace wua
{

struct file_details;

/// One file of an update.
struct content_file
{
    /// Where to get the file: the first URL is tried first, the others are mirrors.
    std::vector<std::string> urls{};

    /// The name under which the file is stored, optionally with folders below the output directory: "bin/tool". Folders
    /// are created as needed. Empty: taken from the URL.
    std::string file_name{};

    /// Bytes; nullopt when unknown until the server states it.
    std::optional<std::uint64_t> size{};

    /// What the content must match, together with each of more_digests.
    std::optional<content_digest> digest{};

    /// True for a binary delta, false for the full file.
    bool is_delta = false;

    /// POSIX permissions such as 0755; 0: the default ones. At most 0777. No effect on Windows.
    std::uint16_t mode = 0;
    /// Further digests; null when there are none, which costs a queue of 100,000 updates next to nothing.
    std::shared_ptr<const std::vector<content_digest>> more_digests{};

    /// Details that few files need, such as a sink or a swarm; see <wua/model/file_details.hpp>.
    /// Null: nothing. For engines that support it, such as curl_engine.
    std::shared_ptr<const file_details> details{};

    /// An older version that saves bytes, if there is one.
    optional_content_seed seed{};

    /// True when there is a digest to identify the content by.
    bool has_digest() const noexcept
    {
        return digest || (more_digests && !more_digests->empty());
    }

    /// All digests that the content must match, without repetition, ordered by algorithm.
    std::vector<content_digest> digests() const;

    /// Adds another digest that the content must match.
    void add_digest(content_digest further);
};

/// Identifies an update: the text of a GUID and the revision of its metadata.
struct identity
{
    std::string update_id;
    std::int32_t revision_number = 0;

    bool operator==(const identity&) const = default;
};

struct request_details;

/// An update as the engines see it.
struct update_item
{
    wua::identity identity;
    std::string title;
    std::vector<content_file> files;

    /// The most bytes that this update may need; an engine refuses to fetch more. nullopt: no limit of its own.
    std::optional<std::uint64_t> max_size;

    /// Null when the catalogue says nothing more.
    std::shared_ptr<const update_details> details;

    /// What the requests for its files carry, see <wua/model/request_details.hpp>: sent to the origins of its own URLs
    /// and to no others. Null: the engine's own settings.
    std::shared_ptr<const request_details> requests{};

    /// The sum of the files' sizes in bytes; nullopt while one of them is unknown, or when there are no files.
    std::optional<std::uint64_t> size() const noexcept;
};

/// Updates are shared, never copied: the caller, the job, its snapshots and the engine use the same immutable value.
using update_pointer = std::shared_ptr<const update_item>;

/// An update with one file at one URL.
update_pointer make_item(std::string title, std::string url, std::optional<std::uint64_t> size = std::nullopt,
                         std::optional<content_digest> digest = std::nullopt);

} // namespace wua

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/model/update_item.ipp>
#endif

// SPDX-License-Identifier: MIT
#pragma once

// What became of a file of an update: where it lies, and where it came from.

#include <wua/model/content_digest.hpp>
#include <wua/model/file_details.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace wua
{

enum class file_origin : std::uint8_t
{
    downloaded,    ///< by this update, or by another one that wanted the same file
    already_there, ///< it had the right digests
    not_modified   ///< the server says that it has no other content
};

/// Of a file that is complete. What is not known is empty.
struct file_result
{
    /// The place of the file in update_item::files.
    std::uint32_t file = 0;

    file_origin origin = file_origin::downloaded;

    /// Who gave the end of the content, after redirects, as it may be shown (printable_url). Empty when this update
    /// asked nobody.
    std::string url{};

    /// Where it lies, in UTF-8; empty for a sink.
    std::string path{};

    /// Bytes. Of what was not modified and went to no file, what the update says, or 0.
    std::uint64_t size = 0;

    /// What the server said of the content; for file_details::known of the next download. Empty when several servers
    /// gave parts.
    content_validators validators{};

    /// Those that were found to be right.
    std::vector<content_digest> digests{};

    bool operator==(const file_result&) const = default;
};

} // namespace wua

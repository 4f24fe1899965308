// SPDX-License-Identifier: MIT
#pragma once

// The result of one file of an update: where it is, and where it came from.

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
    not_modified   ///< the server says that its content is unchanged
};

/// Describes a completed file. Unknown values are empty.
struct file_result
{
    /// The index of the file in update_item::files.
    std::uint32_t file = 0;

    file_origin origin = file_origin::downloaded;

    /// The URL that delivered the last part of the content, after redirects, in a form safe to show (printable_url).
    /// Empty if this update sent no request.
    std::string url{};

    /// Where the file is, in UTF-8; empty for a sink.
    std::string path{};

    /// Bytes. For unmodified content without a file, the size that the update states, or 0.
    std::uint64_t size = 0;

    /// The server's validators for the content, for file_details::known of the next download. Empty when several
    /// servers delivered parts.
    content_validators validators{};

    /// The digests that were verified.
    std::vector<content_digest> digests{};

    bool operator==(const file_result&) const = default;
};

} // namespace wua

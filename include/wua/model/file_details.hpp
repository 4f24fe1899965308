// SPDX-License-Identifier: MIT
#pragma once

// Details that few files need. Kept apart, so that a queue of 100,000 updates without it stays small.

#include <cstdint>
#include <memory>
#include <string>

namespace wua
{

class content_sink;
struct content_swarm;

/// What a server recognises content by: header fields of an earlier response, as in file_result.
struct content_validators
{
    std::string etag{};          ///< with its quotes: "\"abc\"", or weak: "W/\"abc\""
    std::string last_modified{}; ///< as received: "Sun, 06 Nov 1994 08:49:37 GMT"

    bool is_empty() const noexcept
    {
        return etag.empty() && last_modified.empty();
    }

    bool operator==(const content_validators&) const = default;
};

struct file_details
{
    /// Describes the existing file, or the content that a sink's owner already has. The file's first URL, and where it
    /// redirects to, then sends content only if it has changed (If-None-Match, If-Modified-Since). Otherwise the file
    /// stays untouched, and the update ends as one that was there already: WU_S_ALREADY_DOWNLOADED. Not used for a file
    /// with a digest, which identifies it, for a missing file, or when the job is forced.
    content_validators known{};

    /// Receives the content instead of a file; null: none.
    std::shared_ptr<content_sink> sink{};

    /// The sink already has this many bytes of the content that `known` describes, which must have a strong ETag; the
    /// download continues them if the server still has that content. Not for a file with a digest, which is one of all
    /// bytes.
    std::uint64_t held_bytes = 0;

    /// A swarm that has the content, see <wua/model/content_swarm.hpp>; null: none is known.
    std::shared_ptr<const content_swarm> swarm{};
};

} // namespace wua

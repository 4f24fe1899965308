// SPDX-License-Identifier: MIT
#pragma once

// What few files of updates have. Kept apart, so that a queue of 100,000 updates that have none of it stays small.

#include <cstdint>
#include <memory>
#include <string>

namespace wua
{

class content_sink;
struct content_swarm;

/// By what a server recognises a content: the header fields of an earlier response, as file_result has them.
struct content_validators
{
    std::string etag{};          ///< with its quotes: "\"abc\"", or weak: "W/\"abc\""
    std::string last_modified{}; ///< as it came: "Sun, 06 Nov 1994 08:49:37 GMT"

    bool is_empty() const noexcept
    {
        return etag.empty() && last_modified.empty();
    }

    bool operator==(const content_validators&) const = default;
};

struct file_details
{
    /// Of the file that is there already, or of what the caller of a sink has. The file's first URL, and where it
    /// redirects, is then asked for the content only if it has another one (If-None-Match, If-Modified-Since). If not,
    /// the file stays untouched, and the update ends as one that was there already: WU_S_ALREADY_DOWNLOADED. Not used
    /// for a file with a digest, which is recognised by that, for one that is not there, and when the job is forced.
    content_validators known{};

    /// Takes the content instead of a file; null: none.
    std::shared_ptr<content_sink> sink{};

    /// The sink has this many bytes of the content that `known` speaks of, which must have a strong ETag: they are
    /// continued if the server still has that content. Not for a file with a digest, which is one of all bytes.
    std::uint64_t held_bytes = 0;

    /// Others who have the content, see <wua/model/content_swarm.hpp>; null: nobody is known.
    std::shared_ptr<const content_swarm> swarm{};
};

} // namespace wua

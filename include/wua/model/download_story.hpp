// SPDX-License-Identifier: MIT
#pragma once

// The story of a download: what each attempt to fetch a file met with, and what was decided then.

#include <wua/model/outcome.hpp>

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

namespace wua
{

/// What followed from the end of an attempt.
enum class attempt_decision : std::uint8_t
{
    complete,        ///< the file has all its bytes, and the right ones
    retry,           ///< the same URL is asked again
    other_mirror,    ///< another URL of the file is asked
    wait,            ///< the system lacks something for the moment; no server is to blame
    give_up,         ///< no URL is left to be asked, or none would help
    stop,            ///< the update was aborted, or its time was over
    take_from_seed,  ///< it was about the control file of a seed, which has some of the bytes
    do_without_seed, ///< it was likewise, and the seed is of no use
    take_from_swarm, ///< it was about a swarm, which has given all that was missing
    do_without_swarm ///< it was likewise, and what is still missing is fetched from the URLs
};

/// One attempt: a request, its redirects and the last response. What is not known is empty or zero.
struct attempt_record
{
    /// The place of the file in update_item::files.
    std::uint32_t file = 0;

    /// URLs as they may be shown (printable_url): without credentials, a query as "?...". The one that was asked, and
    /// where it led, one redirect after the other.
    std::string url{};
    std::vector<std::string> redirects{};

    /// Who answered, "192.0.2.1:443" or "[2001:db8::1]:443": the proxy where there is one.
    std::string address{};

    /// "HTTP/1.1", "HTTP/2"; "file" for a local file.
    std::string protocol{};

    /// The HTTP status of the last response.
    std::int32_t status = 0;

    /// The last request went over a connection that was there already.
    bool is_connection_reused = false;

    /// The first byte that was asked for, and how many bytes of content came.
    std::uint64_t offset = 0;
    std::uint64_t bytes = 0;

    /// From the beginning of the last request until the name was resolved, the connection was made, TLS was agreed on
    /// and the first byte came. Each includes those before it; zero: it did not come to that, or needed no time.
    std::chrono::nanoseconds name_resolved{0};
    std::chrono::nanoseconds connected{0};
    std::chrono::nanoseconds tls_agreed{0};
    std::chrono::nanoseconds first_byte{0};

    /// From the beginning of the attempt, redirects included, to its end.
    std::chrono::nanoseconds total{0};

    /// From the beginning of the job to the end of the attempt, by the job's clock; the job sets it.
    std::chrono::nanoseconds ended_at{0};

    /// Why it ended.
    outcome result{};

    attempt_decision decision = attempt_decision::complete;

    /// Of the next attempt: after how long at the earliest, whether it asks for the whole file because a part was
    /// refused, and whether the bytes so far were discarded.
    std::chrono::nanoseconds delay{0};
    bool asks_for_whole = false;
    bool discards_bytes = false;

    bool operator==(const attempt_record&) const = default;
};

/// The attempts of one update, the oldest first. See downloader_options::attempts_kept for which of them are kept.
struct download_story
{
    std::vector<attempt_record> attempts{};

    /// Attempts before these, which are kept no more.
    std::uint64_t forgotten = 0;

    bool operator==(const download_story&) const = default;
};

} // namespace wua

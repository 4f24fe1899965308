// SPDX-License-Identifier: MIT
#pragma once

// The history of a download: how each attempt to fetch a file went, and what was decided then.

#include <wua/model/outcome.hpp>

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

namespace wua
{

/// What follows the end of an attempt.
enum class attempt_decision : std::uint8_t
{
    complete,        ///< the file has all its bytes, and they are right
    retry,           ///< the same URL is tried again
    other_mirror,    ///< another URL of the file is tried
    wait,            ///< the system lacks a resource for the moment; no server is to blame
    give_up,         ///< no URL is left to try, or none would help
    stop,            ///< the update was aborted, or ran out of time
    take_from_seed,  ///< the attempt fetched a seed's control file, and the seed has some of the bytes
    do_without_seed, ///< likewise, but the seed is of no use
    take_from_swarm, ///< the attempt used a swarm, which delivered everything that was missing
    do_without_swarm ///< likewise, and what is still missing is fetched from the URLs
};

/// One attempt: a request, its redirects and the last response. Unknown values are empty or zero.
struct attempt_record
{
    /// The index of the file in update_item::files.
    std::uint32_t file = 0;

    /// The requested URL and the redirects that followed, in order. All in the form that is safe to show
    /// (printable_url): without credentials, with a query as "?...".
    std::string url{};
    std::vector<std::string> redirects{};

    /// The address that answered, "192.0.2.1:443" or "[2001:db8::1]:443": the proxy's, if there is one.
    std::string address{};

    /// "HTTP/1.1", "HTTP/2"; "file" for a local file.
    std::string protocol{};

    /// The HTTP status of the last response.
    std::int32_t status = 0;

    /// The last request used an existing connection.
    bool is_connection_reused = false;

    /// The offset of the first byte requested, and how many bytes of content arrived.
    std::uint64_t offset = 0;
    std::uint64_t bytes = 0;

    /// From the start of the last request until the name was resolved, the connection was established, the TLS
    /// handshake was done and the first byte arrived. Each includes those before it; zero: not reached, or no time was
    /// needed.
    std::chrono::nanoseconds name_resolved{0};
    std::chrono::nanoseconds connected{0};
    std::chrono::nanoseconds tls_agreed{0};
    std::chrono::nanoseconds first_byte{0};

    /// From the start of the attempt to its end, redirects included.
    std::chrono::nanoseconds total{0};

    /// From the start of the job to the end of the attempt, by the job's clock; set by the job.
    std::chrono::nanoseconds ended_at{0};

    /// Why it ended.
    outcome result{};

    attempt_decision decision = attempt_decision::complete;

    /// About the next attempt: the delay before it, whether it requests the whole file because a range was refused, and
    /// whether the bytes so far were discarded.
    std::chrono::nanoseconds delay{0};
    bool asks_for_whole = false;
    bool discards_bytes = false;

    bool operator==(const attempt_record&) const = default;
};

/// The attempts of one update, oldest first. downloader_options::attempts_kept says which of them are kept.
struct download_story
{
    std::vector<attempt_record> attempts{};

    /// How many earlier attempts are no longer kept.
    std::uint64_t forgotten = 0;

    bool operator==(const download_story&) const = default;
};

} // namespace wua

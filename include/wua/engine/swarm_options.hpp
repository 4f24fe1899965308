// SPDX-License-Identifier: MIT
#pragma once

// Options of a swarm_engine.

#include <wua/engine/curl_options.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace wua
{

enum class swarm_encryption : std::uint8_t
{
    allowed,  // as the peer prefers
    required, // unencrypted connections are refused
};

/// What is uploaded of downloaded files. While a job runs its files are always uploaded, within max_bytes, rate and
/// networks; afterwards, by default, nothing is.
struct seeding_policy
{
    /// How long a file is uploaded after its job is over; 0: not at all.
    std::chrono::seconds time{0};

    /// The most bytes of a file that this engine uploads, including during the job; 0: no limit.
    std::uint64_t max_bytes = 0;

    /// Bytes per second for all files together; 0: no limit.
    std::uint64_t rate = 0;

    /// The networks of acceptable peers, "10.0.0.0/8" or "fd00::/8"; empty: all. Other peers do not even learn what is
    /// being downloaded.
    std::vector<std::string> networks{};

    /// Called once a second while files of finished jobs are uploaded: false stops that, for example on a metered
    /// network. Called on a thread of the engine; it must return at once, and an exception means no. Empty: always.
    std::function<bool()> may_seed{};
};

struct swarm_options
{
    /// For the engine that fetches what has no swarm or what its swarm lacks; directory, limits and policy apply to
    /// both.
    curl_options http{};

    /// Addresses and ports at which peers may connect, in libtorrent's syntax; port 0: any free one. Empty: no peer can
    /// connect. Addresses that cannot be used are reported in swarm_status::problem, and the others used, but never one
    /// that is not listed.
    std::string listen = "0.0.0.0:0,[::]:0";

    /// Trackers in addition to those of the torrents, http://, https:// or udp://.
    std::vector<std::string> trackers{};

    /// Peers to try in every swarm: "192.0.2.1:6881", "[2001:db8::1]:6881".
    std::vector<std::string> peers{};

    /// Ways to find peers, and to be found, besides trackers. The first three reveal to others than the tracker what is
    /// being downloaded, see docs/swarm.md; they are not used for private torrents.
    bool uses_dht = false;
    bool uses_local_discovery = false;
    bool exchanges_peers = false;
    bool maps_ports = false; // UPnP and NAT-PMP

    swarm_encryption encryption = swarm_encryption::allowed;

    /// Whether a swarm may itself ask the file's URLs for what no peer has. Applies only to URLs that need none of the
    /// HTTP settings of the options or of the update.
    bool uses_web_seeds = true;

    /// How long a swarm looks for peers before it asks the URLs, unless trackers know of none: machines that start
    /// together then fetch different parts. 0: it does not wait.
    std::chrono::milliseconds web_seed_delay{1'000};

    /// Per swarm.
    std::size_t max_peers = 50;

    /// A swarm that has delivered no byte for stall_time is left, and the rest is fetched from the URLs; after
    /// lonely_time if it has neither a peer nor a URL that it may ask and can connect to.
    std::chrono::milliseconds stall_time{10'000};
    std::chrono::milliseconds lonely_time{2'000};

    seeding_policy seeding{};
};

/// The state of an engine's swarms at one moment. Bytes are bytes of content since the engine was constructed,
/// including wrong content.
struct swarm_status
{
    std::size_t peers = 0;       // connected
    std::size_t downloading = 0; // files
    std::size_t seeding = 0;     // complete files that are uploaded to others
    std::uint64_t bytes_of_peers = 0;
    std::uint64_t bytes_of_web_seeds = 0;
    std::uint64_t bytes_to_peers = 0;
    std::uint64_t poisoned_pieces = 0; // with wrong content; they were discarded
    std::uint16_t port = 0;            // where peers may connect; 0: none, or not yet

    /// The latest problem since the engine was constructed, as a sentence; empty: none.
    std::string problem{};

    bool operator==(const swarm_status&) const = default;
};

/// The same for one file and its swarm.
struct swarm_file_status
{
    std::size_t peers = 0; // connected
    std::uint64_t bytes_of_peers = 0;
    std::uint64_t bytes_of_origin = 0; // from its URLs, whether the swarm or the engine asked them
    std::uint64_t bytes_to_peers = 0;

    swarm_file_status& operator+=(const swarm_file_status& other) noexcept
    {
        peers += other.peers;
        bytes_of_peers += other.bytes_of_peers;
        bytes_of_origin += other.bytes_of_origin;
        bytes_to_peers += other.bytes_to_peers;
        return *this;
    }

    bool operator==(const swarm_file_status&) const = default;
};

} // namespace wua

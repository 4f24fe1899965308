// SPDX-License-Identifier: MIT
#pragma once

// What can be chosen about a swarm_engine.

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
    allowed,  // as the other side wants it
    required, // no connection without
};

/// What is given to others of what was downloaded. While a job runs its files are given in any case, within max_bytes,
/// rate and networks; by default nothing is afterwards.
struct seeding_policy
{
    /// How long after its job is over a file is given to others; 0: not at all.
    std::chrono::seconds time{0};

    /// The most bytes of a file that this engine gives, the job's time included; 0: no limit.
    std::uint64_t max_bytes = 0;

    /// Bytes per second of all files together; 0: no limit.
    std::uint64_t rate = 0;

    /// The networks whose peers are talked to, "10.0.0.0/8" or "fd00::/8"; empty: all. Others do not even hear what is
    /// downloaded.
    std::vector<std::string> networks{};

    /// Asked once a second while files of jobs that are over are given: false ends that, as on a metered network.
    /// Called on a thread of the engine's; it must return at once, and what it throws is a no. Empty: always.
    std::function<bool()> may_seed{};
};

struct swarm_options
{
    /// Of the engine that fetches what has no swarm, or what its swarm does not have: the directory, limits and policy
    /// of both.
    curl_options http{};

    /// Addresses and ports at which peers may connect, as libtorrent has them; port 0: any that is free. Empty: none
    /// can. Those that cannot be had are told by swarm_status::problem, and the others used, but none that is not
    /// named.
    std::string listen = "0.0.0.0:0,[::]:0";

    /// Trackers beside those of the torrents, http://, https:// or udp://.
    std::vector<std::string> trackers{};

    /// Peers to be tried in every swarm: "192.0.2.1:6881", "[2001:db8::1]:6881".
    std::vector<std::string> peers{};

    /// Ways to find peers, and to be found, beside trackers. The first three tell others than the tracker what is being
    /// downloaded, see docs/swarm.md; not used for torrents that are private.
    bool uses_dht = false;
    bool uses_local_discovery = false;
    bool exchanges_peers = false;
    bool maps_ports = false; // UPnP and NAT-PMP

    swarm_encryption encryption = swarm_encryption::allowed;

    /// Whether a swarm may ask the file's URLs itself, for what no peer has. Only those that need nothing that HTTP
    /// requests of the options or of the update carry.
    bool uses_web_seeds = true;

    /// So long peers are looked for before a swarm asks the URLs, unless trackers know of none: machines that begin
    /// together then fetch different parts. 0: at once.
    std::chrono::milliseconds web_seed_delay{1'000};

    /// In each swarm.
    std::size_t max_peers = 50;

    /// A swarm that has brought no byte for so long is left, and the rest fetched from the URLs; earlier when there is
    /// neither a peer nor a URL that it may ask and that can be connected to.
    std::chrono::milliseconds stall_time{10'000};
    std::chrono::milliseconds lonely_time{2'000};

    seeding_policy seeding{};
};

/// One instant of an engine's swarms. Bytes are those of content since the engine was made, as it came: what was wrong
/// counts, too.
struct swarm_status
{
    std::size_t peers = 0;       // connected
    std::size_t downloading = 0; // files
    std::size_t seeding = 0;     // files that are complete and given to others
    std::uint64_t bytes_of_peers = 0;
    std::uint64_t bytes_of_web_seeds = 0;
    std::uint64_t bytes_to_peers = 0;
    std::uint64_t poisoned_pieces = 0; // with wrong content, which were not kept
    std::uint16_t port = 0;            // at which peers may connect; 0: none, or not yet

    /// What did not work as it should, in a sentence, the latest since the engine was made; empty: nothing.
    std::string problem{};

    bool operator==(const swarm_status&) const = default;
};

/// The same of one file and its swarm.
struct swarm_file_status
{
    std::size_t peers = 0; // connected
    std::uint64_t bytes_of_peers = 0;
    std::uint64_t bytes_of_origin = 0; // of its URLs, whether its swarm asked them or the engine
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

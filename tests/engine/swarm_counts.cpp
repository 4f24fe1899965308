// SPDX-License-Identifier: MIT
// How much of a file came from whom, while its swarms come and go.

#include "catch.hpp"
#include <wua/engine/swarm/swarm_counts.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

namespace swarm_counts_test
{

using wua::swarm_file_status;
using wua::detail::swarm_counts;
using wua::detail::swarm_torrent;

std::shared_ptr<swarm_torrent>
counted_torrent(swarm_counts& counts, const std::string& info_hash, std::uint64_t of_peers)
{
    wua::detail::supply_request order;
    order.info_hash = info_hash;
    auto made = std::make_shared<swarm_torrent>(std::move(order), "key", [] {});
    made->bytes_of_peers = of_peers;
    counts.add(made);
    return made;
}

TEST_CASE("what a swarm has brought and given counts when it is gone, too, but its peers do not", "[swarm_counts]")
{
    swarm_counts counts;
    const auto first = counted_torrent(counts, "ab", 1'000);
    first->bytes_of_web_seeds = 200;
    first->uploaded = 30;
    first->peers = 4;
    CHECK(counts.of("ab") ==
          swarm_file_status{.peers = 4, .bytes_of_peers = 1'000, .bytes_of_origin = 200, .bytes_to_peers = 30});
    counts.keep(*first);
    first->bytes_of_peers = 9'999; // by which nobody goes any more
    CHECK(counts.of("ab") ==
          swarm_file_status{.peers = 0, .bytes_of_peers = 1'000, .bytes_of_origin = 200, .bytes_to_peers = 30});
    const auto second = counted_torrent(counts, "ab", 5'000);
    second->uploaded = 7;
    counts.add_bytes("AB", 60'000);
    const swarm_file_status sum{.peers = 0, .bytes_of_peers = 6'000, .bytes_of_origin = 60'200, .bytes_to_peers = 37};
    CHECK(counts.of("ab") == sum);
    counts.keep(*second);
    counts.keep(*second); // counts once
    CHECK(counts.of("aB") == sum);
    CHECK(counts.of("cd") == swarm_file_status());
}

TEST_CASE("of very many files some are forgotten, but none whose swarm is there", "[swarm_counts]")
{
    swarm_counts counts;
    const auto there = counted_torrent(counts, "00", 7);
    constexpr std::size_t many = 10'100;
    const auto name_of = [](std::size_t which) { return "a" + std::to_string(which); };
    for (std::size_t i = 0; i != many; ++i)
    {
        counts.add_bytes(name_of(i), 1);
    }
    std::size_t known = 0;
    for (std::size_t i = 0; i != many; ++i)
    {
        known += counts.of(name_of(i)).bytes_of_origin;
    }
    CHECK(known == 9'999);
    CHECK(counts.of("00").bytes_of_peers == 7);
    CHECK(counts.of(name_of(many - 1)).bytes_of_origin == 1); // the latest
}

} // namespace swarm_counts_test

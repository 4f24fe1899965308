// SPDX-License-Identifier: MIT

#include "catch.hpp"
#include <wua/engine/swarm/seeding_permit.hpp>

#include <chrono>
#include <stdexcept>

namespace seeding_permit_test
{

using namespace std::chrono_literals;
using wua::detail::seeding_permit;
using wua::detail::swarm_torrent;

wua::detail::supply_request order_of(const bool& is_job_over)
{
    wua::detail::supply_request order;
    order.is_job_over = [&is_job_over] { return is_job_over; };
    return order;
}

TEST_CASE("the time of a file that is given to others begins when its job is over", "[seeding_permit]")
{
    bool is_over = false;
    swarm_torrent torrent(order_of(is_over), "a", [] {});
    seeding_permit permit({.time = 10s});
    CHECK(permit.is_given_for(torrent, 0s));
    CHECK(permit.is_given_for(torrent, 1h));
    is_over = true;
    CHECK(permit.is_given_for(torrent, 2h));
    CHECK(permit.is_given_for(torrent, 2h + 9s));
    CHECK_FALSE(permit.is_given_for(torrent, 2h + 10s));
}

TEST_CASE("the function that permits seeding is called once a second, and refuses by throwing", "[seeding_permit]")
{
    bool is_over = true;
    int asked = 0;
    swarm_torrent torrent(order_of(is_over), "a", [] {});
    seeding_permit permit({.time = 1h, .may_seed = [&]() -> bool {
                               if (++asked == 3)
                               {
                                   throw std::runtime_error("no idea");
                               }
                               return asked != 2;
                           }});
    CHECK(permit.is_given_for(torrent, 1s));
    CHECK(permit.is_given_for(torrent, 1900ms));
    CHECK(asked == 1);
    CHECK_FALSE(permit.is_given_for(torrent, 2s));
    CHECK_FALSE(permit.is_given_for(torrent, 3s));
    CHECK(permit.is_given_for(torrent, 4s));
    CHECK(asked == 4);
}

} // namespace seeding_permit_test

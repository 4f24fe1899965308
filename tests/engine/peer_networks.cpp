// SPDX-License-Identifier: MIT
// Which peers a swarm is about.

#include "catch.hpp"
#include <wua/com/hresult.hpp>
#include <wua/engine/swarm/peer_networks.hpp>

#include <string>

using wua::detail::peer_endpoint;
using wua::detail::peer_networks;

namespace
{

bool has(const peer_networks& networks, const std::string& address)
{
    return networks.has(boost::asio::ip::make_address(address));
}

} // namespace

TEST_CASE("a network has the addresses that begin as it does", "[peer_networks]")
{
    const peer_networks networks({"10.0.0.0/8", "192.168.4.0/22", "203.0.113.7", "fd00::/8", "2001:db8::1"});
    CHECK(has(networks, "10.255.1.2"));
    CHECK_FALSE(has(networks, "11.0.0.1"));
    CHECK(has(networks, "192.168.7.255"));
    CHECK_FALSE(has(networks, "192.168.8.0"));
    CHECK(has(networks, "203.0.113.7"));
    CHECK_FALSE(has(networks, "203.0.113.6"));
    CHECK(has(networks, "fdff::1"));
    CHECK_FALSE(has(networks, "fe80::1"));
    CHECK(has(networks, "2001:db8::1"));
    CHECK_FALSE(has(networks, "2001:db8::2"));
}

TEST_CASE("an IPv4 address in one of IPv6 is itself", "[peer_networks]")
{
    const peer_networks networks({"10.0.0.0/8"});
    CHECK(has(networks, "::ffff:10.1.2.3"));
    CHECK_FALSE(has(networks, "::ffff:11.1.2.3"));
    CHECK_FALSE(has(networks, "::10.1.2.3"));
}

TEST_CASE("no network means all addresses, and one of no bits all of its kind", "[peer_networks]")
{
    CHECK(has(peer_networks({}), "198.51.100.1"));
    CHECK(has(peer_networks({"0.0.0.0/0"}), "198.51.100.1"));
    CHECK_FALSE(has(peer_networks({"0.0.0.0/0"}), "2001:db8::1"));
}

TEST_CASE("what is no network is refused", "[peer_networks]")
{
    const std::string text =
        GENERATE("", "10.0.0.0/33", "fd00::/129", "10.0.0.0/", "10.0.0.0/-1", "10.0.0/8", "host/8", "10.0.0.0/8x");
    INFO(text);
    CHECK_THROWS_AS(peer_networks({text}), wua::hresult_error);
}

TEST_CASE("a peer is an address with a port", "[peer_networks]")
{
    CHECK(peer_endpoint("192.0.2.1:6881").port() == 6881);
    const auto six = peer_endpoint("[2001:db8::1]:1");
    CHECK(six.address().is_v6());
    CHECK(six.port() == 1);
    const std::string wrong = GENERATE("192.0.2.1", "192.0.2.1:", "192.0.2.1:0", "192.0.2.1:65536", "2001:db8::1:6881",
                                       "[192.0.2.1]:6881", "[2001:db8::1]", "host:6881", ":6881");
    INFO(wrong);
    CHECK_THROWS_AS(peer_endpoint(wrong), wua::hresult_error);
}

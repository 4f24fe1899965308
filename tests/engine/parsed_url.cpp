// SPDX-License-Identifier: MIT

#include "catch.hpp"
#include <wua/engine/curl/parsed_url.hpp>

#include <string>

using wua::detail::parsed_url;

TEST_CASE("the same host in capitals is the same origin", "[parsed_url]")
{
    const auto url = parsed_url::parse("http://User:Pass@host.example/a");
    const auto capitals = parsed_url::parse("HTTP://HOST.Example:80/b");
    const auto other = parsed_url::parse("http://host.example:81/a");
    REQUIRE((url && capitals && other));
    CHECK(url->origin() == capitals->origin());
    CHECK(url->origin() != other->origin());
    CHECK(url->user() == "User");
}

TEST_CASE("a text with a zero byte is no URL, instead of the one before the byte", "[parsed_url]")
{
    CHECK_FALSE(parsed_url::parse(std::string("http://host/a\0b", 15)));
}

TEST_CASE("an address keeps its zone", "[parsed_url]")
{
    const auto url = parsed_url::parse("http://u:p@[fe80::1%25eth0]:81/x");
    REQUIRE(url);
    CHECK(url->bare() == "http://[fe80::1%25eth0]:81/x");
    CHECK(url->resolve("/y")->bare() == "http://[fe80::1%25eth0]:81/y");
}

TEST_CASE("a reference is resolved as a redirect's Location is", "[parsed_url]")
{
    const auto base = parsed_url::parse("http://host/a/b?c");
    REQUIRE(base);
    CHECK(base->resolve("/d")->bare() == "http://host/d");
    CHECK(base->resolve("d e")->bare() == "http://host/a/d%20e");
    CHECK(base->resolve("https://other/x#y")->bare() == "https://other/x");
    CHECK(base->resolve("ftp://other/x")->scheme() == "ftp");
    CHECK(base->resolve("http://[fe80::1%25eth0]/x")->bare() == "http://[fe80::1%25eth0]/x");
    CHECK_FALSE(base->resolve("http://[::bad/"));
}

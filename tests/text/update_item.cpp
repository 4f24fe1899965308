// SPDX-License-Identifier: MIT
#include "catch.hpp"
#include <wua/text/update_item.hpp>

#include <string>

namespace
{

TEST_CASE("an identity is shown by its id and its revision", "[update_item]")
{
    CHECK(fmt::format("{}", wua::identity{"c574de85-7358-43f6-aae8-8697e62d8ba7", 200}) ==
          "c574de85-7358-43f6-aae8-8697e62d8ba7 revision 200");
    CHECK(fmt::format("{}", wua::identity{"\x1b[2J", 1}) == "\uFFFD[2J revision 1");
}

TEST_CASE("a digest is shown by its algorithm and its digits", "[update_item]")
{
    const std::string digits(64, 'a');
    CHECK(fmt::format("{}", wua::content_digest::sha256(digits)) == "sha256:" + digits);
    CHECK(fmt::format("{}", *wua::content_digest::from_hex(wua::digest_algorithm::sha1, std::string(40, 'B'))) ==
          "sha1:" + std::string(40, 'b'));
    CHECK(fmt::format("{}", wua::content_digest::blake2b_512(digits + digits)) == "blake2b:" + digits + digits);
    CHECK(fmt::format("{}", wua::content_digest()) == "none");
}

TEST_CASE("an update is shown by its title and its size", "[update_item]")
{
    CHECK(fmt::format("{}", *wua::make_item("Security\nupdate", "http://localhost/", 4404019)) ==
          "Security update (4.2 MiB)");
    CHECK(fmt::format("{}", *wua::make_item("Security update", "http://localhost/")) == "Security update");
    CHECK(fmt::format("{}", wua::update_item{{"id", 3}, {}, {}, {}, {}}) == "id revision 3");
}

} // namespace

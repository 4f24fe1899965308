// SPDX-License-Identifier: MIT

#include "catch.hpp"
#include <wua/engine/content/digest_hasher.hpp>

#include <openssl/evp.h>

#include <stdexcept>
#include <string_view>

TEST_CASE("digests are those of the standards, in pieces and after a restart", "[digest_hasher]")
{
    wua::detail::digest_hasher sha256(wua::digest_algorithm::sha256);
    CHECK(sha256.finish().to_hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    sha256.restart();
    sha256.update("ab", 2);
    sha256.update("c", 1);
    const wua::content_digest abc = sha256.finish();
    CHECK(abc.to_hex() == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    CHECK(abc.algorithm == wua::digest_algorithm::sha256);

    wua::detail::digest_hasher sha1(wua::digest_algorithm::sha1);
    sha1.update("abc", 3);
    CHECK(sha1.finish().to_hex() == "a9993e364706816aba3e25717850c26c9cd0d89d");
}

TEST_CASE("no algorithm, no hasher", "[digest_hasher]")
{
    CHECK_THROWS_AS(wua::detail::digest_hasher(wua::digest_algorithm::none), std::runtime_error);
}

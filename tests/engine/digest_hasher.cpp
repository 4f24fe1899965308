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

    const auto digest_of_abc = [](wua::digest_algorithm algorithm) {
        wua::detail::digest_hasher hasher(algorithm);
        hasher.update("abc", 3);
        const wua::content_digest digest = hasher.finish();
        CHECK(digest.is_valid());
        return digest.to_hex();
    };
    CHECK(digest_of_abc(wua::digest_algorithm::sha384) ==
          "cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed8086072ba1e7cc2358baeca134c825a7");
    CHECK(digest_of_abc(wua::digest_algorithm::sha512) ==
          "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
          "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f");
    CHECK(digest_of_abc(wua::digest_algorithm::blake2b_512) ==
          "ba80a53f981c4d0d6a2797b69f12f6e94c212f14685ac4b74b12bb6fdbffa2d1"
          "7d87c5392aab792dc252d5de4533cc9518d38aa8dbf1925ab92386edd4009923");
}

TEST_CASE("what OpenSSL can compute is known beforehand", "[digest_hasher]")
{
    for (const wua::digest_algorithm each : wua::digest_algorithms)
    {
        CHECK(wua::detail::digest_hasher::is_available(each));
    }
    CHECK_FALSE(wua::detail::digest_hasher::is_available(wua::digest_algorithm::none));
    CHECK_FALSE(wua::detail::digest_hasher::is_available(static_cast<wua::digest_algorithm>(200)));
}

TEST_CASE("no algorithm, no hasher", "[digest_hasher]")
{
    CHECK_THROWS_AS(wua::detail::digest_hasher(wua::digest_algorithm::none), std::runtime_error);
}

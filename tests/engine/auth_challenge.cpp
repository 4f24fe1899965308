// SPDX-License-Identifier: MIT

#include "catch.hpp"
#include <wua/engine/transfer/auth_challenge.hpp>

#include <string>

namespace wua_test::about_auth_challenge
{

using wua::auth_scheme;
using wua::detail::auth_hash;
using wua::detail::strongest_challenge;

TEST_CASE("Basic and its realm are read in every spelling", "[auth_challenge]")
{
    for (const char* const text : {R"(Basic realm="a \"b\"")", R"(bAsIc   REALM = "a \"b\"" , charset="UTF-8")",
                                   R"(, ,Negotiate YII==, Basic realm="a \"b\"", NTLM)"})
    {
        INFO(text);
        const auto found = strongest_challenge(text);
        REQUIRE(found);
        CHECK(found->scheme == auth_scheme::basic);
        CHECK(found->realm == "a \"b\"");
    }
    CHECK(strongest_challenge("Basic")->realm.empty());
    CHECK(strongest_challenge("Basic realm=token")->realm == "token");
}

TEST_CASE("Digest has everything that the answer needs", "[auth_challenge]")
{
    const auto found = strongest_challenge(
        R"(Digest realm="r", qop="auth-int, Auth", algorithm=sha-256-SESS, nonce="n=,\\", opaque="", stale=TRUE, userhash=true)");
    REQUIRE(found);
    CHECK(found->scheme == auth_scheme::digest);
    CHECK(found->realm == "r");
    CHECK(found->nonce == "n=,\\");
    CHECK(found->opaque == "");
    CHECK(found->hash == auth_hash::sha256);
    CHECK(found->algorithm == "sha-256-SESS");
    CHECK(found->is_session);
    CHECK(found->has_qop);
    CHECK(found->is_stale);
    CHECK(found->hashes_user);
    const auto old = strongest_challenge(R"(Digest realm="r", nonce="n")");
    REQUIRE(old);
    CHECK(old->hash == auth_hash::md5);
    CHECK_FALSE(old->has_qop);
    CHECK_FALSE(old->opaque);
}

TEST_CASE("of several challenges the strongest counts that can be answered", "[auth_challenge]")
{
    const auto hash_of = [](const char* text) { return strongest_challenge(text)->hash; };
    CHECK(strongest_challenge(R"(Basic realm="b", Digest realm="d", nonce="n")")->realm == "d");
    CHECK(strongest_challenge(R"(Digest realm="d", nonce="n", Basic realm="b")")->realm == "d");
    CHECK(hash_of(R"(Digest realm="d", nonce="n", Digest realm="d", nonce="n", algorithm=SHA-256)") ==
          auth_hash::sha256);
    CHECK(hash_of(R"(Digest realm="d", nonce="n", algorithm=SHA-512-256, Digest realm="d", nonce="n")") ==
          auth_hash::sha512_256);
    CHECK(strongest_challenge(R"(Digest realm="d", nonce="n", algorithm=unheard-of, Basic realm="b")")->realm == "b");
    CHECK(strongest_challenge(R"(Digest realm="d", nonce="n", qop="auth-int", Basic realm="b")")->realm == "b");
}

TEST_CASE("what cannot be answered does not count as a challenge", "[auth_challenge]")
{
    for (const char* const text :
         {"", ",,", "=", "=\"realm, Basic", "Negotiate", "Digest", R"(Digest realm="r")", R"(Digest nonce="n")",
          R"(Digest realm="r", nonce="n", nonce="m")", R"(Digest realm="r", nonce="n", algorithm=MD4)",
          R"(Digest realm="r", nonce="n", qop="")", "Digest realm=\"r\", nonce=\"a\x01\"", "Basic realm=\"a\x7f\"",
          R"(Digest realm="unended, nonce="n")"})
    {
        INFO(text);
        CHECK_FALSE(strongest_challenge(text));
    }
    std::string long_one = "Basic realm=\"files\"";
    while (long_one.size() < 17'000)
    {
        long_one += ", Unknown a=b";
    }
    CHECK_FALSE(strongest_challenge(long_one));
}

} // namespace wua_test::about_auth_challenge

// SPDX-License-Identifier: MIT
// The examples of RFC 7617, RFC 2617 and RFC 7616.

#include "catch.hpp"
#include <wua/engine/curl/authorization_header.hpp>

#include <string>

namespace wua_test::about_authorization_header
{

using Catch::Matchers::ContainsSubstring;
using wua::detail::basic_authorization;
using wua::detail::digest_authorization;
using wua::detail::strongest_challenge;

TEST_CASE("Basic is user and password in Base64", "[authorization_header]")
{
    CHECK(basic_authorization({.user = "Aladdin", .password = "open sesame"}) == "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
    CHECK(basic_authorization({}) == "Basic Og==");
}

TEST_CASE("Digest answers the examples of its standards", "[authorization_header]")
{
    const auto old = strongest_challenge(
        R"(Digest realm="testrealm@host.com", qop="auth,auth-int", nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093", opaque="5ccc069c403ebaf9f0171e9517f40e41")");
    CHECK(digest_authorization(*old, {.user = "Mufasa", .password = "Circle Of Life"},
                               {.method = "GET", .target = "/dir/index.html", .client_nonce = "0a4f113b"}) ==
          R"(Digest username="Mufasa", realm="testrealm@host.com", nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093", )"
          R"(uri="/dir/index.html", response="6629fae49393a05397450978507c4ef1", )"
          R"(opaque="5ccc069c403ebaf9f0171e9517f40e41", qop=auth, nc=00000001, cnonce="0a4f113b")");

    const wua::credentials login{.user = "Mufasa", .password = "Circle of Life"};
    const wua::detail::digest_subject subject{
        .method = "GET", .target = "/dir/index.html", .client_nonce = "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ"};
    const std::string challenge =
        R"(Digest realm="http-auth@example.org", qop="auth, auth-int", nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS", algorithm=)";
    CHECK_THAT(digest_authorization(*strongest_challenge(challenge + "MD5"), login, subject),
               ContainsSubstring(R"(response="8ca523f5e9506fed4657c9700eebdbec", algorithm=MD5,)"));
    CHECK_THAT(
        digest_authorization(*strongest_challenge(challenge + "SHA-256"), login, subject),
        ContainsSubstring(
            R"(response="753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1", algorithm=SHA-256,)"));
    // By RFC 7616, 3.4.2; it has no example.
    CHECK_THAT(
        digest_authorization(*strongest_challenge(challenge + "SHA-256-sess"), login, subject),
        ContainsSubstring(
            R"(response="2fd51b3a77ad75bad6afad6003e818d767133c46d9e2749e7f5232ae1ea3efd7", algorithm=SHA-256-sess,)"));
}

TEST_CASE("a hashed user is not named", "[authorization_header]")
{
    // The example of RFC 7616, 3.9.2, but for its SHA-512-256, which is not that of FIPS 180-4.
    const auto challenge = strongest_challenge(
        R"(Digest realm="api@example.org", qop="auth", algorithm=SHA-256, nonce="n", userhash=true)");
    const std::string value = digest_authorization(
        *challenge, {.user = "somebody", .password = "p"}, {.method = "GET", .target = "/", .client_nonce = "c"});
    CHECK(value.find("somebody") == std::string::npos);
    CHECK_THAT(value, ContainsSubstring("userhash=true"));
}

TEST_CASE("quotation marks of others stay within theirs", "[authorization_header]")
{
    const auto challenge = strongest_challenge(R"(Digest realm="a\"b\\", nonce="n")");
    CHECK_THAT(digest_authorization(*challenge, {.user = "u\"", .password = "p"},
                                    {.method = "GET", .target = "/\"", .client_nonce = "c"}),
               ContainsSubstring(R"(username="u\"", realm="a\"b\\", nonce="n", uri="/\"", response=")"));
}

TEST_CASE("no two client nonces are the same", "[authorization_header]")
{
    CHECK(wua::detail::make_client_nonce().size() == 32);
    CHECK(wua::detail::make_client_nonce() != wua::detail::make_client_nonce());
}

} // namespace wua_test::about_authorization_header

// SPDX-License-Identifier: MIT

#include "catch.hpp"
#include <wua/engine/download_policy.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace
{

wua::content_digest digest_by(wua::digest_algorithm algorithm, std::uint8_t value = 1)
{
    return {algorithm, std::vector<std::uint8_t>(wua::content_digest::length(algorithm), value)};
}

std::string fault_of_host(std::string host)
{
    wua::download_policy policy;
    policy.allowed_hosts = {"good.example", std::move(host)};
    return wua::fault_of(policy);
}

} // namespace

TEST_CASE("a policy that was not touched allows everything", "[download_policy]")
{
    const wua::download_policy policy;
    CHECK(wua::fault_of(policy).empty());
    CHECK(wua::objection_to(policy, {}).empty());
    CHECK(wua::is_allowed_host(policy, "any.example"));
}

TEST_CASE("allowed hosts are exact names, or all below a domain", "[download_policy]")
{
    wua::download_policy policy;
    policy.allowed_hosts = {"Example.com", "*.cdn.example", "127.0.0.1", "[::1]"};
    CHECK(wua::fault_of(policy).empty());
    for (const std::string_view host :
         {"example.com", "EXAMPLE.COM", "example.com.", "a.cdn.example", "a.b.CDN.example", "127.0.0.1", "[::1]"})
    {
        INFO(host);
        CHECK(wua::is_allowed_host(policy, host));
    }
    for (const std::string_view host :
         {"", ".", "www.example.com", "example.com.evil", "evilexample.com", "cdn.example", ".cdn.example.evil",
          "evilcdn.example", "127.0.0.11", "[::2]", "::1", "*.cdn.example.evil", "example.com\n"})
    {
        INFO(host);
        CHECK_FALSE(wua::is_allowed_host(policy, host));
    }
}

TEST_CASE("an invalid allowed host is named, with what is wrong about it", "[download_policy]")
{
    CHECK(fault_of_host("") == "allowed host 2 is empty");
    CHECK(fault_of_host("*") == "allowed host 2 '*' has a '*' elsewhere than in front, as *.example.com has it; all "
                                "hosts are allowed by an empty list");
    CHECK(fault_of_host("*.") == "allowed host 2 '*.' names no domain below which hosts are allowed");
    CHECK(fault_of_host("https://a.example") ==
          "allowed host 2 'https://a.example' is a URL or has a path, but must be only a host");
    CHECK(fault_of_host("a.example:443") ==
          "allowed host 2 'a.example:443' has a port, or is an IPv6 address without brackets");
    CHECK(fault_of_host("a\nb") == "allowed host 2 is not a host"); // and is not shown
    for (const char* const wrong : {"a.*.example", "*.*.example", "*a.example", ".example", "*..example", "a..example",
                                    "me@a.example", "a b", "a%20b", "[::1", "[zone]", "*.[::1]", "a?b", "a#b"})
    {
        INFO(wrong);
        CHECK_FALSE(fault_of_host(wrong).empty());
    }
    CHECK(fault_of_host("xn--bcher-kva.example").empty());
    CHECK(fault_of_host("a_b-c.example.").empty());
}

TEST_CASE("a policy's demands on digests are explained in a sentence", "[download_policy]")
{
    using enum wua::digest_algorithm;
    wua::download_policy requires_one;
    requires_one.requires_digest = true;
    wua::download_policy refuses_sha1;
    refuses_sha1.refuses_sha1 = true;
    wua::content_file file;
    CHECK(wua::objection_to(requires_one, file) == "the policy requires a digest, and the file names none");
    CHECK(wua::objection_to(refuses_sha1, file).empty());
    file.digest = digest_by(sha1);
    CHECK(wua::objection_to(requires_one, file).empty());
    CHECK(wua::objection_to(refuses_sha1, file) == "the policy refuses SHA-1, and the file names no other digest");
    file.add_digest(digest_by(sha512));
    CHECK(wua::objection_to(refuses_sha1, file).empty());
    file = {};
    file.add_digest(digest_by(blake2b_512));
    CHECK(wua::objection_to(requires_one, file).empty());
    CHECK(wua::objection_to(refuses_sha1, file).empty());
}

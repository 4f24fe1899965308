// SPDX-License-Identifier: MIT
// Hosts whose names have letters outside of ASCII, in a process that has never set a locale.

#include "engine/curl_fixture.hpp"
#include <wua/engine/curl/international_host.hpp>
#include <wua/engine/curl_engine.hpp>
#include <wua/testing/fault_server.hpp>

#include <clocale>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>

using namespace wua_test;
using wua::detail::encoded_host;
using wua::detail::with_encoded_host;

namespace
{

constexpr char no_idn[] = "this libcurl was built without IDN";

bool has_idn()
{
    return (curl_version_info(CURLVERSION_NOW)->features & CURL_VERSION_IDN) != 0;
}

} // namespace

TEST_CASE("an international host is encoded, whatever the locale of the process is", "[international_host]")
{
    if (!has_idn())
    {
        skip(no_idn);
        return;
    }
    REQUIRE(std::string(std::setlocale(LC_CTYPE, nullptr)) == "C");
    CHECK(with_encoded_host("http://b\u00FCcher.example/a?b#c") == "http://xn--bcher-kva.example/a?b#c");
    CHECK(with_encoded_host("https://B\u00DCCHER.example:81/") == "https://xn--bcher-kva.example:81/");
    CHECK(with_encoded_host("http://bu\u0308cher.example/%C3%BC") == "http://xn--bcher-kva.example/%C3%BC");
    CHECK(with_encoded_host("http://b%C3%BCcher.example/") == "http://xn--bcher-kva.example/");
    CHECK(with_encoded_host("http://\u4F8B\u3048.\u30C6\u30B9\u30C8/") == "http://xn--r8jz45g.xn--zckzah/");
    CHECK(std::string(std::setlocale(LC_CTYPE, nullptr)) == "C");

    CHECK(encoded_host("b\u00FCcher.example") == "xn--bcher-kva.example");
    CHECK(encoded_host("*.b\u00FCcher.example") == "*.xn--bcher-kva.example");
    CHECK(encoded_host("example.com") == "example.com");
}

TEST_CASE("a host that is not international, or must not be asked, stays as it is", "[international_host]")
{
    for (const char* const url :
         {"http://example.com/\u00FC", "http://example.com", "http://[fe80::1%25eth0]/", "http://127.0.0.1/", "",
          "http://", "file:///b\u00FCcher", "http://\xFF\xFE.example/",
          "http://evil.test\uFF0F.example.com/", // which stands for a slash
          "http://a\u2100.example.com/"})        // and this for a/c
    {
        INFO(url);
        CHECK(with_encoded_host(url) == std::nullopt);
    }
}

TEST_CASE("a file is fetched from an international host", "[curl_engine]")
{
    if (!has_idn())
    {
        skip(no_idn);
        return;
    }
    wua::fault_server server;
    const std::string content = some_bytes(100'000);
    const std::string served = server.serve("/a", content);
    const std::string port = served.substr(served.rfind(':') + 1, served.rfind('/') - served.rfind(':') - 1);
    temporary_folder output;
    wua::curl_options options = quick_options(output.path());
    options.requests.resolver = {{"b\u00FCcher.example", static_cast<std::uint16_t>(std::stoi(port)), {"127.0.0.1"}}};
    options.policy.allowed_hosts = {"b\u00FCcher.example"};
    wua::curl_engine engine(options);
    watched_job job(to_update_item("http://b\u00FCcher.example:" + port + "/a", content));
    engine.start(job.transfer());
    REQUIRE(job.wait());
    CHECK(job.result() == wua::outcome::succeeded());
    CHECK(has_content(output / "a", content));
    const auto requests = server.requests();
    REQUIRE(requests.size() == 1);
    CHECK(requests[0].field("Host") == "xn--bcher-kva.example:" + port);
}

TEST_CASE("the message about an international host that cannot be encoded says how to write it", "[curl_engine]")
{
    temporary_folder output;
    wua::curl_engine engine(quick_options(output.path()));
    watched_job job(to_update_item("http://\uFF0F.example/a", "a"));
    engine.start(job.transfer());
    REQUIRE(job.wait());
    CHECK_FALSE(job.result().is_success());
    CHECK_THAT(
        job.result().detail, Catch::Matchers::ContainsSubstring("write it as the DNS has it, like xn--bcher-kva"));
}

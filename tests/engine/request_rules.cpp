// SPDX-License-Identifier: MIT

#include "catch.hpp"
#include "servers/client_certificates.hpp"
#include <wua/com/hresult.hpp>
#include <wua/engine/curl/request_rules.hpp>
#include <wua/wuapi/errors.hpp>

#include <string>
#include <utility>
#include <vector>

namespace wua_test::about_request_rules
{

using wua::request_options;
using wua::detail::request_rules;

namespace
{

// Empty when nothing is refused.
std::string objection_to(const request_options& chosen)
{
    try
    {
        const request_rules rules(chosen);
    }
    catch (const wua::hresult_error& error)
    {
        CHECK(error.code() == wua::e_invalidarg);
        CHECK(std::string(error.what()).find("s3cr3t") == std::string::npos);
        return std::string(error.text());
    }
    return {};
}

} // namespace

TEST_CASE("origins are found by scheme, host and port", "[request_rules]")
{
    request_options chosen;
    chosen.origins.push_back({.origin = "HTTPS://Host/"});
    chosen.origins.push_back({.origin = "http://host:8080"});
    const request_rules rules(chosen);
    CHECK(rules.find("https://host:443") != nullptr);
    CHECK(rules.find("http://host:8080") != nullptr);
    CHECK(rules.find("http://host:80") == nullptr);
    CHECK(rules.find("https://other:443") == nullptr);
}

TEST_CASE("invalid requests are refused with a sentence", "[request_rules]")
{
    CHECK(objection_to({}).empty());
    CHECK(objection_to({.details = {.headers = {{"X", "s3cr3t\n"}}}}) ==
          "requests: the value of the header 'X' has a line break or another control character");
    CHECK(objection_to({.origins = {{.origin = "https://host", .details = {.headers = {{"Host", "s3cr3t"}}}}}}) ==
          "the requests of https://host:443: the header 'Host' is set by the engine itself");
    for (const char* const origin :
         {"", "host", "ftp://host", "https://host/path", "https://host?s3cr3t", "https://me:s3cr3t@host"})
    {
        INFO(origin);
        CHECK_THAT(objection_to({.origins = {{.origin = origin}}}),
                   Catch::Matchers::StartsWith("this is not an origin such as https://host or https://host:8443: "));
    }
    CHECK(objection_to({.origins = {{.origin = "https://host"}, {.origin = "https://HOST:443/"}}}) ==
          "the origin https://host:443 is given twice");
    CHECK(objection_to({.origins = {{.origin = "http://host", .pins = {"x"}}}}) ==
          "certificates and pins are for https, not for http://host:80");
    CHECK(objection_to({.network_interface = "a\nb"}) == "this is not the name of a network interface: 'a?b'");
}

TEST_CASE("invalid pins are refused", "[request_rules]")
{
    const std::string right = "sha256//" + std::string(43, 'A') + '=';
    CHECK(objection_to({.pins = {right, right}}).empty());
    const request_options two{.pins = {right, right}};
    CHECK(request_rules(two).pins() == right + ';' + right);
    for (const std::string& pin : {std::string(), std::string("sha256//"), "sha1//" + std::string(43, 'A') + '=',
                                   right + "=", "sha256//" + std::string(44, 'A'),
                                   "sha256//" + std::string(42, 'A') + "-=", right.substr(8), right + ';' + right})
    {
        INFO(pin);
        CHECK_THAT(objection_to({.pins = {pin}}), Catch::Matchers::StartsWith("this is not a pin of a public key"));
    }
}

TEST_CASE("a proxy has a scheme, and credentials once", "[request_rules]")
{
    const request_options chosen{
        .proxy = {.url = "http://me:s3cr3t@host:3128", .exceptions = {"a.test", "10.0.0.0/8"}}};
    const request_rules rules(chosen);
    REQUIRE(rules.proxy());
    CHECK(rules.proxy()->url == "http://host:3128/");
    CHECK(rules.proxy()->origin == "http://host:3128");
    CHECK(rules.proxy()->login == wua::credentials{"me", "s3cr3t"});
    CHECK(rules.proxy_exceptions() == "a.test,10.0.0.0/8");
    CHECK(rules.answers_proxy());
    const request_options socks{.proxy = {.url = "socks5h://me:s3cr3t@host:1080"}};
    CHECK_FALSE(request_rules(socks).answers_proxy());
    for (const char* const url : {"host:3128", "me:s3cr3t@host:3128", "ftp://me:s3cr3t@host", "http://", "//host"})
    {
        INFO(url);
        CHECK_THAT(objection_to({.proxy = {.url = url}}), Catch::Matchers::StartsWith("this is not a proxy such as"));
    }
    CHECK(objection_to({.proxy = {.login = wua::credentials{"me", "s3cr3t"}}}) ==
          "there are credentials for a proxy, but no proxy");
    CHECK(objection_to({.proxy = {.url = "http://me@host", .login = wua::credentials{"me", "s3cr3t"}}}) ==
          "the credentials of the proxy are given twice, in its URL and beside it");
    CHECK(objection_to({.proxy = {.url = "http://host", .login = wua::credentials{"me", "s3cr3t\n"}}}) ==
          "the proxy's credentials: a password has a line break or another control character");
    CHECK_THAT(objection_to({.proxy = {.exceptions = {"a,b"}}}),
               Catch::Matchers::StartsWith("this is not a host, so it cannot be exempt"));
}

TEST_CASE("resolver entries are in libcurl's words", "[request_rules]")
{
    const request_options chosen{.resolver = {{"host.test", 8080, {"127.0.0.1", "::1"}}}};
    CHECK(request_rules(chosen).resolver_lines() == std::vector<std::string>{"host.test:8080:127.0.0.1,[::1]"});
    for (const char* const host : {"", "a:b", "-a", "a,b", "a b", "a*"})
    {
        INFO(host);
        CHECK_THAT(objection_to({.resolver = {{host, 80, {"127.0.0.1"}}}}),
                   Catch::Matchers::StartsWith("this is not a host whose addresses can be given"));
    }
    for (const char* const address : {"", "host", "1.2.3", "1.2.3.4.5", "1.2.3.256", "1.2.3.4,5.6.7.8", "1::2::3", ":",
                                      "::1]", "::1%eth0", "1.2.3.+4", "1.2.3.4 "})
    {
        INFO(address);
        CHECK_THAT(objection_to({.resolver = {{"a", 80, {address}}}}),
                   Catch::Matchers::StartsWith("this is not an IP address for the host 'a'"));
    }
    CHECK(objection_to({.resolver = {{"a", 0, {"127.0.0.1"}}}}) == "the addresses of the host 'a' lack a port");
    CHECK(objection_to({.resolver = {{"a", 80, {}}}}) == "the addresses of the host 'a' lack any");
}

TEST_CASE("a netrc file must be there and be one", "[request_rules]")
{
    const temporary_folder folder;
    write_file(folder / "netrc", "machine host login me password s3cr3t\n");
    const request_options chosen{.netrc = folder / "netrc"};
    CHECK(request_rules(chosen).netrc_entry("HOST")->password == "s3cr3t");
    write_file(folder / "wrong", "machine host s3cr3t");
    CHECK_THAT(objection_to({.netrc = folder / "wrong"}), Catch::Matchers::StartsWith("line 1 of the netrc file: "));
    for (const std::filesystem::path& path : {folder / "missing", folder.path()})
    {
        CHECK_THAT(
            objection_to({.netrc = path}), Catch::Matchers::StartsWith("the netrc file cannot be read, or is empty: "));
    }
}

TEST_CASE("a key must be readable and fit its certificate", "[request_rules]")
{
    const nginx_authority authority;
    client_certificates clients(authority);
    clients.add("alice");
    clients.add("bob", "s3cr3t");
    const auto objection = [&](const std::string& certificate, const std::string& key, std::string password = {}) {
        return objection_to({.certificate = wua::client_certificate{.certificate = clients.certificate(certificate),
                                                                    .key = clients.key(key),
                                                                    .key_password = std::move(password)}});
    };
    CHECK(objection("alice", "alice").empty());
    CHECK(objection("bob", "bob", "s3cr3t").empty());
    CHECK_THAT(objection("alice", "bob", "s3cr3t"), Catch::Matchers::ContainsSubstring("does not fit the certificate"));
    CHECK_THAT(objection("bob", "bob", "wr0ng"), Catch::Matchers::ContainsSubstring("its password is not the one"));
    CHECK_THAT(objection("bob", "bob"), Catch::Matchers::StartsWith("there is no key in PEM format in "));
    CHECK_THAT(objection("carol", "alice"), Catch::Matchers::StartsWith("the client certificate cannot be read"));
    CHECK_THAT(objection("alice", "carol"), Catch::Matchers::StartsWith("the client's key cannot be read"));
    CHECK_THAT(objection_to({.certificate = wua::client_certificate{.certificate = clients.key("alice")}}),
               Catch::Matchers::StartsWith("there is no certificate in PEM format"));
    const std::string both = read_file(clients.certificate("alice")) + read_file(clients.key("alice"));
    const temporary_folder folder;
    write_file(folder / "both.pem", both);
    CHECK(objection_to({.certificate = wua::client_certificate{.certificate = folder / "both.pem"}}).empty());
    CHECK_FALSE(objection_to({.origins = {{.origin = "https://host",
                                           .certificate = wua::client_certificate{.certificate = "/missing"}}}})
                    .empty());
}

TEST_CASE("an update's headers are checked by its name", "[request_rules]")
{
    wua::update_item item;
    item.title = "A\n";
    CHECK_NOTHROW(request_rules::check(item));
    item.requests = std::make_shared<wua::request_details>(wua::request_details{.headers = {{"Range", "s3cr3t"}}});
    CHECK_THROWS_WITH(
        request_rules::check(item), "the requests of the update 'A?': the header 'Range' is set by the engine itself");
}

} // namespace wua_test::about_request_rules

// SPDX-License-Identifier: MIT

#include "catch.hpp"
#include <wua/engine/curl/request_identity.hpp>

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace wua_test::about_request_identity
{

using wua::detail::curl_request;
using wua::detail::request_identity;

namespace
{

// An update with one file at these URLs, and what is asked for it.
class identity_fixture
{
public:
    explicit identity_fixture(std::vector<std::string> urls)
    {
        m_item.files.push_back({.urls = std::move(urls)});
    }

    wua::request_options options;
    wua::request_details details;

    // The lines that a request to the URL has.
    std::vector<std::string> lines_for(const std::string& url)
    {
        return request_for(url).fields;
    }

    curl_request request_for(const std::string& url)
    {
        if (!m_identity)
        {
            m_rules.emplace(options);
            m_store.emplace(options.ask);
            m_item.requests = std::make_shared<const wua::request_details>(details);
            m_identity.emplace(
                *m_rules, *m_store, m_item, *wua::detail::parsed_url::parse(m_item.files.front().urls.front()));
        }
        const auto parsed = wua::detail::parsed_url::parse(url);
        curl_request request;
        request.url = parsed->bare();
        m_identity->identify(request, parsed->origin());
        std::sort(request.fields.begin(), request.fields.end());
        return request;
    }

    request_identity& identity()
    {
        return *m_identity;
    }

private:
    wua::update_item m_item;
    std::optional<wua::detail::request_rules> m_rules;
    std::optional<wua::detail::credential_store> m_store;
    std::optional<request_identity> m_identity;
};

using lines = std::vector<std::string>;

const std::shared_ptr<const void> no_job = std::make_shared<int>(0);

} // namespace

TEST_CASE("an update without credentials asks without any", "[request_identity]")
{
    identity_fixture f({"https://one.test/a"});
    const curl_request request = f.request_for("https://one.test/a");
    CHECK(request.fields.empty());
    CHECK(request.proxy_fields.empty());
    CHECK(request.certificate == nullptr);
    CHECK(request.pins.empty());
    CHECK(f.identity().on_refusal(false, "Basic", no_job) == request_identity::verdict::refused);
    CHECK(f.identity().complaint() == "there are no credentials for it");
}

TEST_CASE("the credentials of a URL are only for its origin, also when redirects come back to it", "[request_identity]")
{
    identity_fixture f({"http://me:pw@one.test/a", "http://two.test/a"});
    const lines known{"Authorization: Basic bWU6cHc="};
    CHECK(f.lines_for("http://one.test/a") == known);
    for (const char* const other : {"http://two.test/a", "http://one.test:81/a", "https://one.test/a",
                                    "http://x.one.test/a", "http://one.test.x/a"})
    {
        INFO(other);
        CHECK(f.lines_for(other).empty());
    }
    CHECK(f.lines_for("http://ONE.test:80/b") == known);
}

TEST_CASE("headers of an update and of all are for the origins of its URLs, those of an origin for that",
          "[request_identity]")
{
    identity_fixture f({"https://one.test/a", "https://two.test:81/a"});
    f.details.headers = {{"X-Update", "u"}};
    f.options.details.headers = {{"X-All", "a"}, {"X-Empty", ""}};
    f.options.origins.push_back({.origin = "https://three.test", .details = {.headers = {{"X-Three", "3"}}}});
    f.options.origins.push_back({.origin = "https://one.test", .details = {.headers = {{"X-One", "1"}}}});
    CHECK(f.lines_for("https://one.test/a") == lines{"X-All: a", "X-Empty;", "X-One: 1", "X-Update: u"});
    CHECK(f.lines_for("https://two.test:81/a") == lines{"X-All: a", "X-Empty;", "X-Update: u"});
    CHECK(f.lines_for("https://three.test/") == lines{"X-Three: 3"});
    CHECK(f.lines_for("https://two.test/").empty());
    CHECK(f.lines_for("http://one.test/").empty());
}

TEST_CASE("of two headers of one name the more specific one counts", "[request_identity]")
{
    identity_fixture f({"https://one.test/a"});
    f.details.headers = {{"x-name", "update"}, {"X-Name", "twice"}};
    f.options.origins.push_back(
        {.origin = "https://one.test", .details = {.headers = {{"X-Name", "origin"}, {"X-Other", "origin"}}}});
    f.options.details.headers = {{"X-Other", "all"}, {"X-Third", "all"}};
    CHECK(f.lines_for("https://one.test/a") ==
          lines{"X-Name: twice", "X-Other: origin", "X-Third: all", "x-name: update"});
}

TEST_CASE("the most specific credentials are used", "[request_identity]")
{
    const std::string url = "https://one.test/a";
    identity_fixture all({url});
    all.options.details.bearer_token = "all";
    CHECK(all.lines_for(url) == lines{"Authorization: Bearer all"});
    CHECK(all.lines_for("https://two.test/").empty());
    CHECK(all.identity().on_refusal(false, "Basic", no_job) == request_identity::verdict::refused);

    identity_fixture origin({url});
    origin.options.details.headers = {{"Authorization", "Own all"}};
    origin.options.origins.push_back({.origin = "https://one.test", .details = {.bearer_token = "origin"}});
    CHECK(origin.lines_for(url) == lines{"Authorization: Bearer origin"});
    CHECK(origin.identity().on_refusal(false, "Basic", no_job) == request_identity::verdict::refused);
    CHECK(origin.identity().complaint() == "what was sent as Authorization was refused");

    identity_fixture update({url});
    update.options.details.bearer_token = "all";
    update.details.login = wua::credentials{"u", "p"};
    CHECK(update.lines_for(url).empty());
    CHECK(update.identity().on_refusal(false, "Basic", no_job) == request_identity::verdict::again);
    CHECK(update.lines_for(url) == lines{"Authorization: Basic dTpw"});
    CHECK(update.identity().on_refusal(false, "Basic", no_job) == request_identity::verdict::refused);
    CHECK(update.identity().complaint() == "the credentials were refused");
}

TEST_CASE("certificates and pins are for TLS, and a certificate for its origin", "[request_identity]")
{
    const std::string pin = "sha256//" + std::string(43, 'A') + '=';
    const std::string other_pin = "sha256//" + std::string(43, 'B') + '=';
    identity_fixture f({"https://one.test/a", "http://one.test/a"});
    f.options.pins = {pin};
    f.options.origins.push_back({.origin = "https://two.test", .pins = {other_pin}});
    CHECK(f.request_for("https://one.test/a").pins == pin);
    CHECK(f.request_for("https://three.test/a").pins == pin);
    CHECK(f.request_for("https://two.test/a").pins == other_pin);
    CHECK(f.request_for("http://one.test/a").pins.empty());
    CHECK(f.request_for("https://one.test/a").certificate == nullptr);
}

TEST_CASE("a proxy gets only its own credentials", "[request_identity]")
{
    identity_fixture f({"https://one.test/a", "http://one.test/a"});
    f.options.proxy = {.url = "http://user:pw@proxy.test:3128"};
    CHECK(f.request_for("https://one.test/a").proxy_fields.empty());
    const char* const challenge = R"(Digest realm="p", qop="auth", nonce="n")";
    CHECK(f.identity().on_refusal(true, challenge, no_job) == request_identity::verdict::again);
    curl_request request = f.request_for("https://one.test/a");
    CHECK(request.fields.empty());
    REQUIRE(request.proxy_fields.size() == 1);
    CHECK_THAT(request.proxy_fields[0],
               Catch::Matchers::StartsWith("Proxy-Authorization: Digest username=\"user\", realm=\"p\"") &&
                   Catch::Matchers::ContainsSubstring("uri=\"one.test:443\""));
    request = f.request_for("http://one.test/a?b");
    REQUIRE(request.proxy_fields.size() == 1);
    CHECK_THAT(request.proxy_fields[0], Catch::Matchers::ContainsSubstring("uri=\"/a?b\""));
}

TEST_CASE("a server that asks in ever new words is given up", "[request_identity]")
{
    const std::string url = "http://one.test/a";
    identity_fixture f({url});
    f.details.login = wua::credentials{"u", "p"};
    f.request_for(url);
    int rounds = 0;
    while (f.identity().on_refusal(false, "Basic realm=" + std::to_string(rounds), no_job) ==
           request_identity::verdict::again)
    {
        f.request_for(url);
        REQUIRE(++rounds < 100);
    }
    CHECK(rounds == 6);
    CHECK(f.identity().complaint() == "it asks for credentials again and again");
    CHECK(f.identity().on_refusal(false, "Negotiate", no_job) == request_identity::verdict::refused);
    CHECK(f.identity().complaint() == "it asks for credentials in no way that is supported");
}

} // namespace wua_test::about_request_identity

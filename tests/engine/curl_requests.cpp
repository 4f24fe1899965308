// SPDX-License-Identifier: MIT
// What curl_engine tells servers and proxies of who asks, and that it tells nobody else.

#include "engine/curl_fixture.hpp"
#include "servers/client_certificates.hpp"
#include "servers/lighttpd.hpp"
#include "servers/proxy.hpp"
#include "servers/tinyproxy.hpp"
#include <wua/com/hresult.hpp>
#include <wua/engine/curl/curl_errors.hpp>
#include <wua/engine/curl_engine.hpp>
#include <wua/testing/fault_server.hpp>
#include <wua/testing/fault_server_tls.hpp>
#include <wua/wuapi/errors.hpp>

#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <regex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace wua_test::about_curl_requests
{

using Catch::Matchers::ContainsSubstring;
using Catch::Matchers::EndsWith;

namespace
{

const std::string served = some_bytes(20'000);

wua::update_pointer item_at(std::vector<std::string> urls, wua::request_details details = {})
{
    wua::update_item item;
    item.title = "an update";
    item.files.push_back({.urls = std::move(urls), .size = served.size(), .digest = sha256_of(served)});
    item.requests = std::make_shared<const wua::request_details>(std::move(details));
    return std::make_shared<const wua::update_item>(std::move(item));
}

// An engine and its folder.
class requester
{
    temporary_folder m_output;

public:
    wua::curl_options options = quick_options(m_output.path());

    requester()
    {
        options.sync = wua::sync_policy::never; // much is stored, and none of it is to stay
    }

    wua::outcome fetch(wua::update_pointer item)
    {
        watched_job job(std::move(item));
        engine().start(job.transfer({.is_forced = true}));
        REQUIRE(job.wait());
        CHECK(job.result().detail.find("s3cr3t") == std::string::npos);
        return job.result();
    }
    wua::outcome fetch(std::string url)
    {
        return fetch(item_at({std::move(url)}));
    }

    wua::curl_engine& engine()
    {
        if (!m_engine)
        {
            m_engine = std::make_unique<wua::curl_engine>(options);
        }
        return *m_engine;
    }
    void forget_engine()
    {
        m_engine.reset();
    }

    const std::filesystem::path& folder() const
    {
        return m_output.path();
    }

private:
    std::unique_ptr<wua::curl_engine> m_engine;
};

const wua::credentials right{.user = "user", .password = "s3cr3t"};
const wua::credentials wrong{.user = "user", .password = "wr0ng"};

std::string md5(const std::string& text)
{
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned size = 0;
    EVP_Digest(text.data(), text.size(), digest.data(), &size, EVP_md5(), nullptr);
    std::string hex;
    for (unsigned i = 0; i != size; ++i)
    {
        hex += "0123456789abcdef"[digest[i] >> 4U];
        hex += "0123456789abcdef"[digest[i] & 15U];
    }
    return hex;
}

std::string parameter(const std::string& field, const std::string& name)
{
    std::smatch found;
    return std::regex_search(field, found, std::regex("[ ,]" + name + "=\"?([^\",]*)")) ? found[1].str() : "";
}

// Whether the response of a Digest with MD5 is that of user and s3cr3t, as OpenSSL computes it.
bool is_right_digest(const std::string& field, const std::string& method, const std::string& target,
                     bool is_session = false)
{
    const auto of = [&](const char* name) { return parameter(field, name); };
    std::string secret = md5("user:" + of("realm") + ":s3cr3t");
    secret = is_session ? md5(secret + ':' + of("nonce") + ':' + of("cnonce")) : secret;
    const std::string what = md5(method + ':' + of("uri"));
    const std::string middle = of("qop").empty() ? "" : of("nc") + ':' + of("cnonce") + ':' + of("qop") + ':';
    return of("uri") == target && of("username") == "user" &&
           of("response") == md5(secret + ':' + of("nonce") + ':' + middle + what);
}

// 302 to what is behind the question mark.
constexpr wua::misbehaviour redirector{
    .name = "redirector", .meaning = "302 to its query.", .respond = [](wua::response_script& script) {
        wua::detail::behaviours::redirect_to(script, 302, std::string(script.request().query()));
    }};

// The same to who says who asks.
constexpr wua::misbehaviour asking_redirector{
    .name = "asking_redirector",
    .meaning = "401 with Basic, then 302 to its query.",
    .respond = [](wua::response_script& script) {
        script.request().field("Authorization")
            ? wua::detail::behaviours::redirect_to(script, 302, std::string(script.request().query()))
            : wua::detail::behaviours::ask_who(script, "Basic realm=\"files\"");
    }};

std::string with_host(std::string url, const std::string& host)
{
    const std::string_view loopback = "127.0.0.1";
    return url.replace(url.find(loopback), loopback.size(), host);
}

std::uint16_t port_of(const std::string& url)
{
    return static_cast<std::uint16_t>(std::stoi(url.substr(url.find(':', 8) + 1)));
}

// Whatever is sent without being told to.
void check_anonymous(const std::vector<wua::http_request>& requests)
{
    for (const wua::http_request& request : requests)
    {
        for (const auto& [name, value] : request.fields)
        {
            INFO(name);
            constexpr std::string_view usual[] = {"Host", "User-Agent", "Accept", "Accept-Encoding"};
            CHECK(std::count(std::begin(usual), std::end(usual), name) == 1);
            CHECK(value.find("s3cr3t") == std::string::npos);
        }
        CHECK(request.target.find("s3cr3t") == std::string::npos);
    }
}

} // namespace

TEST_CASE("headers, tokens and credentials reach the origin that they are for", "[curl_engine]")
{
    wua::fault_server server;
    const std::string url = server.serve("/a", served);
    requester client;
    client.options.requests.details.headers = {{"X-All", "of all"}, {"X-Empty", ""}, {"Accept", "a/b"}};
    client.options.requests.origins.push_back({.origin = server.origin(), .details = {.bearer_token = "t0ken"}});
    CHECK(client.fetch(item_at({url}, {.headers = {{"X-Update", "of it"}}})) == wua::outcome::succeeded());
    REQUIRE(server.requests().size() == 1);
    const wua::http_request request = server.requests()[0];
    CHECK(request.field("X-All") == "of all");
    CHECK(request.field("X-Empty") == "");
    CHECK(request.field("Accept") == "a/b");
    CHECK(request.field("X-Update") == "of it");
    CHECK(request.field("Authorization") == "Bearer t0ken");
    server.forget_requests();
    CHECK(client.fetch(item_at({url}, {.login = wua::credentials{"user", "s3cr3t", true}})) ==
          wua::outcome::succeeded());
    REQUIRE(server.requests().size() == 1);
    CHECK(server.requests()[0].field("Authorization") == "Basic dXNlcjpzM2NyM3Q=");
    CHECK_FALSE(server.requests()[0].field("X-Update"));
}

TEST_CASE("user and password of a URL are sent as they are there, or the URL is refused", "[curl_engine]")
{
    wua::fault_server server;
    const std::string url = server.serve("/a", served);
    const auto with_login = [&](const std::string& login) { return "http://" + login + '@' + url.substr(7); };
    requester client;
    CHECK(client.fetch(with_login(":s3cr3t")) == wua::outcome::succeeded());
    CHECK(client.fetch(with_login("t%6Fken")) == wua::outcome::succeeded());
    REQUIRE(server.requests().size() == 2);
    CHECK(server.requests()[0].field("Authorization") == "Basic OnMzY3IzdA==");
    CHECK(server.requests()[1].field("Authorization") == "Basic dG9rZW46");
    for (const char* const login : {"a%0D%0AX-Evil:s3cr3t", "a:s3cr3t%0A", "a%00", "us%3Aer:s3cr3t"})
    {
        INFO(login);
        const wua::outcome refused = client.fetch(with_login(login));
        CHECK(refused.hresult == wua::wu_e_pt_invalid_url);
        CHECK(refused.detail == "the URL has a user or a password that cannot be sent: " + url);
    }
    CHECK(server.requests().size() == 2);
}

TEST_CASE("a server's own choice is answered, and a second download need not be asked", "[curl_engine]")
{
    wua::fault_server server;
    for (const char* const name : {"auth_basic", "auth_digest", "auth_digest_session", "auth_digest_old",
                                   "auth_digest_or_basic", "auth_digest_sha256", "auth_digest_stale"})
    {
        INFO(name);
        const std::string url = server.serve("/a", served, wua::misbehaviour_named(name)) + "?b";
        requester client;
        const bool is_stale = std::string_view(name) == "auth_digest_stale";
        server.forget_requests();
        for (const std::size_t requests : {is_stale ? 3U : 2U, is_stale ? 4U : 3U})
        {
            CHECK(client.fetch(item_at({url}, {.login = right})) == wua::outcome::succeeded());
            CHECK(server.requests().size() == requests);
        }
        const std::string sent = server.requests().back().field("Authorization").value_or("");
        if (std::string_view(name) == "auth_basic")
        {
            CHECK(sent == "Basic dXNlcjpzM2NyM3Q=");
        }
        else if (std::string_view(name) == "auth_digest_sha256")
        {
            CHECK(parameter(sent, "algorithm") == "SHA-256");
            CHECK(parameter(sent, "response").size() == 64);
            CHECK(parameter(sent, "username").size() == 64);
        }
        else
        {
            CHECK(is_right_digest(sent, "GET", "/a?b", std::string_view(name) == "auth_digest_session"));
            const bool has_count = std::string_view(name) != "auth_digest_old";
            CHECK(parameter(sent, "nc") == (has_count ? "00000002" : ""));
        }
        CHECK_FALSE(server.requests().front().field("Authorization"));
    }
}

TEST_CASE("a server that refuses credentials, or wants none that are known, is final", "[curl_engine]")
{
    struct refusal
    {
        const char* name;
        std::size_t requests;
        const char* sentence;
    };
    wua::fault_server server;
    for (const refusal& each :
         {refusal{"auth_refused", 2, " (the credentials were refused)"},
          refusal{"auth_realms", 7, " (it asks for credentials again and again)"},
          refusal{"auth_digest_always_stale", 7, " (it asks for credentials again and again)"},
          refusal{"auth_digest_integrity", 1, " (it asks for credentials in no way that is supported)"},
          refusal{"auth_unknown", 1, " (it asks for credentials in no way that is supported)"},
          refusal{"auth_garbage", 1, " (it asks for credentials in no way that is supported)"},
          refusal{"auth_long", 1, " (it asks for credentials in no way that is supported)"},
          refusal{"always_401", 1, " (it asks for credentials in no way that is supported)"}})
    {
        INFO(each.name);
        server.forget_requests();
        requester client;
        const wua::outcome result =
            client.fetch(item_at({server.serve("/a", served, wua::misbehaviour_named(each.name))}, {.login = right}));
        CHECK(result.hresult == wua::wu_e_pt_http_status_denied);
        CHECK(result.native == wua::native_error{"http", 401});
        CHECK_THAT(result.detail, EndsWith(each.sentence));
        CHECK(server.requests().size() == each.requests);
    }
    requester client;
    const wua::outcome result = client.fetch(server.serve("/a", served, wua::misbehaviour_named("auth_of_proxy")));
    CHECK(result.hresult == wua::wu_e_pt_http_status_proxy_auth_req);
    CHECK_THAT(result.detail, EndsWith(" (there are no credentials for it)"));
}

TEST_CASE("real servers accept Basic and Digest", "[curl_engine]")
{
    const nginx basic("location /a { auth_basic files; auth_basic_user_file users; }");
    write_file(basic.root() / "a", served);
    write_file(basic.root().parent_path() / "users", "user:{PLAIN}s3cr3t\n");
    const lighttpd digest;
    std::vector<std::string> urls{basic.url("a")};
    for (const char* const name : {"basic/a", "md5/a", "sha256/a"})
    {
        write_file(digest.root() / name, served);
        urls.push_back(digest.url(name));
    }
    for (const std::string& url : urls)
    {
        INFO(url);
        requester client;
        for (int round = 0; round != 3; ++round)
        {
            CHECK(client.fetch(item_at({url}, {.login = right})) == wua::outcome::succeeded());
        }
    }
    const temporary_folder folder;
    write_file(folder / "netrc", "machine 127.0.0.1 login user password s3cr3t\n");
    requester client;
    client.options.requests.netrc = folder / "netrc";
    for (const std::string& url : urls)
    {
        CHECK(client.fetch(url) == wua::outcome::succeeded());
    }
}

TEST_CASE("the program is asked once for all downloads of an origin, and others go on meanwhile", "[curl_engine]")
{
    wua::fault_server server;
    std::vector<wua::update_pointer> items;
    for (int i = 0; i != 6; ++i)
    {
        const std::string name = "/secret" + std::to_string(i);
        items.push_back(item_at({server.serve(name, served, wua::misbehaviour_named("auth_basic"))}));
    }
    items.push_back(item_at({server.serve("/free", served)}));
    requester client;
    std::atomic<int> asked{0};
    std::atomic<bool> may_answer{false};
    client.options.parallel = {.engine = 2, .job = 2, .host = 2};
    wua::credentials_question asked_for;
    client.options.requests.ask = [&](const wua::credentials_question& question) {
        asked_for = question;
        ++asked;
        may_answer.wait(false);
        return right;
    };
    watched_job job(items);
    client.engine().start(job.transfer());
    CHECK(job.wait_for([](const auto& now) { return now.result(6).is_final(); }));
    CHECK_FALSE(job.look().result(0).is_final());
    may_answer = true;
    may_answer.notify_all();
    REQUIRE(job.wait());
    for (std::size_t i = 0; i != items.size(); ++i)
    {
        CHECK(job.result(i) == wua::outcome::succeeded());
    }
    CHECK(asked == 1);
    CHECK(asked_for.origin == server.origin());
    CHECK(asked_for.realm == "files");
    CHECK(asked_for.scheme == wua::auth_scheme::basic);
    CHECK(client.fetch(items[0]) == wua::outcome::succeeded());
    CHECK(asked == 1);
}

TEST_CASE("the program may be wrong, and may say no", "[curl_engine]")
{
    const nginx server("location /a { auth_basic files; auth_basic_user_file users; }");
    write_file(server.root() / "a", served);
    write_file(server.root().parent_path() / "users", "user:{PLAIN}s3cr3t\n");
    std::vector<std::uint32_t> asked;
    requester client;
    client.options.requests.ask = [&](const wua::credentials_question& question) -> std::optional<wua::credentials> {
        asked.push_back(question.times_asked);
        return asked.size() < 3 ? wrong : asked.size() == 3 ? std::optional(right) : std::nullopt;
    };
    CHECK(client.fetch(server.url("a")) == wua::outcome::succeeded());
    CHECK(asked == std::vector<std::uint32_t>{1, 2, 3});

    wua::fault_server refusing;
    const std::string url = refusing.serve("/a", served, wua::misbehaviour_named("auth_refused"));
    asked.clear();
    asked.resize(3);
    client.forget_engine();
    watched_job job({item_at({url}), item_at({refusing.serve("/b", served, wua::misbehaviour_named("auth_refused"))})});
    client.options.requests.ask = [&](const wua::credentials_question&) {
        asked.push_back(0);
        return std::optional<wua::credentials>();
    };
    client.engine().start(job.transfer({.is_forced = true}));
    REQUIRE(job.wait());
    CHECK(job.result(0).hresult == wua::wu_e_pt_http_status_denied);
    CHECK_THAT(job.result(1).detail, EndsWith(" (there are no credentials for it)"));
    CHECK(asked.size() == 4);
}

TEST_CASE("an abort does not wait for the program's answer", "[curl_engine]")
{
    wua::fault_server server;
    std::atomic<bool> is_asked{false};
    std::atomic<bool> may_answer{false};
    requester client;
    client.options.requests.ask = [&](const wua::credentials_question&) -> std::optional<wua::credentials> {
        is_asked = true;
        is_asked.notify_all();
        may_answer.wait(false);
        return std::nullopt;
    };
    watched_job job(item_at({server.serve("/a", served, wua::misbehaviour_named("auth_basic"))}));
    client.engine().start(job.transfer());
    is_asked.wait(false);
    const auto began = std::chrono::steady_clock::now();
    job.ledger().request_abort();
    REQUIRE(job.wait());
    CHECK(std::chrono::steady_clock::now() - began < 1s);
    CHECK(job.result() == wua::outcome::aborted());
    may_answer = true;
    may_answer.notify_all();
}

TEST_CASE("no secret follows a redirect to another origin, and none is printed or stored", "[curl_engine]")
{
    const auto authority = std::make_shared<wua::test_authority>();
    const temporary_folder folder;
    write_file(folder / "ca.pem", authority->certificate_pem());
    wua::fault_server first(authority);
    wua::fault_server second(authority);
    const std::string plain = first.serve("/go", served, redirector);
    const std::string asking = first.serve("/ask", served, asking_redirector);
    const std::string tls = first.serve("/tls", served, wua::misbehaviour(redirector).over(wua::listener_kind::tls));
    const std::string same = first.serve("/a", served);
    const std::string same_tls = first.serve("/a_tls", served, wua::well_behaved.over(wua::listener_kind::tls));
    const std::string other = second.serve("/a", served);
    const std::string other_tls = second.serve("/a_tls", served, wua::well_behaved.over(wua::listener_kind::tls));
    const std::string back = second.serve("/back", served, redirector);
    const std::string suspicious = second.serve("/ask", served, wua::misbehaviour_named("auth_refused"));
    write_file(folder / "netrc", "machine 127.0.0.1 login user password s3cr3t\n");

    const auto with_login = [](std::string url) { return url.insert(url.find("//") + 2, "user:s3cr3t@"); };
    struct secret
    {
        const char* name;
        wua::request_details details{};
        std::function<void(wua::request_options&, const std::string&)> set = [](auto&, const auto&) {};
        bool is_asked_for = false;
        bool is_in_url = false;
    };
    const secret secrets[] = {
        {.name = "a header", .details = {.headers = {{"X-Key", "s3cr3t"}, {"Cookie", "s3cr3t"}}}},
        {.name = "a header Authorization", .details = {.headers = {{"Authorization", "s3cr3t"}}}},
        {.name = "a token", .details = {.bearer_token = "s3cr3t"}},
        {.name = "credentials at once", .details = {.login = wua::credentials{"user", "s3cr3t", true}}},
        {.name = "credentials", .details = {.login = right}, .is_asked_for = true},
        {.name = "credentials of the URL", .is_in_url = true},
        {.name = "headers of all", .set = [](auto& all, const auto&) { all.details.headers = {{"X-Key", "s3cr3t"}}; }},
        {.name = "a token of all", .set = [](auto& all, const auto&) { all.details.bearer_token = "s3cr3t"; }},
        {.name = "requests of the origin",
         .set =
             [](auto& all, const auto& origin) {
                 all.origins.push_back(
                     {.origin = origin, .details = {.headers = {{"X-Key", "s3cr3t"}}, .bearer_token = "s3cr3t"}});
             }},
        {.name = "netrc", .set = [&](auto& all, const auto&) { all.netrc = folder / "netrc"; }, .is_asked_for = true},
        {.name = "an answer",
         .set =
             [&](auto& all, const auto&) {
                 all.ask = [&](const wua::credentials_question& question) {
                     return question.origin == first.origin() ? std::optional(right) : std::nullopt;
                 };
             },
         .is_asked_for = true},
    };
    struct way
    {
        const char* name;
        bool is_from_tls;
        std::string to;
        bool arrives = true;
        bool comes_back = false;
    };
    const way ways[] = {
        {"another host", false, with_host(same, "other.wua.test")},
        {"another port", false, other},
        {"http to https", false, same_tls},
        {"http to https elsewhere", false, other_tls},
        {"https to https elsewhere", true, other_tls},
        {"https to http", true, same, false},
        {"https to http elsewhere", true, other, false},
        {"back again", false, back + '?' + same, true, true},
        {"to who asks for credentials", false, suspicious, false},
    };
    for (const secret& kept : secrets)
    {
        std::unique_ptr<requester> client;
        std::string origin;
        for (const way& each : ways)
        {
            INFO(kept.name << ", " << each.name);
            if (each.is_from_tls && kept.is_asked_for)
            {
                continue;
            }
            first.forget_requests();
            second.forget_requests();
            const std::string from = each.is_from_tls ? tls : kept.is_asked_for ? asking : plain;
            const std::string url = (kept.is_in_url ? with_login(from) : from) + '?' + each.to;
            if (std::exchange(origin, from.substr(0, from.find('/', 8))) != from.substr(0, from.find('/', 8)))
            {
                client = std::make_unique<requester>();
                client->options.ca_file = folder / "ca.pem";
                client->options.requests.resolver = {{"other.wua.test", port_of(same), {"127.0.0.1"}}};
                kept.set(client->options.requests, origin);
            }
            const wua::outcome result = client->fetch(item_at({url}, kept.details));
            CHECK(result.is_success() == each.arrives);
            CHECK(result.detail.find("dXNlcjpzM2NyM3Q") == std::string::npos);
            std::vector<wua::http_request> elsewhere = second.requests();
            std::vector<wua::http_request> at_home;
            for (const wua::http_request& request : first.requests())
            {
                const std::string host = "http://" + request.field("Host").value_or("");
                const bool is_home = from.starts_with(each.is_from_tls ? "https" + host.substr(4) + '/' : host + '/');
                (is_home ? at_home : elsewhere).push_back(request);
            }
            const bool has_arrived = each.arrives || std::string_view(each.to) == suspicious;
            CHECK(elsewhere.empty() == !has_arrived);
            check_anonymous(elsewhere);
            REQUIRE(at_home.size() >= (each.comes_back ? 2 : 1));
            const auto says_who = [](const wua::http_request& request) {
                return request.field("Authorization") || request.field("X-Key");
            };
            CHECK(says_who(at_home.back()));
            CHECK(std::count_if(at_home.begin(), at_home.end(), says_who) >= (each.comes_back ? 2 : 1));
        }
    }
}

TEST_CASE("the journal of an unfinished download has no secret", "[curl_engine]")
{
    wua::fault_server server;
    const std::string content = some_bytes(3U << 20U);
    wua::update_item item;
    item.files.push_back({.urls = {server.serve("/a", content, wua::misbehaviour_named("stalls_mid_body"))},
                          .digest = sha256_of(content)});
    item.requests = std::make_shared<wua::request_details>(
        wua::request_details{.headers = {{"X-Key", "s3cr3t"}}, .bearer_token = "s3cr3t"});
    requester client;
    watched_job job(std::make_shared<wua::update_item>(item));
    client.engine().start(job.transfer());
    REQUIRE(job.wait_for([&](const auto& now) { return now.bytes_downloaded() == content.size() / 2; }));
    job.ledger().request_abort();
    REQUIRE(job.wait());
    client.forget_engine();
    REQUIRE(names_in(client.folder()).size() >= 2);
    for (const std::string& name : names_in(client.folder()))
    {
        CHECK(read_file(client.folder() / name).find("s3cr3t") == std::string::npos);
    }
}

TEST_CASE("a certificate is shown to its origin, and its connection is not shared", "[curl_engine]")
{
    const nginx_authority authority;
    client_certificates clients(authority);
    clients.add("alice", "s3cr3t");
    clients.add("bob");
    const auto certificate = [&](const std::string& name, std::string password = {}) {
        return wua::client_certificate{clients.certificate(name), clients.key(name), std::move(password)};
    };
    const nginx server(
        "ssl_client_certificate " + authority.ca_file().string() +
            "; ssl_verify_client optional;"
            "location /alice/ { if ($ssl_client_s_dn !~ CN=alice) { return 403; } }"
            "location /bob/ { if ($ssl_client_s_dn !~ CN=bob) { return 403; } }"
            "location /nobody/ { if ($ssl_client_verify != NONE) { return 403; } }",
        &authority);
    for (const char* const name : {"alice", "bob", "nobody"})
    {
        std::filesystem::create_directory(server.root() / name);
        write_file(server.root() / name / "a", served);
    }
    wua::fault_server other;
    const std::string redirect = other.serve("/go", served, redirector) + '?' + server.tls_url("nobody/a");
    const std::string localhost = with_host(server.tls_url("bob/a"), "localhost");
    requester client;
    client.options.ca_file = authority.ca_file();
    client.options.requests.certificate = certificate("alice", "s3cr3t");
    client.options.requests.origins.push_back(
        {.origin = localhost.substr(0, localhost.find('/', 8)), .certificate = certificate("bob")});
    for (int round = 0; round != 2; ++round)
    {
        CHECK(client.fetch(server.tls_url("alice/a")) == wua::outcome::succeeded());
        CHECK(client.fetch(redirect) == wua::outcome::succeeded());
        CHECK(client.fetch(localhost) == wua::outcome::succeeded());
        CHECK(client.fetch(server.tls_url("nobody/a")).native == wua::native_error{"http", 403});
    }
}

TEST_CASE("a server without the pinned key gets no request", "[curl_engine]")
{
    const nginx_authority authority;
    const nginx server({}, &authority);
    write_file(server.root() / "a", served);
    const temporary_folder folder;
    run_command("(openssl x509 -in " + authority.certificate().string() +
                " -pubkey -noout | openssl pkey -pubin -outform der | openssl dgst -sha256 -binary | base64 > " +
                (folder / "pin").string() + ')');
    std::string pin = "sha256//" + read_file(folder / "pin");
    pin.pop_back();
    const std::string other_pin = "sha256//" + std::string(43, 'A') + '=';
    requester client;
    client.options.ca_file = authority.ca_file();
    client.options.requests.pins = {other_pin, pin};
    CHECK(client.fetch(server.tls_url("a")) == wua::outcome::succeeded());
    client.forget_engine();
    client.options.requests.pins = {other_pin};
    const wua::outcome refused = client.fetch(item_at({server.tls_url("a")}, {.bearer_token = "s3cr3t"}));
    CHECK(refused.native == wua::native_error{"curl", CURLE_SSL_PINNEDPUBKEYNOTMATCH});
    CHECK(refused.hresult == wua::error_winhttp_secure_failure);
    wua::fault_server redirecting;
    CHECK(client.fetch(redirecting.serve("/a", served, redirector) + '?' + server.tls_url("a")).native.code ==
          CURLE_SSL_PINNEDPUBKEYNOTMATCH);
    const std::string log = server.access_log(1);
    CHECK(std::count(log.begin(), log.end(), '\n') == 1);
}

TEST_CASE("a floor of TLS, an interface and a version of IP are kept to", "[curl_engine]")
{
    const nginx_authority authority;
    const nginx server("ssl_protocols TLSv1.2;", &authority);
    write_file(server.root() / "a", served);
    const auto result = [&](const std::function<void(wua::request_options&)>& set, const std::string& url) {
        requester client;
        client.options.ca_file = authority.ca_file();
        client.options.retry.attempts = 1;
        set(client.options.requests);
        return client.fetch(url);
    };
    const std::string url = server.tls_url("a");
    CHECK(result([](auto& all) { all.min_tls = wua::tls_version::tls_1_2; }, url) == wua::outcome::succeeded());
    CHECK(result([](auto& all) { all.min_tls = wua::tls_version::tls_1_3; }, url).hresult ==
          wua::error_winhttp_secure_failure);
    CHECK(result([](auto& all) { all.network_interface = "lo"; }, url) == wua::outcome::succeeded());
    const wua::outcome no_interface = result([](auto& all) { all.network_interface = "if!nothing9"; }, url);
    CHECK(no_interface.native == wua::native_error{"curl", CURLE_INTERFACE_FAILED});
    CHECK(result([](auto& all) { all.ip_version = wua::ip_version::v4; }, url) == wua::outcome::succeeded());
    CHECK(result([](auto& all) { all.ip_version = wua::ip_version::v6; }, url).code == wua::orcFailed);
}

TEST_CASE("a real proxy gets the password that it asks for, and servers do not", "[curl_engine]")
{
    const nginx_authority authority;
    const nginx server({}, &authority);
    write_file(server.root() / "a", served);
    const tinyproxy proxy;
    for (const std::string& url : {server.url("a"), server.tls_url("a")})
    {
        INFO(url);
        requester client;
        client.options.ca_file = authority.ca_file();
        client.options.requests.proxy = {.url = proxy.url(), .login = right};
        CHECK(client.fetch(url) == wua::outcome::succeeded());
        CHECK(client.fetch(url) == wua::outcome::succeeded());
        client.forget_engine();
        client.options.requests.proxy.login = wrong;
        CHECK(client.fetch(url).hresult == wua::wu_e_pt_http_status_denied); // it says 401 now
        client.forget_engine();
        client.options.requests.proxy.login.reset();
        bool is_asked = false;
        client.options.requests.ask = [&](const wua::credentials_question& question) {
            is_asked = question.is_proxy && question.origin == proxy.url() && !question.realm.empty();
            return right;
        };
        CHECK(client.fetch(url) == wua::outcome::succeeded());
        CHECK(is_asked);
    }
}

TEST_CASE("a proxy's Digest is answered, for tunnels too", "[curl_engine]")
{
    const nginx_authority authority;
    const nginx server({}, &authority);
    write_file(server.root() / "a", served);
    const loopback_proxy proxy([](const wua::http_request& request, std::size_t) -> std::optional<std::string> {
        if (request.field("Proxy-Authorization"))
        {
            return std::nullopt;
        }
        return "HTTP/1.1 407 Who?\r\nProxy-Authenticate: Basic realm=\"x\"\r\n"
               "Proxy-Authenticate: Digest realm=\"p\", qop=\"auth\", nonce=\"n1\"\r\nContent-Length: 0\r\n\r\n";
    });
    requester client;
    client.options.ca_file = authority.ca_file();
    client.options.requests.proxy = {.url = proxy.url("user:s3cr3t@")};
    CHECK(client.fetch(item_at({server.tls_url("a")}, {.bearer_token = "t0ken"})) == wua::outcome::succeeded());
    CHECK(client.fetch(server.url("a")) == wua::outcome::succeeded());
    REQUIRE(proxy.requests().size() == 3);
    const std::string host = server.tls_url("").substr(8);
    CHECK(
        is_right_digest(*proxy.requests()[1].field("Proxy-Authorization"), "CONNECT", host.substr(0, host.size() - 1)));
    CHECK(is_right_digest(*proxy.requests()[2].field("Proxy-Authorization"), "GET", "/a"));
    CHECK_FALSE(proxy.requests()[0].field("Authorization"));
    CHECK_FALSE(proxy.requests()[1].field("Authorization"));

    const loopback_proxy refusing([](const wua::http_request&, std::size_t) {
        return "HTTP/1.1 407 Who?\r\nProxy-Authenticate: Basic\r\nContent-Length: 0\r\n\r\n";
    });
    client.forget_engine();
    client.options.requests.proxy = {.url = refusing.url(), .login = wrong};
    for (const std::string& url : {server.url("a"), server.tls_url("a")})
    {
        const wua::outcome refused = client.fetch(url);
        CHECK(refused.hresult == wua::wu_e_pt_http_status_proxy_auth_req);
        CHECK_THAT(refused.detail, EndsWith(" (the credentials were refused)"));
    }
    CHECK(refusing.requests().size() == 3);
}

TEST_CASE("hosts that need no proxy are asked without it, and a server that plays one gets nothing", "[curl_engine]")
{
    wua::fault_server server;
    const loopback_proxy proxy;
    requester client;
    client.options.requests.proxy = {
        .url = proxy.url(), .login = wua::credentials{"user", "s3cr3t", true}, .exceptions = {"127.0.0.1"}};
    CHECK(client.fetch(server.serve("/a", served)) == wua::outcome::succeeded());
    CHECK(client.fetch(server.serve("/a", served, wua::misbehaviour_named("auth_of_proxy"))).native ==
          wua::native_error{"http", 407});
    CHECK(proxy.requests().empty());
    for (const wua::http_request& request : server.requests())
    {
        CHECK_FALSE(request.field("Proxy-Authorization"));
    }
}

TEST_CASE("invalid requests are refused before anything starts", "[curl_engine]")
{
    const temporary_folder folder;
    wua::curl_options options = quick_options(folder / "made");
    options.requests.proxy.url = "me:s3cr3t@host:3128";
    CHECK_THROWS_AS(wua::curl_engine(options), wua::hresult_error);
    CHECK_FALSE(std::filesystem::exists(folder / "made"));
    requester client;
    watched_job job({item_at({"http://127.0.0.1:9/a"}),
                     item_at({"http://127.0.0.1:9/b"}, {.headers = {{"X", "s3cr3t\r\nHost: other"}}})});
    CHECK_THROWS_WITH(client.engine().start(job.transfer()),
                      "the requests of the update 'an update': the value of the header 'X' has a line break or another "
                      "control character");
}

TEST_CASE("updates that ask for one file otherwise do not share it, unless a digest tells", "[curl_engine]")
{
    wua::fault_server server;
    const std::string url = server.serve("/a", served, wua::misbehaviour_named("auth_basic"));
    requester client;
    watched_job job({item_at({url}, {.login = right}), item_at({url}, {.login = wrong}), item_at({url})});
    client.engine().start(job.transfer());
    REQUIRE(job.wait());
    CHECK(job.result(0).is_success());
    CHECK(job.result(1).is_success()); // the server believes everybody
}

} // namespace wua_test::about_curl_requests

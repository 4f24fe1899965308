// SPDX-License-Identifier: MIT
// curl_engine behind a proxy that the environment names.

#include "engine/curl_fixture.hpp"
#include "servers/proxy.hpp"
#include <wua/engine/curl_engine.hpp>
#include <wua/model/content_seed.hpp>
#include <wua/model/download_story.hpp>
#include <wua/objects/to_update_item.hpp>
#include <wua/testing/fault_server.hpp>
#include <wua/testing/swarm/loopback_service.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdlib>
#include <filesystem>
#include <initializer_list>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

using namespace wua_test;

namespace
{

// The variables that name proxies, as given and otherwise unset; at the end as they were before. To be made before the
// engine, which reads them on its threads.
class proxy_environment
{
public:
    proxy_environment(std::initializer_list<std::pair<std::string, std::string>> variables)
    {
        for (const char* const name : {"http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY", "all_proxy",
                                       "ALL_PROXY", "no_proxy", "NO_PROXY"})
        {
            const char* const value = std::getenv(name);
            m_before.emplace_back(name, value == nullptr ? std::nullopt : std::optional<std::string>(value));
            ::unsetenv(name);
        }
        for (const auto& [name, value] : variables)
        {
            ::setenv(name.c_str(), value.c_str(), 1);
        }
    }

    proxy_environment(const proxy_environment&) = delete;
    proxy_environment& operator=(const proxy_environment&) = delete;

    ~proxy_environment()
    {
        for (const auto& [name, value] : m_before)
        {
            value ? ::setenv(name.c_str(), value->c_str(), 1) : ::unsetenv(name.c_str());
        }
    }

private:
    std::vector<std::pair<std::string, std::optional<std::string>>> m_before;
};

const std::string served = some_bytes(200'000);

std::string answer_of(int status, std::string_view field = {})
{
    return wua::status_line(status) + "\r\nContent-Length: 0\r\n" + std::string(field) + "\r\n";
}

// The URL with another host, which nobody can look up.
std::string named(std::string url)
{
    const std::string_view host = "127.0.0.1";
    return url.replace(url.find(host), host.size(), "origin.wua.test");
}

// One download by an engine of its own.
struct proxied_download
{
    explicit proxied_download(std::string url, const std::filesystem::path& ca_file = {})
    {
        wua::curl_options options = quick_options(output.path());
        options.ca_file = ca_file;
        options.retry.attempts = 3;
        options.user_agent = "an engine";
        wua::curl_engine engine(options);
        watched_job job(to_update_item(std::move(url), served));
        engine.start(job.transfer());
        REQUIRE(job.wait());
        result = job.result();
        attempts = job.ledger().progress_of(0).attempt;
    }

    temporary_folder output;
    wua::outcome result;
    std::size_t attempts = 0;
};

} // namespace

TEST_CASE("a proxy that the environment names is used for http", "[curl_engine]")
{
    wua::fault_server origin;
    const std::string url = named(origin.serve("/a", served));
    for (const char* const variable : {"http_proxy", "all_proxy", "ALL_PROXY"})
    {
        INFO(variable);
        loopback_proxy proxy;
        const proxy_environment environment{{variable, proxy.url()}};
        origin.forget_requests();
        const proxied_download done(url);
        CHECK(done.result == wua::outcome::succeeded());
        CHECK(has_content(done.output / "a", served));
        REQUIRE(proxy.requests().size() == 1);
        CHECK(proxy.requests()[0].method == "GET");
        CHECK(proxy.requests()[0].target == url);
        CHECK(origin.requests().size() == 1);
    }
}

TEST_CASE("HTTP_PROXY in capitals may come from a stranger's request to a CGI program, and is not used",
          "[curl_engine]")
{
    wua::fault_server origin;
    loopback_proxy proxy;
    const proxy_environment environment{{"HTTP_PROXY", proxy.url()}};
    const proxied_download done(origin.serve("/a", served));
    CHECK(done.result == wua::outcome::succeeded());
    CHECK(proxy.requests().empty());
}

TEST_CASE("https goes through a tunnel of the proxy, HTTP/2 included", "[curl_engine]")
{
    if (!has_http_2())
    {
        skip(no_http_2);
        return;
    }
    const nginx_authority authority;
    const nginx origin({}, &authority);
    write_file(origin.root() / "a", served);
    std::ptrdiff_t count = 0;
    for (const char* const variable : {"https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"})
    {
        INFO(variable);
        loopback_proxy proxy;
        const proxy_environment environment{{variable, proxy.url()}};
        const std::string url = origin.tls_url("a");
        const proxied_download done(url, authority.ca_file());
        CHECK(done.result == wua::outcome::succeeded());
        CHECK(has_content(done.output / "a", served));
        REQUIRE(proxy.requests().size() == 1);
        CHECK(proxy.requests()[0].method == "CONNECT");
        CHECK("https://" + proxy.requests()[0].target + "/a" == url);
        ++count;
    }
    const std::string log = origin.access_log(count);
    CHECK(std::count(log.begin(), log.end(), '\n') == count);
    CHECK(log.find("HTTP/1.1") == std::string::npos);
}

TEST_CASE("a download that was cut is continued through the proxy", "[curl_engine]")
{
    wua::fault_server origin;
    loopback_proxy proxy;
    const proxy_environment environment{{"http_proxy", proxy.url()}};
    const proxied_download done(named(origin.serve("/a", served, wua::misbehaviour_named("truncated_at_half"))));
    CHECK(done.result == wua::outcome::succeeded());
    REQUIRE(proxy.requests().size() == 2);
    CHECK(proxy.requests()[1].field("Range") == "bytes=100000-");
}

TEST_CASE("hosts of no_proxy are asked without the proxy, and no others", "[curl_engine]")
{
    wua::fault_server origin;
    loopback_proxy proxy;
    const std::string url = origin.serve("/a", served);
    for (const char* const variable : {"no_proxy", "NO_PROXY"})
    {
        for (const auto& [hosts, is_listed] : {std::pair("example.org,127.0.0.1", true), std::pair("*", true),
                                               std::pair("example.org,127.0.0.2", false), std::pair("", false)})
        {
            INFO(variable << '=' << hosts);
            const std::size_t before = proxy.requests().size();
            const proxy_environment environment{{"http_proxy", proxy.url()}, {variable, hosts}};
            CHECK(proxied_download(url).result == wua::outcome::succeeded());
            CHECK(proxy.requests().size() == before + (is_listed ? 0 : 1));
        }
    }
}

TEST_CASE("a proxy that wants a password is not asked again", "[curl_engine]")
{
    const loopback_proxy proxy([](const auto&, std::size_t) {
        return answer_of(407, "Proxy-Authenticate: Basic realm=\"x\"\r\n");
    });
    const proxy_environment environment{{"ALL_PROXY", proxy.url()}};
    for (const char* const url : {"http://origin.wua.test:1/a", "https://origin.wua.test:1/a"})
    {
        INFO(url);
        const std::size_t before = proxy.requests().size();
        const proxied_download done(url);
        CHECK(done.result.hresult == wua::wu_e_pt_http_status_proxy_auth_req);
        CHECK(done.result.native == wua::native_error{"http", 407});
        CHECK_THAT(done.result.detail, Catch::Matchers::ContainsSubstring("407"));
        CHECK(done.attempts == 1);
        CHECK(proxy.requests().size() == before + 1);
        CHECK(names_in(done.output.path()).empty());
    }
}

TEST_CASE("a proxy that refuses a tunnel with a page without end is believed after the beginning of it",
          "[curl_engine]")
{
    const bool is_chunked = GENERATE(false, true);
    const loopback_proxy proxy([=](const auto&, std::size_t) {
        constexpr std::size_t many = 20'000'000; // of which libcurl would read a million or so in a second
        std::string answer = wua::status_line(407) + "\r\nProxy-Authenticate: Basic realm=\"x\"\r\n" +
                             (is_chunked ? "Transfer-Encoding: chunked\r\n\r\n" : "Content-Length: 9999999999\r\n\r\n");
        while (answer.size() < many)
        {
            answer += "1\r\nx\r\n";
        }
        return answer;
    });
    const proxy_environment environment{{"ALL_PROXY", proxy.url()}};
    const auto begun = std::chrono::steady_clock::now();
    const proxied_download done("https://origin.wua.test:1/a");
    CHECK(done.result.hresult == wua::wu_e_pt_http_status_proxy_auth_req);
    CHECK(proxy.requests().size() == 1);
    CHECK(std::chrono::steady_clock::now() - begun < 5s);
}

TEST_CASE("a proxy that cannot reach the server for now is asked again", "[curl_engine]")
{
    const loopback_proxy proxy([](const auto&, std::size_t) { return answer_of(502); });
    const proxy_environment environment{{"ALL_PROXY", proxy.url()}};
    for (const char* const url : {"http://origin.wua.test:1/a", "https://origin.wua.test:1/a"})
    {
        INFO(url);
        const std::size_t before = proxy.requests().size();
        const proxied_download done(url);
        CHECK(done.result.hresult == wua::wu_e_pt_http_status_bad_gateway);
        CHECK(done.result.native == wua::native_error{"http", 502});
        CHECK(done.attempts == 3);
        CHECK(proxy.requests().size() == before + 3);
    }
}

TEST_CASE("a proxy that refused at first serves the next attempt", "[curl_engine]")
{
    const nginx_authority authority;
    const nginx origin({}, &authority);
    write_file(origin.root() / "a", served);
    for (const std::string& url : {origin.url("a"), origin.tls_url("a")})
    {
        for (const char* const refused : {"HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n", ""})
        {
            INFO(url << " after " << refused);
            const loopback_proxy proxy([&](const auto&, std::size_t number) {
                return number == 1 ? std::optional<std::string>(refused) : std::nullopt;
            });
            const proxy_environment environment{{"ALL_PROXY", proxy.url()}};
            const proxied_download done(url, authority.ca_file());
            CHECK(done.result == wua::outcome::succeeded());
            CHECK(done.attempts == 2);
            CHECK(has_content(done.output / "a", served));
        }
    }
}

TEST_CASE("a proxy that hangs up or is not there is an error with a name", "[curl_engine]")
{
    const loopback_proxy closing([](const auto&, std::size_t) { return ""; });
    wua::fault_server server;
    std::string refusing = server.serve("/", "", wua::misbehaviour_named("refused"));
    refusing.pop_back();
    for (const char* const url : {"http://origin.wua.test:1/a", "https://origin.wua.test:1/a"})
    {
        INFO(url);
        {
            const proxy_environment environment{{"ALL_PROXY", closing.url()}};
            const proxied_download done(url);
            const bool is_tunnel = std::string_view(url).starts_with("https");
            CHECK(done.result.hresult ==
                  (is_tunnel ? wua::wininet_e_connection_reset : wua::wininet_e_connection_aborted));
            CHECK_FALSE(done.result.detail.empty());
            CHECK(done.attempts == 3);
        }
        const proxy_environment environment{{"ALL_PROXY", refusing}};
        const proxied_download done(url);
        CHECK(done.result.hresult == wua::wininet_e_cannot_connect);
        CHECK(done.attempts == 3);
        CHECK_FALSE(done.result.detail.empty());
    }
}

TEST_CASE("the proxy's password goes only to the proxy, and is not printed", "[curl_engine]")
{
    const std::string authorization = "Basic dXNlcjpzM2NyM3Q="; // user:s3cr3t
    wua::fault_server origin;
    const loopback_proxy proxy([&](const wua::http_request& request, std::size_t) {
        return request.field("Proxy-Authorization") == authorization ? std::nullopt : std::optional(answer_of(407));
    });
    const proxy_environment environment{{"http_proxy", proxy.url("user:s3cr3t@")}};
    for (const char* const behaviour : {"well_behaved", "redirect_to_other_host", "always_404"})
    {
        INFO(behaviour);
        origin.forget_requests();
        const proxied_download done(origin.serve("/a", served, wua::misbehaviour_named(behaviour)));
        CHECK(done.result.is_success() == (std::string_view(behaviour) != "always_404"));
        CHECK(done.result.detail.find("s3cr3t") == std::string::npos);
        REQUIRE_FALSE(origin.requests().empty());
        for (const wua::http_request& request : origin.requests())
        {
            CHECK_FALSE(request.field("Proxy-Authorization").has_value());
            CHECK_FALSE(request.field("Authorization").has_value());
        }
    }
}

TEST_CASE("the proxy does not learn what a tunnel carries", "[curl_engine]")
{
    const nginx_authority authority;
    const nginx origin("location /a { auth_basic secret; auth_basic_user_file users; }", &authority);
    const loopback_proxy proxy;
    const proxy_environment environment{{"ALL_PROXY", proxy.url("proxy:s3cr3t@")}};
    std::string url = origin.tls_url("a");
    url.insert(url.find("//") + 2, "user:password@");
    const proxied_download done(url, authority.ca_file());
    CHECK(done.result.code == wua::orcFailed);
    REQUIRE_FALSE(proxy.requests().empty());
    for (const wua::http_request& request : proxy.requests())
    {
        CHECK(request.method == "CONNECT");
        CHECK(request.field("Proxy-Authorization").has_value());
        for (const char* const field : {"Authorization", "Accept-Encoding", "Range", "If-Range"})
        {
            CHECK_FALSE(request.field(field).has_value());
        }
    }
}

TEST_CASE("a proxy that is spelt wrong is an error that does not print its password", "[curl_engine]")
{
    for (const char* const proxy :
         {"http://user:s3cr3t@[::bad", "nothing://user:s3cr3t@127.0.0.1:1", "http://user:s3cr3t@no-such-host.invalid:1",
          "http://user:s3cr3t'@'@127.0.0.1:70000", "user:s3cr3t@127.0.0.1:one"})
    {
        INFO(proxy);
        const proxy_environment environment{{"http_proxy", proxy}};
        const proxied_download done("http://127.0.0.1:1/a");
        INFO(done.result.detail);
        CHECK(done.result.code == wua::orcFailed);
        CHECK_THAT(done.result.detail, Catch::Matchers::ContainsSubstring("proxy"));
        CHECK(done.result.detail.find("s3cr3t") == std::string::npos);
    }
}

TEST_CASE("a proxy that says nothing is given up in time, and an abort does not wait for it", "[curl_engine]")
{
    wua::fault_server server;
    const std::string silent = server.serve("/", "", wua::misbehaviour_named("tls_silent"));
    const proxy_environment environment{{"ALL_PROXY", "http" + silent.substr(5, silent.size() - 6)}};
    for (const char* const url : {"http://origin.wua.test:1/a", "https://origin.wua.test:1/a"})
    {
        INFO(url);
        temporary_folder output;
        wua::curl_options options = quick_options(output.path());
        {
            wua::curl_engine engine(options);
            watched_job job(to_update_item(url, served));
            engine.start(job.transfer());
            REQUIRE(job.wait_for([](const auto& snapshot) { return snapshot.started() == 1; }));
            const auto asked = std::chrono::steady_clock::now();
            job.ledger().request_abort();
            REQUIRE(job.ledger().wait_until(asked + 5s));
            CHECK(std::chrono::steady_clock::now() - asked <= 1s); // much less than any deadline
            CHECK(job.result() == wua::outcome::aborted());
        }
        options.retry.attempts = 2;
        options.retry.connect_deadline = 100ms; // of a tunnel; a request that is only forwarded stalls
        options.retry.stall_time = std::string_view(url).starts_with("https") ? 10s : 100ms;
        wua::curl_engine engine(options);
        watched_job job(to_update_item(url, served));
        engine.start(job.transfer());
        REQUIRE(job.wait());
        CHECK(job.result().hresult == wua::wininet_e_timeout);
        CHECK(job.ledger().progress_of(0).attempt == 2);
    }
}

TEST_CASE("a control file that the proxy refuses costs nothing but its request", "[curl_engine]")
{
    const loopback_proxy proxy([](const auto&, std::size_t) { return answer_of(403); });
    const proxy_environment environment{{"HTTPS_PROXY", proxy.url()}};
    wua::fault_server origin;
    const temporary_folder output;
    write_file(output / "old", served);
    wua::update_item item = *to_update_item(origin.serve("/a", served), served);
    item.files[0].seed = wua::content_seed{.control_url = "https://origin.wua.test:1/a.zsync", .file = "old"};
    wua::curl_engine engine(quick_options(output.path()));
    watched_job job(std::make_shared<const wua::update_item>(item));
    engine.start(job.transfer());
    REQUIRE(job.wait());
    CHECK(job.result() == wua::outcome::succeeded());
    CHECK(proxy.requests().size() == 1);
    const wua::download_story story = job.ledger().story(0);
    REQUIRE_FALSE(story.attempts.empty());
    CHECK(story.attempts[0].decision == wua::attempt_decision::do_without_seed);
    CHECK_THAT(story.attempts[0].result.detail,
               Catch::Matchers::ContainsSubstring("HTTP status 403 of the proxy: https://origin.wua.test:1/a.zsync"));
}

namespace
{

// A SOCKS proxy of version 5 (RFC 1928, 1929) that wants a password, and answers for the server behind it.
class socks_talk final : public wua::detail::loopback_session
{
public:
    struct notes
    {
        std::vector<std::string> logins{};  // as they came
        std::vector<std::string> targets{}; // the host and the port
        std::vector<std::string> requests{};
    };
    struct notebook
    {
        std::mutex mutex;
        notes all;

        notes read()
        {
            const std::lock_guard lock(mutex);
            return all;
        }
    };

    explicit socks_talk(std::shared_ptr<notebook> kept) : m_notebook(std::move(kept)) {}

    bool answer(std::string& received, std::string& sent) override
    {
        using namespace std::string_literals;
        const std::lock_guard lock(m_notebook->mutex);
        notes& all = m_notebook->all;
        const auto byte_at = [&](std::size_t place) { return static_cast<std::size_t>(received[place] & 0xFF); };
        if (m_step == step::greeting && received.size() >= 2 && received.size() >= 2 + byte_at(1))
        {
            const bool offers_login = received.find('\x02', 2) < 2 + byte_at(1);
            received.erase(0, 2 + byte_at(1));
            sent += offers_login ? "\x05\x02"s : "\x05\xFF"s;
            m_step = step::login;
            return offers_login;
        }
        if (m_step == step::login && received.size() >= 2 && received.size() >= 3 + byte_at(1) &&
            received.size() >= 3 + byte_at(1) + byte_at(2 + byte_at(1)))
        {
            const std::size_t user = byte_at(1);
            const std::size_t password = byte_at(2 + user);
            all.logins.push_back(received.substr(2, user) + ' ' + received.substr(3 + user, password));
            received.erase(0, 3 + user + password);
            const bool is_right = all.logins.back() == "user s3cr3t";
            sent += is_right ? "\x01\x00"s : "\x01\x01"s;
            m_step = step::target;
            return is_right;
        }
        if (m_step == step::target && received.size() >= 5 && byte_at(3) == 3 && received.size() >= 7 + byte_at(4))
        {
            const std::size_t host = byte_at(4);
            all.targets.push_back(
                received.substr(5, host) + ':' + std::to_string(byte_at(5 + host) * 256 + byte_at(6 + host)));
            received.erase(0, 7 + host);
            sent += "\x05\x00\x00\x01\x00\x00\x00\x00\x00\x00"s;
            m_step = step::request;
        }
        if (m_step == step::request && received.find("\r\n\r\n") != std::string::npos)
        {
            all.requests.push_back(received);
            sent += "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: " + std::to_string(served.size()) +
                    "\r\n\r\n" + served;
            return false;
        }
        return true;
    }

private:
    enum class step
    {
        greeting,
        login,
        target,
        request
    };

    std::shared_ptr<notebook> m_notebook;
    step m_step = step::greeting;
};

} // namespace

TEST_CASE("the password of a SOCKS proxy goes to it in its own way, and only to it", "[curl_engine]")
{
    const auto told = std::make_shared<socks_talk::notebook>();
    wua::detail::loopback_service proxy([told] { return std::make_unique<socks_talk>(told); });
    const temporary_folder output;
    wua::curl_options options = quick_options(output.path());
    options.requests.proxy.url = "socks5h://127.0.0.1:" + std::to_string(proxy.port());
    options.requests.proxy.login = wua::credentials{"user", "s3cr3t", true};
    const auto fetched = [&] {
        wua::curl_engine engine(options);
        watched_job job(to_update_item("http://origin.wua.test:81/a", served));
        engine.start(job.transfer());
        REQUIRE(job.wait());
        return job.result();
    };
    CHECK(fetched() == wua::outcome::succeeded());
    CHECK(has_content(output / "a", served));
    const socks_talk::notes first = told->read();
    CHECK(first.logins == std::vector<std::string>{"user s3cr3t"});
    CHECK(first.targets == std::vector<std::string>{"origin.wua.test:81"}); // looked up by the proxy
    REQUIRE(first.requests.size() == 1);
    CHECK(first.requests[0].starts_with("GET /a HTTP/1.1\r\nHost: origin.wua.test:81\r\n"));
    CHECK(first.requests[0].find("uthorization") == std::string::npos);

    std::filesystem::remove(output / "a");
    options.requests.proxy.login = wua::credentials{"user", "wr0ng", true};
    const wua::outcome refused = fetched();
    CHECK_FALSE(refused.is_success());
    CHECK(refused.detail.find("wr0ng") == std::string::npos);
    CHECK(told->read().requests.size() == 1);
}

// SPDX-License-Identifier: MIT
// The live page by the byte: whom it answers, what it sends, whom it obeys. tests/page looks at it in a browser.

#include "catch.hpp"
#include "poller/program.hpp"
#include "poller/serve/line_history.hpp"
#include "poller/serve/request_check.hpp"
#include "poller/served_poller.hpp"
#include "servers/nginx.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <list>
#include <memory>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

namespace
{

using namespace std::chrono_literals;
using Catch::Matchers::ContainsSubstring;
using Catch::Matchers::StartsWith;
using poller::line_history;
using poller::line_kind;
using wua_test::ended_program;
using wua_test::http_connection;
using wua_test::run;
using wua_test::served_poller;
using wua_test::temporary_folder;
using wua_test::write_file;

bool serves_pages()
{
    static const bool serves = run("--serve 0 --speed 1000").output.find("was built without") == std::string::npos;
    return serves;
}

constexpr const char* not_built_in = "the poller was built without cpp-httplib";

// The lines of JSON in a stream of events.
std::vector<nlohmann::json> lines_in(const std::string& stream)
{
    std::vector<nlohmann::json> lines;
    std::istringstream text(stream);
    for (std::string line; std::getline(text, line);)
    {
        if (line.starts_with("data: "))
        {
            lines.push_back(nlohmann::json::parse(line.substr(6)));
        }
    }
    return lines;
}

// The id of the last whole event.
std::string last_id(const std::string& stream)
{
    const std::size_t begin = stream.rfind("id: ", stream.rfind("data: ")) + 4;
    return stream.substr(begin, stream.find('\n', begin) - begin);
}

std::vector<std::uint64_t> numbers_of(const line_history::batch& found)
{
    std::vector<std::uint64_t> numbers;
    for (const line_history::entry& each : found.entries)
    {
        numbers.push_back(each.number);
    }
    return numbers;
}

} // namespace

TEST_CASE("the page is one file under a strict policy, and answers only requests to its own address",
          "[poller][live_page]")
{
    if (!serves_pages())
    {
        return skip(not_built_in);
    }
    served_poller poller("--serve 0 --speed 0.05 --allow-control");
    const std::string page = poller.ask("GET /");
    CHECK_THAT(page, StartsWith("HTTP/1.1 200"));
    CHECK_THAT(page, ContainsSubstring("default-src 'none'; script-src 'sha256-"));
    CHECK_THAT(page, ContainsSubstring("frame-ancestors 'none'"));
    CHECK_THAT(page, ContainsSubstring("X-Content-Type-Options: nosniff"));
    CHECK_THAT(page, ContainsSubstring("Referrer-Policy: no-referrer"));
    CHECK_THAT(page, ContainsSubstring("Cache-Control: no-store"));
    CHECK(page.find("Access-Control-Allow-Origin") == std::string::npos);
    CHECK(page.find(poller.token()) == std::string::npos);
    CHECK(page.find("innerHTML") == std::string::npos);
    CHECK(page.find("src=") == std::string::npos); // it needs nothing else, from here or elsewhere

    const std::string port = std::to_string(poller.port());
    const auto status_of = [&](const std::string& request) {
        return http_connection(poller.port(), request).read_all().substr(0, 12);
    };
    const auto from_host = [&](const std::string& host) {
        return status_of("GET / HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
    };
    for (const std::string& own : {"127.0.0.1:" + port, "localhost:" + port, std::string("LOCALHOST"),
                                   std::string("[::1]:9000"), std::string("192.0.2.7:80")})
    {
        INFO(own);
        CHECK(from_host(own) == "HTTP/1.1 200");
    }
    for (const std::string& other :
         {"evil.example:" + port, std::string("127.0.0.1.evil.example"), std::string("localhost.evil.example"),
          std::string("127.0.0.1:80\r\nHost: evil.example"), std::string("")})
    {
        INFO(other);
        CHECK(from_host(other) == "HTTP/1.1 403");
    }
    CHECK(status_of("GET / HTTP/1.1\r\n\r\n") == "HTTP/1.1 403");
    const auto with = [&](const std::string& headers) { return poller.ask("GET /events", headers).substr(0, 12); };
    CHECK(with("Origin: http://evil.example\r\n") == "HTTP/1.1 403");
    CHECK(with("Origin: null\r\n") == "HTTP/1.1 403");
    CHECK(with("Origin: https://127.0.0.1:" + port + "\r\n") == "HTTP/1.1 403");
    CHECK(with("Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: no-cors\r\n") == "HTTP/1.1 403");
    CHECK(
        poller.ask("GET /", "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate\r\n").starts_with("HTTP/1.1 200"));
    CHECK(poller.ask("GET /etc/passwd").starts_with("HTTP/1.1 404"));
    CHECK(poller.ask("GET /../../etc/passwd").starts_with("HTTP/1.1 404"));
    CHECK(poller.ask("HEAD /events").starts_with("HTTP/1.1 200"));
    CHECK(poller.command("abort").starts_with("HTTP/1.1 202"));
    CHECK(poller.end() == 130);
}

TEST_CASE("a browser that comes late receives everything, and one that reconnects the rest", "[poller][live_page]")
{
    if (!serves_pages())
    {
        return skip(not_built_in);
    }
    served_poller poller("--serve 0 --speed 4 --allow-control");
    http_connection first(poller.port(), poller.request("GET /events", "Accept-Encoding: gzip, br\r\n"));
    const std::string begin = first.read_until("\"type\":\"attempt\"");
    CHECK_THAT(begin, ContainsSubstring("Content-Type: text/event-stream"));
    CHECK(begin.find("Content-Encoding") == std::string::npos); // it would hold lines back
    const std::string id = last_id(first.read_until("\"type\":\"update_result\""));
    http_connection late(poller.port(), poller.request("GET /events"));
    http_connection back(poller.port(), poller.request("GET /events", "Last-Event-ID: " + id + "\r\n"));
    http_connection other(poller.port(), poller.request("GET /events", "Last-Event-ID: 0000ffff-7\r\n"));
    CHECK(poller.command("abort").starts_with("HTTP/1.1 202"));
    const std::vector<nlohmann::json> all = lines_in(first.read_all());
    CHECK(all.front()["type"] == "job");
    CHECK(all.back()["type"] == "result");
    CHECK(all.back()["result"] == "aborted");
    CHECK(lines_in(late.read_all()) == all);
    CHECK(lines_in(other.read_all()) == all);
    const std::vector<nlohmann::json> rest = lines_in(back.read_all());
    REQUIRE(rest.size() < all.size());
    CHECK(rest == std::vector<nlohmann::json>(all.end() - static_cast<std::ptrdiff_t>(rest.size()), all.end()));
    CHECK(rest.front()["type"] != "job");
    CHECK(poller.end() == 130);
}

TEST_CASE("commands are obeyed that come by POST with the token, and no others", "[poller][live_page]")
{
    if (!serves_pages())
    {
        return skip(not_built_in);
    }
    served_poller poller("--serve 0 --speed 0.05 --allow-control");
    CHECK(poller.token().size() == 32);
    const std::string none = "Content-Length: 0\r\n";
    const std::string right = none + "Authorization: Bearer " + poller.token() + "\r\n";
    const auto refused = [&](const std::string& first, const std::string& headers, std::string_view status) {
        INFO(first << ' ' << headers);
        CHECK(poller.ask(first, headers).substr(9, 3) == status);
    };
    refused("POST /control/abort", none, "403");
    refused("POST /control/abort", none + "Authorization: Bearer " + std::string(32, '0') + "\r\n", "403");
    refused("POST /control/abort", none + "Authorization: Bearer " + poller.token().substr(1) + "\r\n", "403");
    refused("POST /control/abort", none + "Authorization: Bearer \r\n", "403");
    refused("POST /control/abort", right + "Origin: http://evil.example\r\n", "403");
    refused("POST /control/abort", right + "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate\r\n", "403");
    refused("POST /control/abort?token=" + poller.token(), none, "403");
    refused("GET /control/abort", right, "405");
    refused("POST /control/quit", right, "404");
    http_connection events(poller.port(), poller.request("GET /events"));
    CHECK(events.read_until("\"state\":\"running\"").find("\"state\":\"aborting\"") == std::string::npos);
    CHECK(
        poller.ask("POST /control/pause", right + "Origin: http://127.0.0.1:" + std::to_string(poller.port()) + "\r\n")
            .starts_with("HTTP/1.1 202"));
    CHECK_THAT(events.read_until("\"state\":\"paused\""), ContainsSubstring("\"state\":\"paused\""));
    CHECK(poller.command("resume").starts_with("HTTP/1.1 202"));
    http_connection resumed(
        poller.port(), poller.request("GET /events", "Last-Event-ID: " + last_id(events.read_until("\n\n")) + "\r\n"));
    CHECK_THAT(resumed.read_until("\"state\":\"running\""), ContainsSubstring("\"state\":\"running\""));
    CHECK(poller.command("abort").starts_with("HTTP/1.1 202"));
    CHECK(poller.end() == 130);

    served_poller closed("--serve 0 --speed 10");
    const std::string answer = closed.ask("POST /control/abort", right);
    CHECK_THAT(answer, ContainsSubstring("403"));
    CHECK_THAT(answer, ContainsSubstring("without --allow-control"));
    CHECK(closed.end() == 0);
}

TEST_CASE("many browsers that read nothing delay neither the job nor the poller's end", "[poller][live_page]")
{
    if (!serves_pages())
    {
        return skip(not_built_in);
    }
    const temporary_folder folder;
    std::string manifest; // of more than fits into the buffers of a connection
    for (int i = 0; i != 400; ++i)
    {
        manifest +=
            (i == 0 ? "[" : ",") + (R"({"size":1000,"url":"http://host/)" + std::to_string(i) + R"(","title":")") +
            std::string(4000, 'x') + "\"}";
    }
    write_file(folder / "manifest", manifest + ']');
    const auto began = std::chrono::steady_clock::now();
    served_poller poller("--engine simulated --serve 0 --speed 500 -j 64 --manifest " + (folder / "manifest").string());
    std::list<http_connection> slow;
    for (int i = 0; i != 48; ++i)
    {
        slow.emplace_back(poller.port(), poller.request("GET /events"), 1024);
        slow.back().read_until("HTTP/1.1 200"); // and no more
    }
    CHECK_THAT(poller.ask("GET /events"), ContainsSubstring("too many browsers"));
    CHECK(poller.ask("GET /").starts_with("HTTP/1.1 200"));
    CHECK(poller.end() == 0);
    CHECK(std::chrono::steady_clock::now() - began < 30s);
    CHECK(slow.front().read_all().find("\"type\":\"result\"") == std::string::npos); // it was slow indeed
}

TEST_CASE("what --serve cannot do is reported before anything starts", "[poller][live_page]")
{
    if (!serves_pages())
    {
        CHECK(run("--serve 0").status == 2);
        return skip(not_built_in);
    }
    served_poller first("--serve 0 --speed 1"); // longer than this test takes
    const auto refused = [](const std::string& arguments, const std::string& message) {
        const ended_program ended = run(arguments);
        CHECK(ended.status == 2);
        CHECK_THAT(ended.output, ContainsSubstring(message));
    };
    const std::string port = std::to_string(first.port());
    refused("--serve " + port, "--serve: cannot listen on port " + port + " of 127.0.0.1: another program uses it");
    refused("--serve 0 --serve-address 192.0.2.1", "--serve: cannot listen on port 0 of 192.0.2.1");
    refused("--serve 0 --serve-address host", "--serve-address: 'host' is not an IP address");
    refused("--serve 0 --serve-address 0.0.0.0 --allow-control", "the token would cross the network unencrypted");
    refused("--allow-control", "need --serve");
    refused("--serve-linger 5", "need --serve");
    refused("--serve 65536", "--serve");
    CHECK(first.end() == 0);
}

TEST_CASE("a browser that comes after the job sees its result, until Ctrl-C or the given time", "[poller][live_page]")
{
    if (!serves_pages())
    {
        return skip(not_built_in);
    }
    served_poller poller("--serve 0 --speed 1000 --serve-linger 1");
    const std::vector<nlohmann::json> lines = lines_in(poller.ask("GET /events"));
    REQUIRE_FALSE(lines.empty());
    CHECK(lines.back()["result"] == "succeeded");
    CHECK(poller.end() == 0);
}

TEST_CASE("a history forgets every other old poll and the oldest successes, and no failure", "[live_page]")
{
    line_history history({.progress = 8, .events = 4, .failures = 100});
    history.add(line_kind::job, "job");
    for (int i = 0; i != 100; ++i)
    {
        history.add(line_kind::progress, "progress");
        history.add(line_kind::success, "success");
        history.add(line_kind::failure, "failure");
    }
    history.add(line_kind::result, "result");
    history.close();
    const line_history::batch all = history.after(0, 0ms, 1000);
    CHECK(all.is_over);
    CHECK(all.entries.front().kind == line_kind::job);
    CHECK(all.entries.back().kind == line_kind::result);
    const auto count = [&](line_kind kind) {
        return std::count_if(
            all.entries.begin(), all.entries.end(), [&](const auto& each) { return each.kind == kind; });
    };
    CHECK(count(line_kind::progress) <= 8);
    CHECK(count(line_kind::progress) >= 4);
    CHECK(count(line_kind::success) <= 4);
    CHECK(count(line_kind::failure) == 100);
    CHECK(history.given_up() == 302 - all.entries.size());
    const std::vector<std::uint64_t> numbers = numbers_of(all);
    CHECK(std::is_sorted(numbers.begin(), numbers.end()));

    const line_history::batch some = history.after(0, 0ms, 3);
    CHECK(some.entries.size() == 3);
    CHECK_FALSE(some.is_over);
    CHECK(history.after(302, 0ms).entries.empty());
    CHECK(history.after(302, 0ms).is_over);
    CHECK_FALSE(line_history().after(0, 0ms).is_over);
}

TEST_CASE("a name counts as the server's own if no other site can have it", "[live_page]")
{
    using poller::is_own_host;
    using poller::is_own_origin;
    using poller::is_same_secret;
    for (const char* const own : {"localhost", "localhost:1", "Localhost:65535", "127.0.0.1", "10.0.0.255:80", "[::1]",
                                  "[fe80::1]:8080", "[::ffff:127.0.0.1]:1"})
    {
        INFO(own);
        CHECK(is_own_host(own));
    }
    for (const char* const other :
         {"",
          "evil",
          "evil.example",
          "127.0.0.1.example",
          "1.2.3",
          "1.2.3.4.5",
          "1.2.3.256",
          "1..2.3",
          "0x7f.1.1.1",
          "127.0.0.1:",
          "127.0.0.1:x",
          "127.0.0.1:123456",
          "localhost:1:2",
          "localhost.",
          "[::1",
          "[evil]",
          "[::1]x",
          "::1",
          "localhost/",
          "user@localhost",
          "[:]"})
    {
        INFO(other);
        CHECK_FALSE(is_own_host(other));
    }
    CHECK(is_own_origin("http://localhost:1", "localhost:1"));
    CHECK_FALSE(is_own_origin("http://localhost:1", "localhost:2"));
    CHECK_FALSE(is_own_origin("https://localhost:1", "localhost:1"));
    CHECK_FALSE(is_own_origin("null", "localhost:1"));
    CHECK(is_same_secret("abc", "abc"));
    CHECK_FALSE(is_same_secret("abd", "abc"));
    CHECK_FALSE(is_same_secret("ab", "abc"));
    CHECK_FALSE(is_same_secret("", ""));
    CHECK_FALSE(is_same_secret("a", ""));
    CHECK(poller::random_text(16) != poller::random_text(16));
}

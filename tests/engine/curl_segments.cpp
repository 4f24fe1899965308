// SPDX-License-Identifier: MIT
// One file that several connections fetch.

#include "engine/curl_fixture.hpp"
#include <wua/engine/curl_engine.hpp>
#include <wua/engine/unfinished_download.hpp>
#include <wua/testing/fault_server.hpp>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

using namespace wua_test;

// Not without a name: other tests of the same program may use the same words.
namespace curl_segments_test
{

constexpr std::uint64_t size_in_parts = 4U << 20U;

// 64 KiB in 20 ms on each connection.
void send_slowly(wua::response_script& script, const wua::http_response& response)
{
    script.send(response.head);
    script.drip(script.content(), response.from, response.to, 64U << 10U, 20ms);
}

constexpr wua::misbehaviour slow{
    .name = "slow",
    .meaning = "Some megabytes in a second on each connection.",
    .expected = wua::expectation::delivers,
    .respond = [](wua::response_script& script) { send_slowly(script, script.correct_response()); }};

wua::curl_options segmenting_options(const std::filesystem::path& directory)
{
    wua::curl_options options = quick_options(directory);
    options.segments.max_per_file = 4;
    options.segments.min_bytes = 256U << 10U;
    options.sync = wua::sync_policy::never;
    return options;
}

wua::update_pointer update_at(std::vector<std::string> urls, const std::string& content, bool has_digest = true)
{
    wua::update_item item;
    item.files.push_back(
        {std::move(urls), "a", content.size(), has_digest ? std::optional(sha256_of(content)) : std::nullopt});
    return std::make_shared<const wua::update_item>(std::move(item));
}

std::size_t range_requests(const wua::fault_server& server)
{
    std::size_t count = 0;
    for (const wua::http_request& each : server.requests())
    {
        count += each.field("Range") ? 1 : 0;
    }
    return count;
}

TEST_CASE("a file whose server is slow on each connection comes over several", "[curl_segments]")
{
    const bool has_digest = GENERATE(true, false);
    wua::fault_server server;
    const std::string content = some_bytes(size_in_parts);
    temporary_folder output;
    wua::curl_engine engine(segmenting_options(output.path()));
    watched_job job(update_at({server.serve("/a", content, slow)}, content, has_digest));
    const auto began = std::chrono::steady_clock::now();
    engine.start(job.transfer());
    REQUIRE(job.wait());
    CHECK(job.result() == wua::outcome::succeeded());
    CHECK(has_content(output / "a", content));
    CHECK(names_in(output.path()) == std::vector<std::string>{"a"});
    CHECK(range_requests(server) >= 2);
    CHECK(server.bytes_sent() < size_in_parts + size_in_parts / 4);
    CHECK(std::chrono::steady_clock::now() - began < 1100ms); // alone it takes 1280
    const wua::update_progress now = job.ledger().progress_of(0);
    CHECK(now.bytes_downloaded == size_in_parts);
    CHECK(now.attempt == 1);
}

TEST_CASE("a file is fetched by one connection where that is all there may be", "[curl_segments]")
{
    wua::fault_server server;
    const std::string content = some_bytes(1U << 20U);
    temporary_folder output;
    wua::curl_options options = segmenting_options(output.path());
    SECTION("since nobody wants more")
    {
        options.segments.max_per_file = 1;
    }
    SECTION("since a host bears no more")
    {
        options.parallel.host = 1;
    }
    SECTION("since bandwidth is limited")
    {
        options.engine_bandwidth = 8U << 20U;
    }
    SECTION("since no part would be large enough")
    {
        options.segments.min_bytes = 600U << 10U;
    }
    wua::curl_engine engine(options);
    watched_job job(update_at({server.serve("/a", content, slow)}, content));
    engine.start(job.transfer());
    REQUIRE(job.wait());
    CHECK(job.result() == wua::outcome::succeeded());
    CHECK(has_content(output / "a", content));
    CHECK(server.requests().size() == 1);
}

TEST_CASE("several mirrors of a file with a digest give parts of it at once", "[curl_segments]")
{
    wua::fault_server one;
    wua::fault_server other;
    const std::string content = some_bytes(size_in_parts);
    temporary_folder output;
    wua::curl_engine engine(segmenting_options(output.path()));
    watched_job job(update_at({one.serve("/a", content, slow), other.serve("/a", content, slow)}, content));
    engine.start(job.transfer());
    REQUIRE(job.wait());
    CHECK(job.result() == wua::outcome::succeeded());
    CHECK(has_content(output / "a", content));
    CHECK(one.bytes_sent() > size_in_parts / 8);
    CHECK(other.bytes_sent() > size_in_parts / 8);
}

TEST_CASE("of a file without a digest no mirror gives a part but the one that began", "[curl_segments]")
{
    wua::fault_server one;
    wua::fault_server other;
    const std::string content = some_bytes(1U << 20U);
    temporary_folder output;
    wua::curl_engine engine(segmenting_options(output.path()));
    watched_job job(update_at(
        {one.serve("/a", content, slow), other.serve("/a", some_bytes(content.size(), 2), slow)}, content, false));
    engine.start(job.transfer());
    REQUIRE(job.wait());
    CHECK(job.result() == wua::outcome::succeeded());
    CHECK(has_content(output / "a", content));
    CHECK(range_requests(one) != 0);
    CHECK(other.requests().empty());
}

TEST_CASE("a mirror that gives parts of other content is found out", "[curl_segments]")
{
    const std::string content = some_bytes(size_in_parts);
    const std::string wrong = some_bytes(size_in_parts, 2);
    const bool is_wrong_first = GENERATE(true, false);
    wua::fault_server good;
    wua::fault_server bad;
    temporary_folder output;
    wua::curl_engine engine(segmenting_options(output.path()));
    const std::string good_url = good.serve("/a", content, slow);
    const std::string bad_url = bad.serve("/a", wrong, slow);
    watched_job job(
        update_at(is_wrong_first ? std::vector{bad_url, good_url} : std::vector{good_url, bad_url}, content));
    engine.start(job.transfer());
    REQUIRE(job.wait());
    CHECK(job.result() == wua::outcome::succeeded());
    CHECK(has_content(output / "a", content));
}

TEST_CASE("what was fetched in pieces goes on in pieces after a restart", "[curl_segments]")
{
    const bool has_digest = GENERATE(true, false);
    wua::fault_server server;
    const std::string content = some_bytes(size_in_parts);
    temporary_folder output;
    const wua::update_pointer update = update_at({server.serve("/a", content, slow)}, content, has_digest);
    std::uint64_t there = 0;
    {
        wua::curl_engine engine(segmenting_options(output.path()));
        watched_job job(update);
        engine.start(job.transfer());
        REQUIRE(job.wait_for([&](const auto& now) { return now.bytes_downloaded() >= content.size() * 3 / 5; }));
        job.ledger().request_abort();
        REQUIRE(job.wait());
        there = job.ledger().progress_of(0).bytes_downloaded;
    }
    REQUIRE(range_requests(server) >= 2);
    const std::vector<wua::unfinished_download> left = wua::list_unfinished(output.path());
    REQUIRE(left.size() == 1);
    CHECK(left[0].bytes == there);
    CHECK(left[0].total == content.size());
    const std::uint64_t sent = server.bytes_sent();
    server.forget_requests();
    wua::curl_options options = segmenting_options(output.path());
    options.segments.max_per_file = GENERATE(1U, 4U); // with one connection, the gaps one after the other
    wua::curl_engine engine(options);
    watched_job job(update);
    engine.start(job.transfer());
    REQUIRE(job.wait());
    CHECK(job.result() == wua::outcome::succeeded());
    CHECK(has_content(output / "a", content));
    CHECK(names_in(output.path()) == std::vector<std::string>{"a"});
    CHECK(range_requests(server) == server.requests().size());
    CHECK(server.bytes_sent() - sent < content.size() - there + content.size() / 4);
}

TEST_CASE("a file that several connections fetch can be paused", "[curl_segments]")
{
    wua::fault_server server;
    const std::string content = some_bytes(size_in_parts);
    temporary_folder output;
    wua::curl_options options = segmenting_options(output.path());
    options.pause_patience = 0ms;
    wua::curl_engine engine(options);
    watched_job job(update_at({server.serve("/a", content, slow)}, content));
    engine.start(job.transfer());
    REQUIRE(job.wait_for([&](const auto& now) { return now.bytes_downloaded() >= content.size() / 2; }));
    job.ledger().want_pause(true);
    REQUIRE(job.wait_for([](const auto& now) { return now.is_paused(); }));
    const std::uint64_t there = job.ledger().progress_of(0).bytes_downloaded;
    REQUIRE(server.wait_until_idle(5s));
    CHECK(job.ledger().progress_of(0).bytes_downloaded == there);
    job.ledger().want_pause(false);
    REQUIRE(job.wait());
    CHECK(job.result() == wua::outcome::succeeded());
    CHECK(has_content(output / "a", content));
}

TEST_CASE("a connection that brings nothing any more is left to wait alone", "[curl_segments]")
{
    constexpr wua::misbehaviour stalling{
        .name = "stalling",
        .meaning = "The first response stops after a while, and is never ended.",
        .expected = wua::expectation::delivers,
        .respond = [](wua::response_script& script) {
            const wua::http_response response = script.correct_response();
            if (script.attempt() != 1)
            {
                send_slowly(script, response);
                return;
            }
            script.send(response.head);
            script.drip(script.content(), 0, script.size() / 4, 64U << 10U, 20ms);
            script.stall();
        }};
    wua::fault_server server;
    const std::string content = some_bytes(size_in_parts);
    temporary_folder output;
    wua::curl_engine engine(segmenting_options(output.path()));
    watched_job job(update_at({server.serve("/a", content, stalling)}, content));
    const auto began = std::chrono::steady_clock::now();
    engine.start(job.transfer());
    REQUIRE(job.wait());
    CHECK(job.result() == wua::outcome::succeeded());
    CHECK(has_content(output / "a", content));
    CHECK(std::chrono::steady_clock::now() - began < 15s); // the limit for a stall is longer
}

// The first response breaks off after an eighth, and who goes on there gets another one than the others.
template <class Respond>
void respond_to_successor(wua::response_script& script, Respond&& respond)
{
    const wua::http_response response = script.correct_response();
    if (script.attempt() == 1)
    {
        script.send(response.head);
        script.drip(script.content(), 0, script.size() / 8, 64U << 10U, 20ms);
        script.reset();
    }
    else if (response.from == script.size() / 8)
    {
        respond();
    }
    else
    {
        send_slowly(script, response);
    }
}

TEST_CASE("when everything is there, connections that have brought nothing are not waited for", "[curl_segments]")
{
    static std::atomic<bool> has_stalled;
    has_stalled = false;
    constexpr wua::misbehaviour silent{
        .name = "silent",
        .meaning = "Who goes on after an eighth is not answered, once.",
        .expected = wua::expectation::delivers,
        .respond = [](wua::response_script& script) {
            respond_to_successor(script, [&] {
                has_stalled.exchange(true) ? send_slowly(script, script.correct_response()) : script.stall();
            });
        }};
    wua::fault_server server;
    const std::string content = some_bytes(size_in_parts / 2);
    temporary_folder output;
    wua::curl_engine engine(segmenting_options(output.path()));
    watched_job job(update_at({server.serve("/a", content, silent)}, content));
    const auto began = std::chrono::steady_clock::now();
    engine.start(job.transfer());
    REQUIRE(job.wait());
    CHECK(has_stalled);
    CHECK(job.result() == wua::outcome::succeeded());
    CHECK(has_content(output / "a", content));
    CHECK(std::chrono::steady_clock::now() - began < 8s); // the limit for a stall is longer
}

TEST_CASE("connections that became useless because the file starts over give way", "[curl_segments]")
{
    constexpr wua::misbehaviour other_content{
        .name = "other_content",
        .meaning = "Who goes on after an eighth gets the whole, of a size that nobody tells.",
        .expected = wua::expectation::delivers,
        .respond = [](wua::response_script& script) {
            respond_to_successor(script, [&] {
                wua::http_response response = wua::detail::behaviours::whole_response(script);
                response.head.remove("Content-Length").set("Connection", "close").set("ETag", "\"another\"");
                send_slowly(script, response);
                script.close();
            });
        }};
    wua::fault_server server;
    const std::string content = some_bytes(size_in_parts / 2);
    const std::string small = some_bytes(1000);
    temporary_folder output;
    wua::curl_options options = segmenting_options(output.path());
    options.parallel.host = 2;
    wua::curl_engine engine(options);
    watched_job large(wua::make_item("an update", server.serve("/a", content, other_content)));
    engine.start(large.transfer());
    REQUIRE(large.wait_for([&](const auto&) {
        const std::vector<wua::http_request> requests = server.requests();
        return std::any_of(requests.begin(), requests.end(), [&](const wua::http_request& each) {
            return each.field("Range").value_or("").starts_with("bytes=" + std::to_string(content.size() / 8) + "-");
        });
    }));
    watched_job other(to_update_item(server.serve("/b", small), small));
    engine.start(other.transfer());
    REQUIRE(other.wait());
    CHECK_FALSE(large.ledger().is_completed());
    REQUIRE(large.wait());
    CHECK(large.result() == wua::outcome::succeeded());
    CHECK(has_content(output / "a", content));
}

// What becomes of a file of which all but the first request get this response.
void check_helpers_that_get(void (*respond)(wua::response_script&), bool has_digest)
{
    static void (*lie)(wua::response_script&) = nullptr;
    lie = respond;
    constexpr wua::misbehaviour lying{
        .name = "lying",
        .meaning = "The first response is slow and right, the others are not.",
        .expected = wua::expectation::delivers,
        .respond = [](wua::response_script& script) {
            script.attempt() == 1 ? send_slowly(script, script.correct_response()) : lie(script);
        }};
    wua::fault_server server;
    const std::string content = some_bytes(2U << 20U);
    temporary_folder output;
    wua::curl_engine engine(segmenting_options(output.path()));
    watched_job job(update_at({server.serve("/a", content, lying)}, content, has_digest));
    engine.start(job.transfer());
    REQUIRE(job.wait());
    CHECK(server.requests().size() >= 2);
    CHECK(job.result() == wua::outcome::succeeded());
    CHECK(has_content(output / "a", content));
    CHECK(job.ledger().progress_of(0).attempt == 1);
}

TEST_CASE("a server that answers further requests wrongly costs nothing but these", "[curl_segments]")
{
    const bool has_digest = GENERATE(true, false);
    SECTION("with the whole")
    {
        check_helpers_that_get(
            [](wua::response_script& script) { script.send(wua::detail::behaviours::whole_response(script)); },
            has_digest);
    }
    SECTION("with another part")
    {
        check_helpers_that_get(
            [](wua::response_script& script) {
                wua::http_response response = script.correct_response();
                response.set_body(0, response.to - response.from);
                response.head.set("Content-Range", wua::response_script::content_range(response, script.size()));
                script.send(response);
            },
            has_digest);
    }
    SECTION("with a part of other content")
    {
        check_helpers_that_get(
            [](wua::response_script& script) {
                wua::http_response response = script.correct_response();
                response.head.set("ETag", "\"another\"");
                script.send(response);
            },
            has_digest);
    }
    SECTION("with another total")
    {
        check_helpers_that_get(
            [](wua::response_script& script) {
                wua::http_response response = script.correct_response();
                response.head.set("Content-Range", wua::response_script::content_range(response, script.size() + 1));
                script.send(response);
            },
            has_digest);
    }
    SECTION("by refusing them")
    {
        check_helpers_that_get(
            [](wua::response_script& script) { script.send("HTTP/1.1 503 Too many\r\nContent-Length: 0\r\n\r\n"); },
            has_digest);
    }
    SECTION("by closing the connection")
    {
        check_helpers_that_get([](wua::response_script& script) { script.reset(); }, has_digest);
    }
    SECTION("with nothing")
    {
        check_helpers_that_get([](wua::response_script& script) { script.stall(); }, has_digest);
    }
    SECTION("with the beginning of a part")
    {
        check_helpers_that_get(
            [](wua::response_script& script) {
                const wua::http_response response = script.correct_response();
                script.send(response.head);
                script.send_content(response.from, response.from + (response.to - response.from) / 3);
                script.attempt() == 2
                    ? script.reset()
                    : script.send_content(response.from + (response.to - response.from) / 3, response.to);
            },
            has_digest);
    }
}

TEST_CASE("what a part brought that says less than it sends does not stay without a digest", "[curl_segments]")
{
    constexpr wua::misbehaviour lying{
        .name = "lying",
        .meaning =
            "Parts beside a slow answer name half of their range, send all of it, and in the first half other bytes.",
        .expected = wua::expectation::delivers,
        .respond = [](wua::response_script& script) {
            wua::http_response response = script.correct_response();
            if (response.from == 0)
            {
                send_slowly(script, response);
                return;
            }
            const std::uint64_t size = response.size();
            response.to = response.from + size / 2;
            response.head.set("Content-Range", wua::response_script::content_range(response, script.size()));
            response.head.remove("Content-Length").set("Connection", "close");
            script.send(response.head);
            script.send_body(std::string(static_cast<std::size_t>(size), '?'));
            script.close();
        }};
    wua::fault_server server;
    const std::string content = some_bytes(1U << 20U);
    temporary_folder output;
    wua::curl_engine engine(segmenting_options(output.path()));
    watched_job job(update_at({server.serve("/a", content, lying)}, content, false));
    engine.start(job.transfer());
    REQUIRE(job.wait());
    CHECK(range_requests(server) >= 1);
    CHECK(job.result() == wua::outcome::succeeded());
    CHECK(has_content(output / "a", content));
}

TEST_CASE("without a digest parts come only from where a redirect led the first time", "[curl_segments]")
{
    static std::string first_url;
    static std::string other_url;
    constexpr wua::misbehaviour redirecting{
        .name = "redirecting",
        .meaning = "302, to one server the first time and to another one then.",
        .expected = wua::expectation::delivers,
        .respond = [](wua::response_script& script) {
            script.send("HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: " +
                        (script.attempt() == 1 ? first_url : other_url) + "\r\n\r\n");
        }};
    wua::fault_server gate;
    wua::fault_server first;
    wua::fault_server other;
    const std::string content = some_bytes(1U << 20U);
    const bool is_same = GENERATE(true, false);
    first_url = first.serve("/a", content, slow);
    other_url = is_same ? first_url : other.serve("/a", some_bytes(content.size(), 2), slow);
    temporary_folder output;
    wua::curl_engine engine(segmenting_options(output.path()));
    watched_job job(update_at({gate.serve("/a", content, redirecting)}, content, false));
    engine.start(job.transfer());
    REQUIRE(job.wait());
    CHECK(job.result() == wua::outcome::succeeded());
    CHECK(has_content(output / "a", content));
    CHECK(gate.requests().size() >= 2);
    CHECK(range_requests(gate) == 0);
    CHECK((range_requests(first) != 0) == is_same);
    CHECK(range_requests(other) == 0);
}

TEST_CASE("connections beyond one give way to updates that wait", "[curl_segments]")
{
    wua::fault_server server;
    const std::string content = some_bytes(size_in_parts);
    const std::string small = some_bytes(1000);
    temporary_folder output;
    wua::curl_options options = segmenting_options(output.path());
    options.parallel.host = 3;
    wua::curl_engine engine(options);
    watched_job large(update_at({server.serve("/a", content, slow)}, content));
    engine.start(large.transfer());
    REQUIRE(large.wait_for([&](const auto&) { return range_requests(server) >= 2; }));
    watched_job other(to_update_item(server.serve("/b", small), small));
    engine.start(other.transfer());
    REQUIRE(other.wait());
    CHECK(other.result() == wua::outcome::succeeded());
    CHECK_FALSE(large.ledger().is_completed());
    REQUIRE(large.wait());
    CHECK(has_content(output / "a", content));
}

} // namespace curl_segments_test

// SPDX-License-Identifier: MIT
// What becomes of a file that several connections fetch when parts of it are wrong, or one of them lacks something.

#include "engine/curl_fixture.hpp"
#include <wua/engine/curl_engine.hpp>
#include <wua/model/download_story.hpp>
#include <wua/testing/fault_server.hpp>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <new>
#include <string>
#include <string_view>
#include <vector>

// Not without a name: other tests of the same program may use the same words.
namespace curl_segments_proof_test
{

using namespace wua_test;
using Catch::Matchers::ContainsSubstring;

constexpr std::uint64_t proof_size = 2U << 20U;

wua::curl_options options_in(const std::filesystem::path& directory)
{
    wua::curl_options options = quick_options(directory);
    options.segments.max_per_file = 4;
    options.sync = wua::sync_policy::never;
    return options;
}

// 64 KiB in 15 ms.
void send_in_drops(wua::response_script& script, const wua::http_response& response)
{
    script.send(response.head);
    script.drip(script.content(), response.from, response.to, 64U << 10U, 15ms);
}

// Parts are other bytes than the whole has, under the same validators.
constexpr wua::misbehaviour wrong_parts{
    .name = "wrong_parts",
    .meaning = "The whole is right, and slow; parts that do not begin with the first byte are wrong.",
    .expected = wua::expectation::delivers,
    .respond = [](wua::response_script& script) {
        const wua::http_response response = script.correct_response();
        if (response.from == 0)
        {
            send_in_drops(script, response);
            return;
        }
        script.send(response.head);
        script.send_body(std::string(static_cast<std::size_t>(response.size()), '?'));
    }};

std::size_t whole_requests(const wua::fault_server& server)
{
    const std::vector<wua::http_request> all = server.requests();
    return static_cast<std::size_t>(
        std::count_if(all.begin(), all.end(), [](const auto& each) { return !each.field("Range"); }));
}

TEST_CASE("parts of one URL that make no right file lead to the whole by one connection", "[curl_segments]")
{
    wua::fault_server server;
    const std::string content = some_bytes(proof_size);
    const temporary_folder output;
    wua::curl_engine engine(options_in(output.path()));
    const auto fetch = [&](const std::string& url, const std::string& expected) {
        watched_job job(to_update_item(url, expected));
        engine.start(job.transfer());
        REQUIRE(job.wait());
        return job.result();
    };
    CHECK(fetch(server.serve("/a", content, wrong_parts), content) == wua::outcome::succeeded());
    CHECK(has_content(output / "a", content));
    CHECK(server.requests().size() > 2);
    CHECK(whole_requests(server) == 2);
    // If that is wrong as well, it is the URL that is.
    server.forget_requests();
    const std::string wrong = server.serve("/b", some_bytes(proof_size, 2), wrong_parts);
    CHECK(fetch(wrong, content).hresult == wua::wu_e_dm_incorrectfilehash);
    CHECK(whole_requests(server) <= 3);
    CHECK(names_in(output.path()) == std::vector<std::string>{"a"});
}

// 16 KiB in so many milliseconds.
template <int Milliseconds>
void send_paced(wua::response_script& script)
{
    const wua::http_response response = script.correct_response();
    script.send(response.head);
    script.drip(script.content(), response.from, response.to, 16U << 10U, std::chrono::milliseconds(Milliseconds));
}

TEST_CASE("mirrors whose parts were discarded are asked for no more of them", "[curl_segments]")
{
    constexpr wua::misbehaviour tiring{
        .name = "tiring",
        .meaning = "Some megabytes in a second, and later one.",
        .expected = wua::expectation::delivers,
        .respond = [](wua::response_script& script) {
            script.attempt() == 1 ? send_paced<3>(script) : send_paced<15>(script);
        }};
    wua::fault_server good;
    wua::fault_server wrong;
    wua::fault_server also_wrong;
    const std::string content = some_bytes(proof_size);
    const temporary_folder output;
    auto item = std::make_shared<wua::update_item>(*to_update_item(good.serve("/a", content, tiring), content));
    wua::curl_options options = options_in(output.path());
    {
        options.segments.max_per_file = 1;
        wua::curl_engine engine(options);
        watched_job most(item); // of what comes first, so that the others give the smaller part
        engine.start(most.transfer());
        REQUIRE(most.wait_for([](const auto& now) { return now.bytes_downloaded() > proof_size * 11 / 20; }));
        most.ledger().request_abort();
        REQUIRE(most.wait());
    }
    item->files[0].urls.push_back(wrong.serve("/a", some_bytes(proof_size, 2)));
    item->files[0].urls.push_back(also_wrong.serve("/a", some_bytes(proof_size, 3)));
    options.segments.max_per_file = 4;
    options.segments.min_bytes = 32U << 10U;
    wua::curl_engine engine(options);
    watched_job job(item);
    engine.start(job.transfer());
    REQUIRE(job.wait_for([&](const auto&) { return job.ledger().progress_of(0).attempt == 2; }));
    const std::size_t before = wrong.requests().size() + also_wrong.requests().size();
    REQUIRE(job.wait());
    CHECK(job.result() == wua::outcome::succeeded());
    CHECK(has_content(output / "a", content));
    CHECK(wrong.requests().size() != 0);
    CHECK(also_wrong.requests().size() != 0);
    CHECK(wrong.requests().size() + also_wrong.requests().size() == before);
}

TEST_CASE("a mirror that has failed three times with parts is asked for no more of them", "[curl_segments]")
{
    constexpr wua::misbehaviour slow{
        .name = "slow",
        .meaning = "Some megabytes in a second on each connection.",
        .expected = wua::expectation::delivers,
        .respond = send_paced<5>};
    constexpr wua::misbehaviour resetting{
        .name = "resetting",
        .meaning = "Each connection is reset after the header.",
        .expected = wua::expectation::delivers_after_retry,
        .respond = [](wua::response_script& script) {
            script.send(script.correct_response().head);
            script.reset();
        }};
    wua::fault_server good;
    wua::fault_server bad;
    const std::string content = some_bytes(3 * proof_size);
    const temporary_folder output;
    wua::curl_options options = options_in(output.path());
    options.segments.max_per_file = 8;
    std::atomic<bool> is_later{false}; // than any wait before the next attempt
    options.clock = [&, real = options.clock] { return real() + (is_later ? 3s : 0s); };
    wua::curl_engine engine(options);
    auto item = std::make_shared<wua::update_item>(*to_update_item(good.serve("/a", content, slow), content));
    item->files[0].urls.push_back(bad.serve("/a", content, resetting));
    watched_job job(item);
    engine.start(job.transfer());
    REQUIRE(job.wait_for([&](const auto&) { return job.ledger().story(0).attempts.size() >= 3; }));
    is_later = true;
    REQUIRE(job.wait());
    CHECK(job.result() == wua::outcome::succeeded());
    CHECK(has_content(output / "a", content));
    CHECK(bad.requests().size() <= 4);
}

TEST_CASE("memory that a further connection lacks is its own failure", "[curl_segments]")
{
    constexpr wua::misbehaviour hesitating{
        .name = "hesitating",
        .meaning = "The whole stops for a while after its first 64 KiB.",
        .expected = wua::expectation::delivers,
        .respond = [](wua::response_script& script) {
            const wua::http_response response = script.correct_response();
            script.send(response.head);
            const std::uint64_t first = response.from == 0 ? std::min<std::uint64_t>(response.to, 64U << 10U) : 0;
            if (first != 0)
            {
                script.send_content(0, first);
                script.pause(400ms);
            }
            script.send_content(std::max(response.from, first), response.to);
        }};
    wua::fault_server server;
    const std::string content = some_bytes(proof_size);
    const temporary_folder output;
    wua::curl_options options = options_in(output.path());
    std::atomic<bool> is_next_to_fail{false};
    std::atomic<bool> has_failed{false};
    options.hook = [&](wua::disk_operation operation, std::string_view) {
        if (operation == wua::disk_operation::write && is_next_to_fail.exchange(false))
        {
            has_failed = true;
            throw std::bad_alloc();
        }
        return wua::disk_verdict();
    };
    wua::curl_engine engine(options);
    const bool has_digest = GENERATE(true, false);
    auto item = std::make_shared<wua::update_item>(*to_update_item(server.serve("/a", content, hesitating), content));
    item->files[0].digest = has_digest ? item->files[0].digest : std::nullopt;
    watched_job job(item);
    engine.start(job.transfer());
    // All of the beginning is there, so that what comes next comes on another connection.
    REQUIRE(job.wait_for([](const auto& now) { return now.bytes_downloaded() >= 64U << 10U; }));
    is_next_to_fail = true;
    REQUIRE(job.wait());
    CHECK(has_failed);
    CHECK(job.result() == wua::outcome::succeeded());
    CHECK(has_content(output / "a", content));
}

TEST_CASE("further connections to a server of HTTP/2 speak HTTP/1.1", "[curl_segments]")
{
    if (!has_http_2())
    {
        WARN(no_http_2);
        return;
    }
    const nginx_authority authority;
    const nginx server("limit_rate 3m;", &authority);
    const std::string content = some_bytes(proof_size);
    write_file(server.root() / "a", content);
    const temporary_folder output;
    wua::curl_options options = options_in(output.path());
    options.ca_file = authority.ca_file();
    wua::curl_engine engine(options);
    watched_job job(to_update_item(server.tls_url("a"), content));
    engine.start(job.transfer());
    REQUIRE(job.wait());
    CHECK(job.result() == wua::outcome::succeeded());
    CHECK(has_content(output / "a", content));
    const std::string log = server.access_log(4);
    CHECK_THAT(log, ContainsSubstring("HTTP/2.0\" 200"));
    CHECK_THAT(log, ContainsSubstring("HTTP/1.1\" 206"));
    CHECK_THAT(log, !ContainsSubstring("HTTP/2.0\" 206"));
}

} // namespace curl_segments_proof_test

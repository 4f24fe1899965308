// SPDX-License-Identifier: MIT
// One file that several connections fetch.

#include "engine/curl_fixture.hpp"
#include <wua/engine/curl_engine.hpp>
#include <wua/testing/fault_server.hpp>

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

// 64 KiB in 10 ms on each connection.
void send_slowly(wua::response_script& script, const wua::http_response& response)
{
    script.send(response.head);
    script.drip(script.content(), response.from, response.to, 64U << 10U, 10ms);
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
    CHECK(std::chrono::steady_clock::now() - began < 600ms); // alone it takes 640
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

} // namespace curl_segments_test

// SPDX-License-Identifier: MIT
// Files that are to be had from several servers, not all of which are good.

#include "engine/curl_fixture.hpp"
#include <wua/engine/curl_engine.hpp>
#include <wua/engine/disk/disk_errors.hpp>
#include <wua/testing/fault_server.hpp>

#include <atomic>
#include <cerrno>
#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

using namespace wua_test;

namespace
{

// Half of an older content, whatever is asked for; the rest never comes.
constexpr wua::misbehaviour stale_half{
    .name = "stale_half",
    .meaning = "Half of an older content, always.",
    .expected = wua::expectation::must_fail,
    .respond = wua::detail::behaviours::same_etag_changed};

wua::update_pointer update_at(std::vector<std::string> urls, const std::string& content)
{
    wua::update_item item;
    item.files.push_back({std::move(urls), "a", content.size(), sha256_of(content)});
    return std::make_shared<const wua::update_item>(std::move(item));
}

} // namespace

TEST_CASE("a mirror that begins with wrong bytes does not spoil one that ends with right ones", "[curl_engine]")
{
    wua::fault_server bad;
    wua::fault_server good;
    const std::string content = some_bytes(5U << 20U);
    temporary_folder output;
    wua::curl_engine engine(quick_options(output.path()));
    watched_job job(update_at({bad.serve("/a", content, stale_half), good.serve("/a", content)}, content));
    engine.start(job.transfer());
    REQUIRE(job.wait());
    CHECK(job.result() == wua::outcome::succeeded());
    CHECK(has_content(output / "a", content));
    CHECK(bad.requests().size() == 1);
    const auto asked = good.requests();
    REQUIRE(asked.size() == 2);
    CHECK(asked[0].field("Range").has_value());
    CHECK_FALSE(asked[1].field("Range").has_value());
}

TEST_CASE("a mirror that ends with wrong bytes does not spoil one that can give the whole", "[curl_engine]")
{
    wua::fault_server good;
    wua::fault_server bad;
    const std::string content = some_bytes(5U << 20U);
    temporary_folder output;
    wua::curl_engine engine(quick_options(output.path()));
    watched_job job(update_at({good.serve("/a", content, wua::misbehaviour_named("truncated_at_half")),
                               bad.serve("/a", content, wua::misbehaviour_named("other_content"))},
                              content));
    engine.start(job.transfer());
    REQUIRE(job.wait());
    CHECK(job.result() == wua::outcome::succeeded());
    CHECK(has_content(output / "a", content));
}

TEST_CASE("a server that wastes bytes does not starve a good mirror", "[curl_engine]")
{
    wua::fault_server bad;
    wua::fault_server good;
    const std::string content = some_bytes(5U << 20U);
    temporary_folder output;
    wua::curl_engine engine(quick_options(output.path()));
    watched_job job(update_at({bad.serve("/a", content, wua::misbehaviour_named("ranges_not_accepted_and_cut")),
                               good.serve("/a", content, wua::misbehaviour_named("flaps_503"))},
                              content));
    engine.start(job.transfer());
    REQUIRE(job.wait());
    CHECK(job.result() == wua::outcome::succeeded());
    CHECK(bad.requests().size() <= 3);
}

TEST_CASE("too long a header line leads to another mirror", "[curl_engine]")
{
    wua::fault_server bad;
    wua::fault_server good;
    const std::string content = some_bytes(5U << 20U);
    temporary_folder output;
    wua::curl_engine engine(quick_options(output.path()));
    watched_job job(update_at(
        {bad.serve("/a", content, wua::misbehaviour_named("huge_header")), good.serve("/a", content)}, content));
    engine.start(job.transfer());
    REQUIRE(job.wait());
    CHECK(job.result() == wua::outcome::succeeded());
    CHECK(bad.requests().size() == 1);
}

TEST_CASE("an update that waits to try again gives its slot to another", "[curl_engine]")
{
    wua::fault_server busy;
    wua::fault_server good;
    const std::string content = some_bytes(100'000);
    temporary_folder output;
    wua::curl_options options = quick_options(output.path());
    options.parallel = {.engine = 1, .job = 1, .host = 1};
    wua::curl_engine engine(options);
    const std::string slow = busy.serve("/a", content, wua::misbehaviour_named("retry_after_seconds_503").by(2));
    watched_job job({to_update_item(slow, content), to_update_item(good.serve("/b", content), content)});
    engine.start(job.transfer());
    REQUIRE(job.wait_for([](const auto& snapshot) { return snapshot.result(1).code == wua::orcSucceeded; }, 1s));
    CHECK(job.result(0).code != wua::orcSucceeded);
    REQUIRE(job.wait());
    CHECK(job.result(0) == wua::outcome::succeeded());
}

TEST_CASE("a host that is too busy for one update is left alone by the others", "[curl_engine]")
{
    wua::fault_server busy;
    const std::string content = some_bytes(100'000);
    temporary_folder output;
    wua::curl_options options = quick_options(output.path());
    options.parallel = {.engine = 1, .job = 1, .host = 1};
    wua::curl_engine engine(options);
    const std::string first = busy.serve("/a", content, wua::misbehaviour_named("retry_after_seconds_429"));
    watched_job job({to_update_item(first, content), to_update_item(busy.serve("/b", content), content)});
    const auto began = std::chrono::steady_clock::now();
    engine.start(job.transfer());
    REQUIRE(busy.wait_for_requests(2, 5s));
    CHECK(std::chrono::steady_clock::now() - began >= 1s);
    REQUIRE(job.wait());
    CHECK(job.result(0) == wua::outcome::succeeded());
    CHECK(job.result(1) == wua::outcome::succeeded());
}

TEST_CASE("an error of the disk is not blamed on the mirror", "[curl_engine]")
{
    wua::fault_server first;
    wua::fault_server second;
    const std::string content = some_bytes(100'000);
    temporary_folder output;
    std::atomic<bool> is_full{true};
    wua::curl_options options = quick_options(output.path());
    options.hook = [&](wua::disk_operation operation, std::string_view) {
        return wua::disk_verdict{operation == wua::disk_operation::write && is_full ? ENOSPC : 0};
    };
    wua::curl_engine engine(options);
    const wua::update_pointer update = update_at({first.serve("/a", content), second.serve("/a", content)}, content);
    watched_job job(update);
    engine.start(job.transfer());
    REQUIRE(job.wait());
    CHECK(job.result().hresult == wua::detail::win32_disk_full);
    CHECK(first.requests().size() == 1);

    is_full = false;
    watched_job again(update);
    engine.start(again.transfer());
    REQUIRE(again.wait());
    CHECK(again.result() == wua::outcome::succeeded());
    CHECK(first.requests().size() == 2);
    CHECK(second.requests().empty());
}

// SPDX-License-Identifier: MIT
// Files that are to be had from several servers, not all of which are good.

#include "engine/curl_fixture.hpp"
#include <wua/engine/curl_engine.hpp>
#include <wua/engine/disk/disk_errors.hpp>
#include <wua/testing/fault_server.hpp>

#include <atomic>
#include <cerrno>
#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
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

// To the first of the two URLs in the query, then to the second, and so on.
constexpr wua::misbehaviour redirects_in_turn{
    .name = "redirects_in_turn",
    .meaning = "302 to one of two places.",
    .expected = wua::expectation::delivers,
    .respond = [](wua::response_script& script) {
        const std::string_view both = script.request().query();
        const auto bar = both.find('|');
        wua::detail::behaviours::redirect_to(
            script, 302, std::string(script.attempt() % 2 == 1 ? both.substr(0, bar) : both.substr(bar + 1)));
    }};

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
    CHECK(job.ledger().progress_of(0).asked == wua::url_place{.file = 0, .url = 1});
    CHECK(has_content(output / "a", content));
    CHECK(bad.requests().size() <= 3);
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

TEST_CASE("when several mirrors gave wrong content, what the last of them gave goes first", "[curl_engine]")
{
    wua::fault_server good;
    wua::fault_server bad;
    const std::string content = some_bytes(5U << 20U);
    temporary_folder output;
    wua::curl_engine engine(quick_options(output.path()));
    watched_job job(update_at({good.serve("/a", content, wua::misbehaviour_named("truncated_at_half").at(4U << 20U)),
                               bad.serve("/a", content, wua::misbehaviour_named("other_content"))},
                              content));
    engine.start(job.transfer());
    REQUIRE(job.wait());
    CHECK(job.result() == wua::outcome::succeeded());
    CHECK(has_content(output / "a", content));
    CHECK(bad.requests().size() == 1);
    const auto asked = good.requests();
    REQUIRE(asked.size() == 2);
    CHECK(asked[1].field("Range") == "bytes=4194304-");
}

TEST_CASE("a mirror that has nothing to add is not blamed for what another gave", "[curl_engine]")
{
    constexpr wua::misbehaviour shifted{
        .name = "shifted",
        .meaning = "As many bytes as there are, shifted by two, and no end.",
        .respond = [](wua::response_script& script) {
            script.send("HTTP/1.1 200 OK\r\n\r\n..");
            script.send_content(0, script.size() - 2);
            script.reset();
        }};
    wua::fault_server bad;
    wua::fault_server good;
    const std::string content = some_bytes(100'000);
    temporary_folder output;
    wua::curl_engine engine(quick_options(output.path()));
    wua::update_item item;
    item.files.push_back({.urls = {bad.serve("/a", content, shifted), good.serve("/a", content)},
                          .file_name = "a",
                          .digest = sha256_of(content)}); // without a size it takes a 416 to know the end
    watched_job job(std::make_shared<const wua::update_item>(std::move(item)));
    engine.start(job.transfer());
    REQUIRE(job.wait());
    CHECK(job.result() == wua::outcome::succeeded());
    CHECK(has_content(output / "a", content));
    CHECK(bad.requests().size() == 1);
    const auto asked = good.requests();
    REQUIRE(asked.size() == 2);
    CHECK(asked[0].field("Range") == "bytes=100000-");
    CHECK_FALSE(asked[1].field("Range").has_value());
}

TEST_CASE("which mirror gave which bytes is known after a restart", "[curl_engine]")
{
    wua::fault_server good;
    wua::fault_server bad;
    const std::string content = some_bytes(5U << 20U);
    temporary_folder output;
    const std::string good_url = good.serve("/a", content, wua::misbehaviour_named("stalls_mid_body"));
    const std::string bad_url = bad.serve("/a", content, wua::misbehaviour_named("other_content").at(4U << 20U));
    {
        wua::curl_engine engine(quick_options(output.path()));
        watched_job job(update_at({good_url}, content));
        engine.start(job.transfer());
        REQUIRE(job.wait_for([&](const auto& now) { return now.bytes_downloaded() == content.size() / 2; }));
        job.ledger().request_abort();
        REQUIRE(job.wait());
    }
    good.serve("/a", content);
    good.forget_requests();
    wua::curl_engine engine(quick_options(output.path()));
    watched_job job(update_at({bad_url, good_url}, content));
    engine.start(job.transfer());
    REQUIRE(job.wait());
    CHECK(job.result() == wua::outcome::succeeded());
    CHECK(has_content(output / "a", content));
    CHECK(bad.requests().size() == 1);
    const auto asked = good.requests();
    REQUIRE(asked.size() == 1);
    CHECK(asked[0].field("Range") == "bytes=2621440-");
}

TEST_CASE("one good mirror among bad ones is enough, wherever it stands", "[curl_engine]")
{
    const std::string content = some_bytes(5U << 20U);
    for (std::size_t place = 0; place != 4; ++place)
    {
        INFO(place);
        std::vector<std::unique_ptr<wua::fault_server>> servers;
        std::vector<std::string> urls;
        for (std::size_t i = 0; i != 4; ++i)
        {
            servers.push_back(std::make_unique<wua::fault_server>());
            urls.push_back(i == place   ? servers[i]->serve("/a", content, wua::misbehaviour_named("truncated_at_half"))
                           : i % 2 == 0 ? servers[i]->serve("/a", content, stale_half)
                                        : servers[i]->serve("/a", content, wua::misbehaviour_named("other_content")));
        }
        temporary_folder output;
        wua::curl_options options = quick_options(output.path());
        options.sync = wua::sync_policy::never;
        wua::curl_engine engine(options);
        watched_job job(update_at(urls, content));
        engine.start(job.transfer());
        REQUIRE(job.wait());
        CHECK(job.result() == wua::outcome::succeeded());
        CHECK(has_content(output / "a", content));
    }
}

TEST_CASE("what one host gave is continued by the one to which a redirector sends next, if a digest decides",
          "[curl_engine]")
{
    const std::string content = some_bytes(5U << 20U);
    const std::string half = "bytes=2621440-";
    for (const bool has_digest : {true, false})
    {
        INFO(has_digest);
        wua::fault_server redirecting;
        wua::fault_server first;
        wua::fault_server second;
        const std::string begun = first.serve("/a", content, wua::misbehaviour_named("truncated_at_half"));
        const std::string other = second.serve("/a", content);
        temporary_folder output;
        wua::curl_engine engine(quick_options(output.path()));
        const std::string url = redirecting.serve("/a", content, redirects_in_turn) + '?' + begun + '|' + other;
        wua::update_item item;
        item.files.push_back({{url}, "a", content.size(), {}});
        if (has_digest)
        {
            item.files.back().digest = sha256_of(content);
        }
        watched_job job(std::make_shared<const wua::update_item>(std::move(item)));
        engine.start(job.transfer());
        REQUIRE(job.wait());
        CHECK(job.result() == wua::outcome::succeeded());
        CHECK(has_content(output / "a", content));
        const auto asked = second.requests();
        REQUIRE(asked.size() == 1);
        CHECK(asked[0].field("Range") == (has_digest ? std::optional(half) : std::nullopt));
        CHECK_FALSE(asked[0].field("If-Range").has_value());
    }
}

TEST_CASE("a validator comes back to the very host that gave it, through whatever redirects", "[curl_engine]")
{
    const std::string content = some_bytes(5U << 20U);
    wua::fault_server redirecting;
    wua::fault_server host;
    const std::string begun = host.serve("/a", content, wua::misbehaviour_named("truncated_at_half"));
    temporary_folder output;
    wua::curl_engine engine(quick_options(output.path()));
    const std::string url = redirecting.serve("/a", content, redirects_in_turn) + '?' + begun + '|' + begun;
    wua::update_item item;
    item.files.push_back({{url}, "a", content.size(), {}});
    watched_job job(std::make_shared<const wua::update_item>(std::move(item)));
    engine.start(job.transfer());
    REQUIRE(job.wait());
    CHECK(job.result() == wua::outcome::succeeded());
    CHECK(has_content(output / "a", content));
    for (const wua::http_request& each : redirecting.requests())
    {
        CHECK_FALSE(each.field("If-Range").has_value());
    }
    const auto asked = host.requests();
    REQUIRE(asked.size() == 2);
    CHECK(asked[1].field("Range").has_value());
    CHECK(asked[1].field("If-Range").has_value());
}

TEST_CASE("a redirector that sends to a host with wrong bytes does not spoil those with right ones", "[curl_engine]")
{
    const std::string content = some_bytes(5U << 20U);
    wua::fault_server redirecting;
    wua::fault_server good;
    wua::fault_server bad;
    const std::string right = good.serve("/a", content, wua::misbehaviour_named("truncated_at_half").at(4U << 20U));
    const std::string wrong = bad.serve("/a", content, wua::misbehaviour_named("other_content"));
    temporary_folder output;
    wua::curl_engine engine(quick_options(output.path()));
    watched_job job(
        update_at({redirecting.serve("/a", content, redirects_in_turn) + '?' + right + '|' + wrong}, content));
    engine.start(job.transfer());
    REQUIRE(job.wait());
    CHECK(job.result() == wua::outcome::succeeded());
    CHECK(has_content(output / "a", content));
    CHECK(bad.requests().size() == 1);
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

TEST_CASE("a server that sends the same bytes again and again is given up, which the failure says", "[curl_engine]")
{
    wua::fault_server bad;
    const std::string content = some_bytes(1U << 20U);
    temporary_folder output;
    wua::curl_options options = quick_options(output.path());
    options.retry.attempts = 1'000;
    options.retry.wasted_bytes = 2U << 20U;
    wua::curl_engine engine(options);
    watched_job job(
        update_at({bad.serve("/a", content, wua::misbehaviour_named("ranges_not_accepted_and_cut"))}, content));
    engine.start(job.transfer());
    REQUIRE(job.wait());
    CHECK_FALSE(job.result().is_success());
    CHECK_THAT(job.result().detail, Catch::Matchers::ContainsSubstring("(too many bytes were received in vain)"));
    CHECK(bad.requests().size() < 20);
}

TEST_CASE("an update that took too long says what it was that did not go on", "[curl_engine]")
{
    wua::fault_server server;
    const std::string content = some_bytes(1'000);
    temporary_folder output;
    wua::curl_options options = quick_options(output.path());
    options.retry.attempts = 100'000;
    options.retry.total_deadline = 200ms;
    wua::curl_engine engine(options);
    watched_job job(update_at({server.serve("/a", content, wua::misbehaviour_named("always_503"))}, content));
    engine.start(job.transfer());
    REQUIRE(job.wait());
    CHECK(job.result().hresult == wua::wininet_e_timeout);
    CHECK_THAT(job.result().detail, Catch::Matchers::StartsWith("the update took too long: HTTP status 503"));
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
    CHECK(job.result().hresult == wua::error_disk_full);
    CHECK(first.requests().size() == 1);

    is_full = false;
    watched_job again(update);
    engine.start(again.transfer());
    REQUIRE(again.wait());
    CHECK(again.result() == wua::outcome::succeeded());
    CHECK(first.requests().size() == 2);
    CHECK(second.requests().empty());
}

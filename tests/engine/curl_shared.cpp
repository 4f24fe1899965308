// SPDX-License-Identifier: MIT
// Updates that want the same file at the same time: in one job, in several, in several engines.

#include "engine/curl_fixture.hpp"
#include "engine/dripped_content.hpp"
#include <wua/engine/curl_engine.hpp>
#include <wua/engine/disk/disk_errors.hpp>
#include <wua/engine/transfer/http_errors.hpp>
#include <wua/engine/unfinished_download.hpp>
#include <wua/objects/to_update_item.hpp>
#include <wua/testing/fault_server.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <list>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

using namespace wua_test;

namespace
{

wua::misbehaviour pausing(std::chrono::milliseconds time)
{
    return wua::misbehaviour_named("pauses_mid_body").by(static_cast<std::uint64_t>(time.count()));
}

constexpr wua::misbehaviour late_404{
    "late_404", "404, after a while.", wua::expectation::must_fail, wua::misbehaviour::always,
    [](wua::response_script& script) {
        script.pause(500ms);
        script.send("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");
    }};

constexpr wua::misbehaviour dripping{"dripping", "Content in pieces of 10,000 bytes, 20 ms apart.",
                                     wua::expectation::delivers, wua::misbehaviour::always, drip<10'000, 20>};

bool has_half(const wua::progress_snapshot& snapshot)
{
    return snapshot.bytes_downloaded() == 300'000;
}

wua::update_pointer item_for(const std::string& url, const std::string& content, bool has_digest)
{
    return has_digest ? to_update_item(url, content) : wua::make_item("an update", url, content.size());
}

} // namespace

TEST_CASE("two updates of one job over the same file fetch it once, and each has its result", "[curl_shared]")
{
    wua::fault_server server;
    const std::string content = some_bytes(600'000);
    const bool has_digest = GENERATE(true, false);
    temporary_folder output;
    const wua::update_pointer update = item_for(server.serve("/a", content, pausing(1000ms)), content, has_digest);
    wua::curl_options options = quick_options(output.path());
    options.loops = has_digest ? 2 : 1;
    wua::curl_engine engine(options);
    watched_job job({update, update});
    engine.start(job.transfer());
    CHECK(job.wait_for([](const auto& snapshot) { return snapshot.bytes_downloaded() == 600'000; }));
    CHECK(job.look().finished() == 0); // both have their half
    REQUIRE(job.wait());
    CHECK(job.result(0) == wua::outcome::succeeded());
    CHECK(job.result(1) == wua::outcome::succeeded());
    CHECK(job.look().bytes_downloaded() == 1'200'000);
    CHECK(job.ledger().progress_of(0).attempt == 1);
    CHECK(job.ledger().progress_of(1).attempt == 1);
    CHECK(has_content(output / "a", content));
    CHECK(names_in(output.path()) == std::vector<std::string>{"a"});
    CHECK(server.requests().size() == 1);
}

TEST_CASE("a file that another update downloads has the mode that was wanted of it", "[curl_shared]")
{
    wua::fault_server server;
    const std::string content = some_bytes(600'000);
    const temporary_folder output;
    const std::string url = server.serve("/a", content, pausing(500ms));
    const auto update_with = [&](std::uint16_t mode) {
        wua::update_item item = *to_update_item(url, content);
        item.files[0].mode = mode;
        return std::make_shared<const wua::update_item>(std::move(item));
    };
    wua::curl_engine engine(quick_options(output.path()));
    watched_job job({update_with(0), update_with(0750)});
    engine.start(job.transfer());
    REQUIRE(job.wait());
    CHECK(job.result(0) == wua::outcome::succeeded());
    CHECK(job.result(1) == wua::outcome::succeeded());
    CHECK(server.requests().size() == 1);
    using perms = std::filesystem::perms;
    CHECK(std::filesystem::status(output / "a").permissions() ==
          (perms::owner_all | perms::group_read | perms::group_exec));
}

TEST_CASE("an abort of one job does not disturb another over the same update", "[curl_shared]")
{
    wua::fault_server server;
    const std::string content = some_bytes(600'000);
    const bool has_digest = GENERATE(true, false);
    temporary_folder output;
    const wua::update_pointer update = item_for(server.serve("/a", content, pausing(1000ms)), content, has_digest);
    wua::curl_options options = quick_options(output.path());
    options.loops = has_digest ? 2 : 1;
    wua::curl_engine engine(options);
    watched_job first(update);
    watched_job second(update);
    engine.start(first.transfer());
    REQUIRE(first.wait_for(has_half));
    engine.start(second.transfer());
    REQUIRE(second.wait_for(has_half));

    SECTION("the first: the second carries on from the bytes that are there")
    {
        first.ledger().request_abort();
        REQUIRE(first.wait());
        CHECK(first.result() == wua::outcome::aborted());
        REQUIRE(second.wait());
        CHECK(second.result() == wua::outcome::succeeded());
        const auto requests = server.requests();
        REQUIRE(requests.size() == 2);
        CHECK(requests[1].field("Range") == "bytes=300000-");
        CHECK(has_content(output / "a", content));
    }
    SECTION("the second: the first goes on")
    {
        second.ledger().request_abort();
        REQUIRE(second.wait(500ms));
        CHECK(second.result() == wua::outcome::aborted());
        CHECK(has_half(first.look()));
        REQUIRE(first.wait());
        CHECK(first.result() == wua::outcome::succeeded());
        CHECK(server.requests().size() == 1);
        CHECK(has_content(output / "a", content));
    }
    SECTION("both: what has come can be continued")
    {
        first.ledger().request_abort();
        second.ledger().request_abort();
        REQUIRE(first.wait(500ms));
        REQUIRE(second.wait(500ms));
        CHECK(first.result() == wua::outcome::aborted());
        CHECK(second.result() == wua::outcome::aborted());
        std::vector<wua::unfinished_download> left; // at once, but where a disk takes longer than an abort may
        const auto deadline = std::chrono::steady_clock::now() + 20s;
        while ((left = wua::list_unfinished(output.path())).empty() && std::chrono::steady_clock::now() < deadline)
        {
            std::this_thread::sleep_for(5ms);
        }
        REQUIRE(left.size() == 1);
        CHECK(left[0].bytes == 300'000);
    }
}

TEST_CASE("a failure reaches all that wait for the file, with the same code and sentence", "[curl_shared]")
{
    wua::fault_server server;
    const std::string content = some_bytes(600'000);
    temporary_folder output;
    wua::curl_options options = quick_options(output.path());
    options.retry.attempts = 1;
    wua::curl_engine engine(options);
    const bool is_there = GENERATE(true, false);
    const std::string url = server.serve("/a", some_bytes(600'000, 2), is_there ? pausing(500ms) : late_404);
    const wua::update_pointer update = to_update_item(url, content);
    watched_job first({update, update});
    watched_job second(update);
    engine.start(first.transfer());
    engine.start(second.transfer());
    REQUIRE(first.wait());
    REQUIRE(second.wait());
    CHECK(first.result(0).hresult == (is_there ? wua::wu_e_dm_incorrectfilehash : wua::wu_e_pt_http_status_not_found));
    CHECK(first.result(1) == first.result(0));
    CHECK(second.result() == first.result(0));
    CHECK(server.requests().size() == 1);
    CHECK_FALSE(std::filesystem::exists(output / "a"));
}

TEST_CASE("the update of two jobs starts with the higher of their priorities", "[curl_shared]")
{
    wua::fault_server server;
    const std::string content = some_bytes(600'000);
    temporary_folder output;
    wua::curl_options options = quick_options(output.path());
    options.parallel.engine = 1;
    wua::curl_engine engine(options);
    watched_job blocker(to_update_item(server.serve("/blocker", content, pausing(500ms)), content));
    const wua::update_pointer wanted = to_update_item(server.serve("/wanted", content), content);
    watched_job low(wanted);
    watched_job normal(to_update_item(server.serve("/other", content), content));
    watched_job high(wanted);
    engine.start(blocker.transfer());
    REQUIRE(blocker.wait_for(has_half));
    engine.start(low.transfer({.priority = wua::dpLow}));
    engine.start(normal.transfer({.priority = wua::dpNormal}));
    engine.start(high.transfer({.priority = wua::dpHigh}));
    for (watched_job* job : {&blocker, &low, &normal, &high})
    {
        REQUIRE(job->wait());
        CHECK(job->result().is_success());
    }
    const auto requests = server.requests();
    REQUIRE(requests.size() == 3);
    CHECK(requests[1].target == "/wanted");
    CHECK(requests[2].target == "/other");
}

TEST_CASE("other content under the name that a file has while it comes is an error", "[curl_shared]")
{
    wua::fault_server server;
    const std::string content = some_bytes(600'000);
    temporary_folder output;
    wua::curl_engine engine(quick_options(output.path()));
    watched_job first(to_update_item(server.serve("/one/a", content, pausing(500ms)), content));
    watched_job second(to_update_item(server.serve("/two/a", "other content"), "other content"));
    engine.start(first.transfer());
    REQUIRE(first.wait_for(has_half));
    engine.start(second.transfer());
    REQUIRE(second.wait(400ms));
    CHECK(second.result().hresult == wua::error_file_exists);
    REQUIRE(first.wait());
    CHECK(first.result() == wua::outcome::succeeded());
    CHECK(has_content(output / "a", content));

    watched_job third(to_update_item(server.url("/two/a"), "other content")); // nobody wants the first any more
    engine.start(third.transfer());
    REQUIRE(third.wait());
    CHECK(third.result() == wua::outcome::succeeded());
}

TEST_CASE("an update that waits for another's download holds no slot", "[curl_shared]")
{
    wua::fault_server server;
    const std::string content = some_bytes(600'000);
    temporary_folder output;
    wua::curl_options options = quick_options(output.path());
    options.parallel = {2, 2, 2};
    wua::curl_engine engine(options);
    const wua::update_pointer update = to_update_item(server.serve("/a", content, pausing(1500ms)), content);
    std::list<watched_job> jobs;
    for (int i = 0; i != 200; ++i)
    {
        engine.start(jobs.emplace_back(update).transfer());
    }
    watched_job other(to_update_item(server.serve("/b", content), content));
    engine.start(other.transfer());
    REQUIRE(other.wait(1000ms));
    CHECK(other.result() == wua::outcome::succeeded());
    CHECK(jobs.back().wait_for(has_half)); // it is fed, too
    for (watched_job& job : jobs)
    {
        REQUIRE(job.wait());
        CHECK(job.result() == wua::outcome::succeeded());
    }
    CHECK(server.requests("/a").size() == 1);
}

TEST_CASE("fifty jobs over one update fetch it once", "[curl_shared]")
{
    wua::fault_server server;
    const std::string content = some_bytes(600'000);
    const bool has_digest = GENERATE(true, false);
    temporary_folder output;
    wua::curl_options options = quick_options(output.path());
    options.loops = has_digest ? 2 : 1;
    wua::curl_engine engine(options);
    const wua::update_pointer update = item_for(server.serve("/a", content, pausing(1000ms)), content, has_digest);
    std::list<watched_job> jobs;
    for (int i = 0; i != 50; ++i)
    {
        engine.start(jobs.emplace_back(update).transfer());
    }
    for (watched_job& job : jobs)
    {
        REQUIRE(job.wait());
        CHECK(job.result() == wua::outcome::succeeded());
    }
    CHECK(server.requests().size() == 1);
}

TEST_CASE("fifty jobs over one update end right when one after the other is aborted", "[curl_shared]")
{
    wua::fault_server server;
    const std::string content = some_bytes(600'000);
    temporary_folder output;
    wua::curl_options options = quick_options(output.path());
    options.loops = 2;
    wua::curl_engine engine(options);
    const wua::update_pointer update = to_update_item(server.serve("/a", content, dripping), content);
    std::list<watched_job> jobs;
    for (int i = 0; i != 50; ++i)
    {
        engine.start(jobs.emplace_back(update).transfer());
    }
    REQUIRE(server.wait_for_requests(1, 10s));
    std::size_t aborted = 0;
    for (watched_job& job : jobs)
    {
        if (++aborted == jobs.size())
        {
            break;
        }
        job.ledger().request_abort();
        REQUIRE(job.wait());
        CHECK(job.result() == wua::outcome::aborted());
    }
    REQUIRE(jobs.back().wait());
    CHECK(jobs.back().result() == wua::outcome::succeeded());
    CHECK(has_content(output / "a", content));
}

TEST_CASE("an update with a lower limit than another over the same file fails alone", "[curl_shared]")
{
    wua::fault_server server;
    const std::string content = some_bytes(600'000);
    temporary_folder output;
    wua::curl_engine engine(quick_options(output.path()));
    const std::string url = server.serve("/a", content, pausing(500ms));
    wua::update_item small = *wua::make_item("an update", url, std::nullopt, sha256_of(content));
    small.max_size = 1000;
    const bool is_first = GENERATE(true, false);
    watched_job other(wua::make_item("an update", url, std::nullopt, sha256_of(content)));
    watched_job limited(std::make_shared<wua::update_item>(small));
    engine.start((is_first ? limited : other).transfer());
    engine.start((is_first ? other : limited).transfer());
    REQUIRE(limited.wait());
    CHECK(limited.result().hresult == wua::detail::update_too_large);
    REQUIRE(other.wait());
    CHECK(other.result() == wua::outcome::succeeded());
    CHECK(has_content(output / "a", content));
}

TEST_CASE("a file that one URL does not give is fetched by those that have others", "[curl_shared]")
{
    wua::fault_server server;
    const std::string content = some_bytes(600'000);
    temporary_folder output;
    wua::curl_engine engine(quick_options(output.path()));
    watched_job first(to_update_item(server.serve("/one/a", content, late_404), content));
    const wua::update_pointer elsewhere = to_update_item(server.serve("/two/a", content, pausing(200ms)), content);
    watched_job second({elsewhere, elsewhere});
    engine.start(first.transfer());
    engine.start(second.transfer());
    REQUIRE(first.wait());
    CHECK(first.result().hresult == wua::wu_e_pt_http_status_not_found);
    REQUIRE(second.wait());
    CHECK(second.result(0) == wua::outcome::succeeded());
    CHECK(second.result(1) == wua::outcome::succeeded());
    CHECK(server.requests("/two/a").size() == 1);
}

TEST_CASE("a file that is there already is looked at once for all, and fetched for those that insist", "[curl_shared]")
{
    wua::fault_server server;
    const std::string content = some_bytes(600'000);
    temporary_folder output;
    write_file(output / "a", content);
    wua::curl_engine engine(quick_options(output.path()));
    const wua::update_pointer update = to_update_item(server.serve("/a", content), content);
    watched_job first({update, update});
    watched_job forced(update);
    engine.start(first.transfer());
    engine.start(forced.transfer({.is_forced = true}));
    REQUIRE(first.wait());
    REQUIRE(forced.wait());
    CHECK(first.result(0) == wua::outcome::succeeded(wua::wu_s_already_downloaded));
    CHECK(first.result(1) == wua::outcome::succeeded(wua::wu_s_already_downloaded));
    CHECK(forced.result() == wua::outcome::succeeded());
    CHECK(server.requests().size() == 1);
}

TEST_CASE("an engine waits while another downloads the file, and then looks for it before it fetches", "[curl_shared]")
{
    wua::fault_server server;
    const std::string content = some_bytes(600'000);
    temporary_folder output;
    const wua::update_pointer update = to_update_item(server.serve("/a", content, pausing(2500ms)), content);
    wua::curl_options options = quick_options(output.path());
    options.parallel.engine = 1;
    wua::curl_engine one(options);
    wua::curl_engine two(options);
    watched_job first(update);
    one.start(first.transfer());
    REQUIRE(first.wait_for(has_half));
    watched_job second(update);
    two.start(second.transfer());
    watched_job other(to_update_item(server.serve("/b", content), content)); // for which the only slot is free
    two.start(other.transfer());
    REQUIRE(other.wait(1500ms));
    CHECK(other.result() == wua::outcome::succeeded());

    SECTION("until it is there")
    {
        REQUIRE(second.wait());
        CHECK(second.result() == wua::outcome::succeeded(wua::wu_s_already_downloaded));
        REQUIRE(first.wait());
        CHECK(first.result() == wua::outcome::succeeded());
        CHECK(server.requests("/a").size() == 1);
        CHECK(names_in(output.path()) == std::vector<std::string>{"a", "b"});
    }
    SECTION("or it is aborted, which is immediate")
    {
        second.ledger().request_abort();
        REQUIRE(second.wait(200ms));
        CHECK(second.result() == wua::outcome::aborted());
        REQUIRE(first.wait());
        CHECK(first.result() == wua::outcome::succeeded());
    }
    SECTION("or the other is aborted, which leaves what can be continued")
    {
        first.ledger().request_abort();
        REQUIRE(second.wait());
        CHECK(second.result() == wua::outcome::succeeded());
        CHECK(server.requests("/a").size() == 2);
        CHECK(server.requests("/a").back().field("Range") == "bytes=300000-");
        CHECK(has_content(output / "a", content));
    }
}

TEST_CASE("other content that another engine has brought under the name is replaced", "[curl_shared]")
{
    wua::fault_server server;
    const std::string content = some_bytes(600'000, 2);
    temporary_folder output;
    wua::curl_engine one(quick_options(output.path()));
    wua::curl_engine two(quick_options(output.path()));
    const std::string before = some_bytes(600'000, 1);
    watched_job first(to_update_item(server.serve("/one/a", before, pausing(500ms)), before));
    watched_job second(to_update_item(server.serve("/two/a", content), content));
    one.start(first.transfer());
    REQUIRE(first.wait_for(has_half));
    two.start(second.transfer());
    REQUIRE(first.wait());
    REQUIRE(second.wait());
    CHECK(second.result() == wua::outcome::succeeded());
    CHECK(has_content(output / "a", content));
}

TEST_CASE("an update that expects another size asks the server itself", "[curl_shared]")
{
    wua::fault_server server;
    const std::string content = some_bytes(600'000);
    temporary_folder output;
    wua::curl_engine engine(quick_options(output.path()));
    const std::string url = server.serve("/a", content, pausing(500ms));
    watched_job first(wua::make_item("an update", url, std::nullopt, sha256_of(content)));
    watched_job second(wua::make_item("an update", url, 500'000, sha256_of(content)));
    engine.start(first.transfer());
    REQUIRE(first.wait_for(has_half));
    engine.start(second.transfer());
    REQUIRE(first.wait());
    CHECK(first.result() == wua::outcome::succeeded());
    REQUIRE(second.wait());
    CHECK(second.result().hresult == wua::detail::size_differs);
    CHECK(has_content(output / "a", content));
}

TEST_CASE("an update of several files shares each of them with other updates", "[curl_shared]")
{
    wua::fault_server server;
    const std::string content = some_bytes(600'000);
    temporary_folder output;
    wua::curl_engine engine(quick_options(output.path()));
    const auto a = wua::make_item("a", server.serve("/a", content, pausing(400ms)), std::nullopt, sha256_of(content));
    const auto b = wua::make_item("b", server.serve("/b", content, pausing(400ms)), std::nullopt, sha256_of(content));
    wua::update_item ab = *a;
    ab.files.push_back(b->files[0]);
    wua::update_item ba = *b;
    ba.files.push_back(a->files[0]);
    watched_job job({std::make_shared<wua::update_item>(ab), std::make_shared<wua::update_item>(ba), a, b});
    engine.start(job.transfer());
    REQUIRE(job.wait());
    for (std::size_t index = 0; index != 4; ++index)
    {
        CHECK(job.result(index).is_success());
        CHECK(job.ledger().progress_of(index).attempt == 1);
    }
    CHECK(job.look().bytes_downloaded() == 3'600'000);
    CHECK(server.requests().size() == 2);
}

TEST_CASE("an engine that ends ends those that follow as well, and their bytes stay", "[curl_shared]")
{
    wua::fault_server server;
    const std::string content = some_bytes(600'000);
    temporary_folder output;
    const wua::update_pointer update =
        to_update_item(server.serve("/a", content, wua::misbehaviour_named("stalls_mid_body")), content);
    std::list<watched_job> jobs;
    {
        wua::curl_options options = quick_options(output.path());
        options.loops = 2;
        wua::curl_engine engine(options);
        for (int i = 0; i != 20; ++i)
        {
            engine.start(jobs.emplace_back(update).transfer());
        }
        REQUIRE(jobs.back().wait_for(has_half));
    }
    for (watched_job& job : jobs)
    {
        REQUIRE(job.ledger().is_completed());
        CHECK(job.result().hresult == wua::wu_e_service_stop);
    }
    REQUIRE(wua::list_unfinished(output.path()).size() == 1);
    CHECK(wua::list_unfinished(output.path())[0].bytes == 300'000);
}

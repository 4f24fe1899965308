// SPDX-License-Identifier: MIT
// A job of two engines is paused and told of as one of a single engine is.

#include "engine/curl_fixture.hpp"
#include "job/fakes.hpp"
#include <wua/engine/blocking_engine.hpp>
#include <wua/engine/curl_engine.hpp>
#include <wua/engine/fallback_engine.hpp>
#include <wua/engine/simulated_engine.hpp>
#include <wua/job/job.hpp>
#include <wua/model/download_story.hpp>
#include <wua/model/file_result.hpp>
#include <wua/testing/fault_server.hpp>

#include <atomic>
#include <chrono>
#include <memory>
#include <string>
#include <vector>

// Not without a name: other tests of the same program may use the same words.
namespace fallback_control_test
{

using namespace wua_test;

using simulated_pair = wua::fallback_engine<wua::simulated_engine, wua::simulated_engine>;
using curl_pair = wua::fallback_engine<wua::curl_engine, wua::curl_engine>;

// Some megabytes in a second.
constexpr wua::misbehaviour slow{
    .name = "slow_for_pauses",
    .meaning = "64 KiB in 10 ms.",
    .expected = wua::expectation::delivers,
    .respond = [](wua::response_script& script) {
        const wua::http_response response = script.correct_response();
        script.send(response.head);
        script.drip(script.content(), response.from, response.to, 64U << 10U, 10ms);
    }};

// The controls of an engine, also of one that has none.
template <class E>
wua::job_controls controls_of(const E& engine)
{
    if constexpr (wua::controlled_engine<E>)
    {
        return engine.controls();
    }
    else
    {
        return {};
    }
}

std::shared_ptr<simulated_pair> simulated_pair_of(const wua::simulated_update& first)
{
    wua::scenario script;
    script.others = first;
    return std::make_shared<simulated_pair>(wua::simulated_engine(script), wua::simulated_engine());
}

TEST_CASE("two engines obey together what both of them obey", "[fallback_control]")
{
    const temporary_folder output;
    CHECK(controls_of(*simulated_pair_of({})).pause);
    CHECK(!controls_of(*simulated_pair_of({})).bandwidth);
    CHECK(controls_of(wua::fallback_engine{wua::curl_engine(quick_options(output.path())), wua::simulated_engine()}) ==
          wua::simulated_engine().controls());
    const curl_pair both{
        wua::curl_engine(quick_options(output.path())), wua::curl_engine(quick_options(output.path()))};
    CHECK(controls_of(both) == wua::job_controls{.pause = true, .priority = true, .bandwidth = true});
}

TEST_CASE("a pause of a job of two engines is longer than the first may bring no bytes, and gives nothing up",
          "[fallback_control]")
{
    const auto engine = simulated_pair_of({});
    wua::job job = wua::start(engine, fakes::updates({10'000'000, 10'000'000, 10'000'000}));
    REQUIRE(job.controls().pause);
    job.wait_for(300ms);
    job.pause();
    job.wait_for(1h);
    CHECK(job.progress().is_paused());
    const std::uint64_t before = job.progress().bytes_downloaded();
    CHECK(before > 0);
    job.wait_for(1h);
    CHECK(job.progress().bytes_downloaded() == before);
    job.resume();
    CHECK(job.wait() == wua::outcome::succeeded());
    for (std::size_t index = 0; index != 3; ++index)
    {
        CHECK(job.update(index).attempt == 1);
    }
}

TEST_CASE("an update that is to stand still does so with the second engine, while others go on", "[fallback_control]")
{
    wua::simulated_update failing;
    failing.faults.push_back({.at_byte = 600'000, .hresult = wua::wu_e_download_failed});
    wua::job job = wua::start(simulated_pair_of(failing), fakes::updates({10'000'000, 10'000'000}));
    REQUIRE(job.controls().pause);
    job.pause(1);
    job.wait_for(1h);
    CHECK(job.result(0) == wua::outcome::succeeded());
    CHECK(job.update(0).attempt == 2);
    CHECK(job.update(1).attempt == 0);
    CHECK(job.progress().is_paused());
    job.resume(1);
    while (job.update(1).bytes_downloaded < 700'000)
    {
        REQUIRE(!job.wait_for(1ms));
    }
    CHECK(job.update(1).attempt == 2);
    job.pause(1);
    job.wait_for(1h);
    CHECK(job.progress().is_paused());
    CHECK(job.update(1).bytes_downloaded < 10'000'000);
    job.resume(1);
    CHECK(job.wait() == wua::outcome::succeeded());
}

TEST_CASE("a first engine whose program says no for long is not given up, and its reason is shown",
          "[fallback_control]")
{
    wua::fault_server server;
    const std::string content = some_bytes(2U << 20U);
    const temporary_folder output;
    std::atomic<bool> may_fetch{true};
    wua::curl_options options = quick_options(output.path());
    options.may_fetch = [&] { return std::string(may_fetch ? "" : "metered network"); };
    options.may_fetch_every = 5ms;
    wua::fallback_options limits;
    limits.no_bytes_for = 200ms;
    const auto engine =
        std::make_shared<curl_pair>(wua::curl_engine(options), wua::curl_engine(quick_options(output.path())), limits);
    wua::job job = wua::start(engine, {to_update_item(server.serve("/a", content, slow), content)});
    while (job.progress().bytes_downloaded() == 0)
    {
        REQUIRE(!job.wait_for(1ms));
    }
    may_fetch = false;
    const auto deadline = std::chrono::steady_clock::now() + 5s;
    while (!job.progress().is_paused() && std::chrono::steady_clock::now() < deadline && !job.wait_for(1ms))
    {}
    CHECK(job.progress().pause_reason() == "metered network");
    job.wait_for(600ms);
    CHECK(job.progress().is_paused());
    CHECK(server.requests().size() == 1);
    may_fetch = true;
    CHECK(job.wait() == wua::outcome::succeeded());
    CHECK(job.update(0).attempt == 1);
    CHECK(job.progress().pause_reason().empty());
}

TEST_CASE("a limit and a pause reach whichever engine has the update", "[fallback_control]")
{
    wua::fault_server server;
    const std::string content = some_bytes(1U << 20U);
    const temporary_folder output;
    wua::curl_options none = quick_options(output.path());
    none.max_header_bytes = 16; // no server has so short an answer
    none.retry.attempts = 1;
    const auto engine =
        std::make_shared<curl_pair>(wua::curl_engine(none), wua::curl_engine(quick_options(output.path())));
    wua::job job = wua::start(engine, {to_update_item(server.serve("/a", content, slow), content)});
    REQUIRE(job.controls().bandwidth);
    job.set_bandwidth(200'000);
    job.wait_for(300ms);
    CHECK(job.progress().bytes_downloaded() < content.size() / 2);
    job.pause();
    while (!job.progress().is_paused())
    {
        REQUIRE(!job.wait_for(1ms));
    }
    job.set_bandwidth(0);
    job.resume();
    CHECK(job.wait() == wua::outcome::succeeded());
    CHECK(job.update(0).attempt == 2);
}

TEST_CASE("the story of a download of two engines has the attempts of both, and its files are told",
          "[fallback_control]")
{
    wua::fault_server server;
    const std::string content = some_bytes(100'000);
    const temporary_folder output;
    wua::curl_options none = quick_options(output.path());
    none.max_header_bytes = 16;
    none.retry.attempts = 2;
    const auto engine =
        std::make_shared<curl_pair>(wua::curl_engine(none), wua::curl_engine(quick_options(output.path())));
    const std::string url = server.serve("/a", content);
    auto item = std::make_shared<wua::update_item>(*to_update_item(server.serve("/b", "others"), content));
    item->files[0].urls.push_back(url);
    wua::job job = wua::start(engine, {item}, {.downloader = {.keeps_files = true}});
    REQUIRE(job.wait() == wua::outcome::succeeded());
    const wua::download_story story = job.story(0);
    REQUIRE(story.attempts.size() == 4); // each engine has asked both URLs
    CHECK(story.attempts[1].result.code == wua::orcFailed);
    CHECK(story.attempts[1].decision == wua::attempt_decision::give_up);
    CHECK(story.attempts[2].decision == wua::attempt_decision::other_mirror);
    CHECK(story.attempts[3].result == wua::outcome::succeeded());
    CHECK(story.attempts[3].bytes == content.size());
    CHECK(story.attempts[1].ended_at <= story.attempts[3].ended_at);
    REQUIRE(job.files(0).size() == 1);
    CHECK(job.files(0)[0].url == url);
    CHECK(job.files(0)[0].size == content.size());
    CHECK((job.update(0).asked == wua::url_place{0, 1}));
}

} // namespace fallback_control_test

// SPDX-License-Identifier: MIT
// How soon an abort ends a download, whatever it is doing.

#include "engine/curl_fixture.hpp"
#include "engine/unhindered_time.hpp"
#include <wua/engine/curl/curl_core.hpp>
#include <wua/engine/curl_engine.hpp>
#include <wua/testing/fault_server.hpp>

#include <dlfcn.h>
#include <netdb.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

namespace
{

// Lookups of this host hang until they are released.
constexpr std::string_view hanging_host = "hangs.wua.test";
std::atomic<bool> lookups_hang{false};
std::atomic<int> lookups_hanging{0};

} // namespace

// Stands before the C library's, for libcurl too.
extern "C" int getaddrinfo(const char* host, const char* service, const addrinfo* hints, addrinfo** result)
{
    if (host != nullptr && host == hanging_host)
    {
        ++lookups_hanging;
        lookups_hanging.notify_all();
        lookups_hang.wait(true);
        --lookups_hanging;
        lookups_hanging.notify_all();
        return EAI_FAIL;
    }
    static const auto system = reinterpret_cast<decltype(&::getaddrinfo)>(::dlsym(RTLD_NEXT, "getaddrinfo"));
    return system(host, service, hints, result);
}

using namespace wua_test;

namespace
{

// How long an aborted job took to end.
std::chrono::nanoseconds abort_latency(watched_job& job)
{
    const unhindered_time time;
    job.ledger().request_abort();
    REQUIRE(job.ledger().wait_until(std::chrono::steady_clock::now() + 10s));
    const std::chrono::nanoseconds took = time.passed();
    CHECK(job.result() == wua::outcome::aborted());
    return took;
}

} // namespace

TEST_CASE("an abort does not wait for a name to be looked up, nor does the end of the engine", "[curl_engine]")
{
    lookups_hang = true;
    {
        temporary_folder output;
        wua::curl_engine engine(quick_options(output.path()));
        for (int round = 0; round != 10; ++round)
        {
            watched_job job(wua::make_item("an update", "http://" + std::string(hanging_host) + "/a"));
            engine.start(job.transfer());
            while (lookups_hanging != round + 1)
            {
                lookups_hanging.wait(round);
            }
            CHECK(abort_latency(job) <= 100ms);
        }
        watched_job left(wua::make_item("an update", "http://" + std::string(hanging_host) + "/b"));
        engine.start(left.transfer());
        lookups_hanging.wait(10);
        CHECK(lookups_hanging == 11);
    }
    CHECK(lookups_hanging == 11);
    lookups_hang = false;
    lookups_hang.notify_all();
    for (int hanging = lookups_hanging; hanging != 0; hanging = lookups_hanging)
    {
        lookups_hanging.wait(hanging);
    }
}

TEST_CASE("an abort at full speed and against a limit of bandwidth is prompt", "[curl_engine]")
{
    wua::fault_server server;
    const std::string url = server.serve("/large", wua::patterned_bytes(std::uint64_t(1) << 40U));
    for (const std::uint64_t limit : {0U, 200'000U})
    {
        temporary_folder output;
        wua::curl_options options = quick_options(output.path());
        options.checks_free_space = false;
        options.engine_bandwidth = limit;
        std::vector<std::chrono::nanoseconds> latencies;
        for (int round = 0; round != 20; ++round)
        {
            wua::curl_engine engine(options);
            watched_job job(wua::make_item("an update", url));
            engine.start(job.transfer({.is_forced = true}));
            REQUIRE(job.wait_for([](const auto& snapshot) { return snapshot.bytes_downloaded() > 0; }));
            latencies.push_back(abort_latency(job));
        }
        std::sort(latencies.begin(), latencies.end());
        CHECK(latencies.back() <= 100ms);
    }
}

TEST_CASE("a thread of an engine that is still busy with an abort does not outlive the engine", "[curl_engine]")
{
    temporary_folder output;
    wua::curl_options options = quick_options(output.path());
    options.policy.check = [](const auto&) { return wua::content_verdict::accepted(); };
    const bool has_lone_loops = GENERATE(false, true);
    auto core = std::make_shared<wua::detail::curl_core>(std::move(options));
    std::atomic<int> ended{0};
    const auto abort_slowly = [&ended, core] {
        std::this_thread::sleep_for(50ms);
        ++ended;
    };
    core->sinks.post([&, abort_slowly] {
        abort_slowly();
        core->background.post(abort_slowly);
    });
    core->background.post(abort_slowly);
    core->stop();
    if (has_lone_loops)
    {
        core->leave_loops_alone();
        core->note_loop_end();
    }
    else
    {
        core->end_threads();
    }
    CHECK(ended == 3);
    CHECK(core.use_count() == 2); // abort_slowly has the other
}

TEST_CASE("an abort ends the wait for the next attempt", "[curl_engine]")
{
    wua::fault_server server;
    const std::string url = server.serve("/a", "content", wua::misbehaviour_named("always_503"));
    temporary_folder output;
    wua::curl_options options = quick_options(output.path());
    options.retry.first_delay = 60s;
    options.retry.max_delay = 60s;
    wua::curl_engine engine(options);
    watched_job job(wua::make_item("an update", url));
    engine.start(job.transfer());
    REQUIRE(job.wait_for([](const auto& snapshot) { return snapshot.retries() == 1; }));
    CHECK(abort_latency(job) <= 100ms);
}

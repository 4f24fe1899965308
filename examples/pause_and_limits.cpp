// SPDX-License-Identifier: MIT
// Pause and resume a download, limit its bandwidth, and let the engine pause everything on a metered network.

#include <wua/engine/curl_engine.hpp>
#include <wua/job/job.hpp>
#include <wua/testing/fault_server.hpp>

#include <atomic>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>

int main()
{
    using namespace std::chrono_literals;
    wua::fault_server server; // on the loopback interface; well-behaved unless told otherwise
    const std::string url = server.serve("/film", wua::patterned_bytes(3'000'000));
    const std::filesystem::path folder = std::filesystem::temp_directory_path() / "wua-pause-and-limits";
    std::filesystem::remove_all(folder);

    std::atomic<bool> is_metered = true;
    wua::curl_options options{.directory = folder, .job_bandwidth = 1'000'000}; // bytes per second
    options.may_fetch = [&] { return std::string(is_metered ? "metered network" : ""); };
    const auto engine = std::make_shared<wua::curl_engine>(options);

    wua::job job = wua::start(engine, {wua::make_item("Film", url)});
    const auto wait_until_paused = [&] {
        while (!job.progress().is_paused() && !job.wait_for(1ms))
        {}
        return std::string(job.progress().pause_reason());
    };
    std::printf("the engine pauses: %s\n", wait_until_paused().c_str());

    job.pause(); // a second reason, independent of the first
    is_metered = false;
    engine->ask_may_fetch();
    while (!job.progress().pause_reason().empty())
    {
        job.wait_for(1ms);
    }
    std::printf("%s\n", wait_until_paused().empty() ? "the user pauses" : "?");

    job.set_bandwidth(0); // no more limit; with it this would have taken three seconds
    job.resume();
    std::printf("%s\n", job.wait().is_success() ? "downloaded" : "failed");
    std::filesystem::remove_all(folder);
}

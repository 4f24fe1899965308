// SPDX-License-Identifier: MIT

#include "torture/leave.hpp"

#include <wua/engine/simulated_engine.hpp>
#include <wua/job/job.hpp>

#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <thread>
#include <utility>

namespace torture
{

namespace
{

std::atomic<bool> exits_in_callback = false;

// Outlived by a static object of the program.
std::optional<wua::job> left_to_the_end;

// How main() ends the program, given its job; returns if the process has not ended by then.
struct way
{
    std::string_view name;
    void (*go)(wua::job running);
};

constexpr std::array ways{
    way{"return", [](wua::job) {}},
    way{"static", [](wua::job running) { left_to_the_end = std::move(running); }},
    way{"thread",
        [](wua::job running) {
            std::thread([last = std::move(running)]() mutable { last.request_abort(); }).detach();
        }},
    way{"exit",
        [](wua::job running) {
            left_to_the_end = std::move(running);
            std::exit(EXIT_SUCCESS); // NOLINT
        }},
    way{"exit-in-thread",
        [](wua::job running) {
            std::thread([] { std::exit(EXIT_SUCCESS); }).detach(); // NOLINT
            running.wait();
        }},
    way{"exit-in-callback",
        [](wua::job running) {
            exits_in_callback = true;
            running.wait();
        }},
    way{"quick",
        [](wua::job running) {
            left_to_the_end = std::move(running);
            std::quick_exit(EXIT_SUCCESS);
        }},
    way{"at-once", [](wua::job) { ::_exit(EXIT_SUCCESS); }},
};

} // namespace

void print_ways()
{
    for (const way& one : ways)
    {
        std::printf("%s\n", std::string(one.name).c_str());
    }
}

int leave(std::string_view how, std::uint64_t seed)
{
    const auto* const chosen = std::find_if(ways.begin(), ways.end(), [&](const way& one) { return one.name == how; });
    if (chosen == ways.end())
    {
        std::fprintf(stderr, "races: --leave %s: no such way\n", std::string(how).c_str());
        return 2;
    }
    wua::job_options options;
    options.on_progress = [](const wua::progress_snapshot&) {
        if (exits_in_callback)
        {
            std::exit(EXIT_SUCCESS); // NOLINT
        }
    };
    const auto engine = std::make_shared<wua::simulated_engine>();
    engine->run_in_real_time(1'000);
    wua::job running =
        wua::start(engine, {wua::make_item("update", "http://host/a", 1'000'000'000'000)}, std::move(options));
    std::mt19937_64 random(seed);
    std::this_thread::sleep_for(std::chrono::microseconds(20'000 + random() % 200'000));
    static_cast<void>(running.progress());
    ::alarm(20); // kills a process that hangs
    chosen->go(std::move(running));
    return EXIT_SUCCESS;
}

} // namespace torture

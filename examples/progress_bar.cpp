// SPDX-License-Identifier: MIT
// A progress bar: one line of any width, here of 64 columns, made of a snapshot.

#include <wua/engine/simulated_engine.hpp>
#include <wua/job/job.hpp>
#include <wua/text/progress_bar.hpp>

#include <chrono>
#include <cstdio>

int main()
{
    using namespace std::chrono_literals;
    wua::job job = wua::start(
        wua::simulated_engine(),
        {
            wua::make_item("Runtime", "https://host/r", 18'000'000),
            wua::make_item("Driver", "https://host/d", 9'000'000),
        });
    const wua::progress_bar bar{.full = '=', .empty = ' '};
    while (!job.wait_for(500ms)) // of virtual time
    {
        std::printf(
            "%s\n", bar.line(job.progress(), 64).c_str()); // with "\r" for "\n", and flushed, it is redrawn in place
    }
    std::printf("%s\n", bar.line(job.progress(), 64).c_str());
}

// SPDX-License-Identifier: MIT
// A progress bar: one line of any width, here 64 columns, drawn from a snapshot.

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
    while (!job.wait_for(500ms)) // virtual time
    {
        std::printf(
            "%s\n", bar.line(job.progress(), 64).c_str()); // to redraw it in place: "\r" instead of "\n", and flush
    }
    std::printf("%s\n", bar.line(job.progress(), 64).c_str());
}

// SPDX-License-Identifier: MIT
// Several jobs on one engine, side by side: waiting for one of them drives all of them.

#include <wua/engine/simulated_engine.hpp>
#include <wua/job/job.hpp>

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <memory>
#include <string>
#include <vector>

int main()
{
    using namespace std::chrono_literals;
    const auto engine = std::make_shared<wua::simulated_engine>(); // one engine for the whole program, as always
    std::vector<wua::job> jobs;
    for (const std::uint64_t megabytes : {10U, 20U, 40U})
    {
        const std::string title = std::to_string(megabytes) + " MB";
        jobs.push_back(wua::start(
            engine, {wua::make_item(title, "https://host/" + std::to_string(megabytes), megabytes * 1'000'000)}));
    }
    while (!jobs.back().wait_for(1s)) // virtual time
    {
        std::printf("after %lld s:", static_cast<long long>(engine->now() / 1s));
        for (const wua::job& job : jobs)
        {
            std::printf("   %s %d %%", job.updates().front()->title.c_str(), job.progress().percent());
        }
        std::printf("\n");
    }
    for (wua::job& job : jobs)
    {
        std::printf("%s: %s\n", job.updates().front()->title.c_str(), job.wait().is_success() ? "here" : "failed");
    }
}

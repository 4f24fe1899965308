// SPDX-License-Identifier: MIT
// The smallest program: a simulated job of three updates, polled until it is completed.

#include <wua/engine/simulated_engine.hpp>
#include <wua/job/job.hpp>

#include <chrono>
#include <cstddef>
#include <cstdio>
#include <vector>

int main()
{
    using namespace std::chrono_literals;
    wua::scenario script;
    script.updates.resize(3);
    script.updates[1].faults.push_back({.at_byte = 4'000'000, .hresult = wua::wu_e_pt_http_status_not_found});

    const std::vector<wua::update_pointer> updates{
        wua::make_item("Runtime", "https://host/runtime", 8'000'000),
        wua::make_item("Driver", "https://host/driver", 9'000'000),
        wua::make_item("Manual", "https://host/manual", 3'000'000),
    };
    wua::job job = wua::start(wua::simulated_engine(script), updates);
    while (!job.wait_for(250ms)) // virtual time: the program itself does not wait
    {
        const wua::progress_snapshot now = job.progress(); // a value: it never changes
        std::printf("%3d %%  update %zu of 3\n", now.percent(), now.current_update_index() + 1);
    }
    for (std::size_t i = 0; i != job.updates().size(); ++i)
    {
        const wua::outcome ended = job.result(i);
        std::printf("%s: %s\n", job.updates()[i]->title.c_str(), ended.is_success() ? "downloaded" : "failed");
    }
}

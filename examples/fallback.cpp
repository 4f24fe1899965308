// SPDX-License-Identifier: MIT
// Two engines as one: a neighbour's cache is asked first; what it lacks, or stalls on, comes from the server.

#include <wua/engine/blocking_engine.hpp>
#include <wua/engine/fallback_engine.hpp>
#include <wua/engine/simulated_engine.hpp>
#include <wua/job/job.hpp>

#include <chrono>
#include <cstddef>
#include <cstdio>
#include <thread>
#include <utility>

int main()
{
    using namespace std::chrono_literals;
    wua::blocking_engine neighbour([](wua::update_reporter& report) {
        if (report.index() == 0)
        {
            report.set_bytes(500'000); // and then nothing more
            while (!report.stop_token().stop_requested())
            {
                std::this_thread::sleep_for(1ms);
            }
            return wua::outcome::aborted();
        }
        return wua::outcome::failed(wua::wu_e_pt_http_status_not_found);
    });
    wua::simulated_engine server;

    wua::fallback_options options;
    options.no_bytes_for = 100ms;
    options.falls_back = [](const wua::outcome& failure) { return failure.hresult != wua::e_accessdenied; };
    wua::job job = wua::start(
        wua::fallback_engine(std::move(neighbour), std::move(server), options),
        {
            wua::make_item("Large", "https://host/large", 4'000'000),
            wua::make_item("Small", "https://host/small", 1'000'000),
        });
    const wua::outcome result = job.wait();
    for (std::size_t i = 0; i != job.updates().size(); ++i)
    {
        std::printf("%s: attempt %u %s\n", job.updates()[i]->title.c_str(), job.update(i).attempt,
                    job.result(i).is_success() ? "succeeded" : "failed");
    }
    return result.is_success() ? 0 : 1;
}

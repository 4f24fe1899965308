// SPDX-License-Identifier: MIT
// Give up on a job, at a deadline or when a std::stop_token requests it. Updates that are complete by then are kept.

#include <wua/engine/simulated_engine.hpp>
#include <wua/job/job.hpp>

#include <chrono>
#include <cstddef>
#include <cstdio>
#include <memory>
#include <stop_token>

namespace
{

void print_results(const wua::job& job)
{
    for (std::size_t i = 0; i != job.updates().size(); ++i)
    {
        std::printf("  %s: %s\n", job.updates()[i]->title.c_str(), job.result(i).is_success() ? "complete" : "aborted");
    }
}

} // namespace

int main()
{
    using namespace std::chrono_literals;
    const auto engine = std::make_shared<wua::simulated_engine>();
    const auto small = wua::make_item("Small", "https://host/s", 1'000'000);
    const auto large = wua::make_item("Large", "https://host/l", 900'000'000);

    wua::job patient = wua::start(engine, {small, large});
    if (!patient.wait_for(2s)) // of virtual time
    {
        patient.request_abort(); // returns immediately
        patient.wait();
    }
    std::printf("after two seconds:\n");
    print_results(patient);

    std::stop_source quit; // the program's, or a std::jthread's
    wua::job stopped = wua::start(engine, {small, large}, {.stop = quit.get_token()});
    engine->advance(1s);
    quit.request_stop();
    stopped.wait();
    std::printf("when the program quits:\n");
    print_results(stopped);
}

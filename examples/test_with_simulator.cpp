// SPDX-License-Identifier: MIT
// Test your updater without a network and without waiting: the simulated engine acts out a script.

#include <wua/engine/simulated_engine.hpp>
#include <wua/job/job.hpp>

#include <chrono>
#include <cstdio>
#include <memory>
#include <string>
#include <utility>

// The updater under test accepts any engine.
template <wua::engine E>
static std::string try_to_update(std::shared_ptr<E> engine)
{
    wua::job job = wua::start(
        std::move(engine), {
                               wua::make_item("Program", "https://host/program", 8'000'000),
                               wua::make_item("Manual", "https://host/manual", 1'000'000),
                           });
    if (!job.wait_for(std::chrono::seconds(60))) // virtual time
    {
        job.request_abort();
    }
    job.wait();
    return job.result(0).is_success() ? "up to date"
           : job.progress().tally().aborted() != 0
               ? "too slow"
               : "unavailable";
}

int main()
{
    using namespace std::chrono_literals;
    const auto check = [](const char* what, const wua::simulated_update& program, const std::string& expected) {
        wua::scenario script;
        script.updates = {program};
        const std::string said = try_to_update(std::make_shared<wua::simulated_engine>(script));
        std::printf("%-5s %s: %s\n", said == expected ? "ok" : "WRONG", what, said.c_str());
    };
    check("all is well", {}, "up to date");
    check("a broken connection",
          {.faults = {{.at_byte = 4'000'000, .is_retried = true, .keeps_bytes = true, .retry_delay = 5s}}},
          "up to date");
    check("a wrong digest", {.faults = {{.in_verify_phase = true, .hresult = wua::wu_e_dm_incorrectfilehash}}},
          "unavailable");
    check("a server that is silent for ever", {.bytes_per_second = 0}, "too slow");
    check("a file of another size", {.size = 9'000'000}, "unavailable");
}

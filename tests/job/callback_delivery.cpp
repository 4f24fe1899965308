// SPDX-License-Identifier: MIT
// Callbacks of the C++ face at moments of which nobody thinks.

#include "catch.hpp"
#include "job/random_script.hpp"
#include <wua/engine/blocking_engine.hpp>

#include <atomic>
#include <chrono>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace callback_delivery_test
{

using namespace std::chrono_literals;

TEST_CASE("what happens to a job while its callback drives the engine is reported afterwards, the end included",
          "[callback_delivery]")
{
    const auto engine = std::make_shared<fakes::scripted_engine>();
    std::vector<std::string> told;
    wua::job_options options;
    options.on_progress = [&, is_first = true](const wua::progress_snapshot& now) mutable {
        told.push_back("progress of " + std::to_string(now.bytes_downloaded()));
        if (std::exchange(is_first, false))
        {
            engine->jobs[0]->set_bytes(0, 100);
            engine->jobs[0]->finish(0, wua::outcome::succeeded());
            while (engine->drive())
            {}
            told.emplace_back("returns");
        }
    };
    options.on_completed = [&](const wua::outcome&) { told.emplace_back("completed"); };
    const wua::job job = wua::start(engine, {wua::make_item("update", "https://host/", 100)}, std::move(options));
    engine->jobs[0]->set_bytes(0, 40);
    while (engine->drive())
    {}
    CHECK(told == std::vector<std::string>{"progress of 40", "returns", "progress of 100", "completed"});
}

TEST_CASE("a wait for a job returns when its callbacks are gone, however long that takes", "[callback_delivery]")
{
    struct slowly_gone
    {
        std::atomic<bool>& is_gone;

        explicit slowly_gone(std::atomic<bool>& told) : is_gone(told) {}
        ~slowly_gone()
        {
            std::this_thread::sleep_for(50ms);
            is_gone = true;
        }
    };
    std::atomic<bool> is_gone{false};
    wua::job_options options;
    options.on_completed = [kept = std::make_shared<slowly_gone>(is_gone)](const wua::outcome&) {};
    wua::job job = wua::start(wua::blocking_engine([](wua::update_reporter&) { return wua::outcome::succeeded(); }),
                              {wua::make_item("update", "https://host/", 0)}, std::move(options));
    job.wait();
    CHECK(is_gone);
}

} // namespace callback_delivery_test

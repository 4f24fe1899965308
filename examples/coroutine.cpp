// SPDX-License-Identifier: MIT
// co_await a job: the coroutine resumes when the job is completed, and no thread waits for it.

#include <wua/engine/simulated_engine.hpp>
#include <wua/job/job.hpp>

#include <coroutine>
#include <cstdio>
#include <exception>
#include <memory>

namespace
{

// A coroutine that nobody waits for; any task type that supports co_await works, too.
struct detached
{
    struct promise_type
    {
        detached get_return_object() const noexcept
        {
            return {};
        }
        std::suspend_never initial_suspend() const noexcept
        {
            return {};
        }
        std::suspend_never final_suspend() const noexcept
        {
            return {};
        }
        void return_void() const noexcept {}
        void unhandled_exception() const noexcept
        {
            std::terminate();
        }
    };
};

detached update_program(std::shared_ptr<wua::simulated_engine> engine)
{
    wua::job catalogue = wua::start(engine, {wua::make_item("Catalogue", "https://host/catalogue", 50'000)});
    const wua::outcome known = co_await catalogue;
    std::printf("catalogue: %s\n", known.is_success() ? "here" : "missing");

    wua::job content = wua::start(engine, {wua::make_item("Content", "https://host/content", 5'000'000)});
    std::printf("content: %s\n", (co_await content).is_success() ? "here" : "missing");
}

} // namespace

int main()
{
    const auto engine = std::make_shared<wua::simulated_engine>();
    update_program(engine); // returns at the first co_await
    std::printf("main goes on\n");
    engine->run(); // until nothing is left; engines with threads of their own need no driving
}

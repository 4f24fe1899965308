// SPDX-License-Identifier: MIT

#include "catch.hpp"
#include <wua/job/owned_thread.hpp>

#include <atomic>
#include <future>
#include <memory>
#include <optional>
#include <thread>
#include <type_traits>
#include <utility>

using wua::detail::owned_thread;

static_assert(std::is_nothrow_move_constructible_v<owned_thread>);
static_assert(!std::is_copy_constructible_v<owned_thread>);

TEST_CASE("an owned thread that was never started is nobody's thread and ends at once", "[owned_thread]")
{
    owned_thread none;
    CHECK_FALSE(none.is_started());
    CHECK_FALSE(none.is_this_thread());
    none.end();
    none.detach();
    CHECK_FALSE(none.is_started());
}

TEST_CASE("the destructor of an owned thread waits for its work", "[owned_thread]")
{
    std::promise<void> begin;
    std::atomic<bool> is_done{false};
    {
        const std::future<void> may = begin.get_future();
        const owned_thread thread = owned_thread::start([&] {
            may.wait();
            is_done = true;
        });
        CHECK(thread.is_started());
        CHECK_FALSE(thread.is_this_thread());
        begin.set_value();
    }
    CHECK(is_done);
}

TEST_CASE("an owned thread knows itself by its id", "[owned_thread]")
{
    std::promise<std::thread::id> told;
    owned_thread thread = owned_thread::start([&] { told.set_value(std::this_thread::get_id()); });
    CHECK(told.get_future().get() == thread.id());
    thread.end();
    CHECK_FALSE(thread.is_started());
    CHECK(thread.id() == std::thread::id());
}

TEST_CASE("a thread that destroys its owner is let go of and finishes its work", "[owned_thread]")
{
    enum : int
    {
        waiting,
        begun,
        was_outside,
        was_inside,
    };
    const auto state = std::make_shared<std::atomic<int>>(waiting);
    auto last = std::make_shared<std::unique_ptr<owned_thread>>(std::make_unique<owned_thread>());
    **last = owned_thread::start([last, state] {
        state->wait(waiting);
        const bool is_inside = (*last)->is_this_thread();
        last->reset();
        *state = is_inside ? was_inside : was_outside;
        state->notify_all();
    });
    *state = begun;
    state->notify_all();
    state->wait(begun);
    CHECK(*state == was_inside);
    CHECK(*last == nullptr);
}

TEST_CASE("assigning to an owned thread ends the one it had", "[owned_thread]")
{
    std::atomic<int> done{0};
    owned_thread thread = owned_thread::start([&] { ++done; });
    thread = owned_thread::start([&] { done += 10; });
    CHECK(done % 10 == 1);
    owned_thread moved = std::move(thread);
    CHECK(moved.is_started());
    moved = owned_thread();
    CHECK(done == 11);
    CHECK_FALSE(moved.is_started());
}

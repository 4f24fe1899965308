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

TEST_CASE("an owned thread that was never started is not this thread and ends at once", "[owned_thread]")
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
    struct shared_state
    {
        std::promise<void> may_begin;
        std::promise<bool> was_inside;
        std::unique_ptr<owned_thread> owner = std::make_unique<owned_thread>();
    };
    const auto shared = std::make_shared<shared_state>();
    *shared->owner = owned_thread::start([shared] {
        shared->may_begin.get_future().wait();
        const bool is_inside = shared->owner->is_this_thread();
        shared->owner.reset();
        shared->was_inside.set_value(is_inside);
    });
    std::future<bool> was_inside = shared->was_inside.get_future();
    shared->may_begin.set_value();
    CHECK(was_inside.get());
    CHECK(shared->owner == nullptr);
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

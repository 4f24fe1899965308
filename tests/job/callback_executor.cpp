// SPDX-License-Identifier: MIT
// The thread on which callbacks run.

#include "objects/doubles.hpp"

using namespace wua;
using namespace wua::detail;
using namespace doubles;

namespace
{

using time_point = callback_executor::time_point;

} // namespace

TEST_CASE("posted work runs in order, the earliest due first", "[callback_executor]")
{
    callback_thread thread;
    event is_blocked;
    event may_go_on;
    event is_done;
    std::vector<int> order;
    thread.post(
        [&] {
            is_blocked.set();
            may_go_on.wait();
        },
        {});
    is_blocked.wait();
    const auto now = std::chrono::steady_clock::now();
    thread.post([&] { is_done.set(); }, now + 2ms);
    thread.post([&] { order.push_back(3); }, now + 1ms);
    thread.post([&] { order.push_back(1); }, {});
    thread.post([&] { order.push_back(2); }, {});
    may_go_on.set();
    is_done.wait();
    CHECK(order == std::vector<int>{1, 2, 3});
}

TEST_CASE("work may wait for other work of its thread, but no other thread may", "[callback_executor]")
{
    callback_thread thread;
    event is_done;
    bool was_inner_run = false;
    bool was_waited = false;
    thread.post(
        [&] {
            thread.post([&] { was_inner_run = true; }, {});
            was_waited = thread.run_until([&] { return was_inner_run; }, time_point::max());
            is_done.set();
        },
        {});
    is_done.wait();
    CHECK(was_waited);
    CHECK(was_inner_run);
    CHECK_FALSE(thread.run_until([] { return true; }, time_point::max()));
}

TEST_CASE("work that waits looks again when it is woken, and stops when its time is over", "[callback_executor]")
{
    callback_thread thread;
    event is_waiting;
    event is_over;
    std::atomic<bool> has_happened{false};
    bool timed_out = false;
    thread.post(
        [&] {
            thread.run_until(
                [&] {
                    is_waiting.set();
                    return has_happened.load();
                },
                time_point::max());
            const auto deadline = std::chrono::steady_clock::now() + 5ms;
            thread.run_until([] { return false; }, deadline);
            timed_out = std::chrono::steady_clock::now() >= deadline;
            is_over.set();
        },
        {});
    is_waiting.wait();
    has_happened = true;
    thread.wake();
    is_over.wait();
    CHECK(timed_out);
}

TEST_CASE("the thread may be destroyed by its own work", "[callback_executor]")
{
    auto thread = std::make_unique<callback_thread>();
    event may_begin;
    event is_done;
    auto token = std::make_shared<int>();
    const std::weak_ptr<int> watch(token);
    thread->post(
        [&] {
            may_begin.wait();
            thread.reset();
            is_done.set();
        },
        {});
    thread->post([token] {}, {}); // dropped, with what it holds
    token.reset();
    may_begin.set();
    is_done.wait();
    while (!watch.expired())
    {
        std::this_thread::sleep_for(1ms);
    }
    CHECK(thread == nullptr);
}

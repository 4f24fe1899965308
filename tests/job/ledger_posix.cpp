// SPDX-License-Identifier: MIT
// What a child of fork sees of a job.

#ifndef _WIN32

#include "catch.hpp"
#include "job/fakes.hpp"
#include <wua/job/ledger.hpp>

#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <mutex>
#include <thread>
#include <utility>

using fakes::updates;

namespace
{

// What f() says in a child of fork; false when it has hung there.
template <class F>
bool holds_in_child(F&& f)
{
    const pid_t child = ::fork();
    if (child == 0)
    {
        ::alarm(1);
        ::_exit(f() ? 0 : 1);
    }
    int status = -1;
    return child > 0 && ::waitpid(child, &status, 0) == child && status == 0;
}

} // namespace

TEST_CASE("a poll in a child of fork never hangs", "[ledger]")
{
    wua::detail::ledger_options options;
    options.read_patience = std::chrono::milliseconds(5);
    wua::detail::ledger job(updates({1000}), std::move(options));
    job.start(0);
    job.request_abort();
    std::atomic<bool> is_over{false};
    std::thread reporter([&] {
        while (!is_over)
        {
            job.set_size(0, 1000); // takes the lock and publishes
        }
    });
    int wrong = 0;
    for (int n = 0; n != 30; ++n)
    {
        wrong += holds_in_child([&] {
            wua::progress_snapshot now;
            job.close_if_overdue();
            return !job.try_read(now) || now.update_count() == 1;
        })
                     ? 0
                     : 1;
    }
    is_over = true;
    reporter.join();
    CHECK(wrong == 0);
}

TEST_CASE("a job whose abort is overdue does not end in a child of fork, nor is its clock asked there", "[ledger]")
{
    std::mutex clock; // an engine's, which may be in use while somebody forks
    wua::detail::ledger_options options;
    options.abort_limit = std::chrono::nanoseconds(0);
    options.clock = [&] {
        const std::lock_guard lock(clock);
        return std::chrono::nanoseconds(0);
    };
    wua::detail::ledger job(updates({1000}), std::move(options));
    job.start(0);
    job.request_abort();
    std::atomic<bool> has_lock{false};
    std::atomic<bool> is_over{false};
    std::thread user([&] {
        const std::lock_guard lock(clock);
        has_lock = true;
        has_lock.notify_one();
        is_over.wait(false);
    });
    has_lock.wait(false);
    CHECK(holds_in_child([&] { return !job.close_if_overdue() && job.snapshot().update_count() == 1; }));
    is_over = true;
    is_over.notify_one();
    user.join();
    CHECK(job.close_if_overdue()); // in its own process
}

#endif

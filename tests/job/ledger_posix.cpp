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
#include <thread>
#include <utility>

using fakes::updates;

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
    int hung = 0;
    for (int n = 0; n != 30; ++n)
    {
        const pid_t child = ::fork();
        if (child == 0)
        {
            ::alarm(1);
            wua::progress_snapshot now;
            job.close_if_overdue();
            const bool is_right = !job.try_read(now) || now.update_count() == 1;
            ::_exit(is_right ? 0 : 1);
        }
        REQUIRE(child > 0);
        int status = 0;
        REQUIRE(::waitpid(child, &status, 0) == child);
        hung += status == 0 ? 0 : 1;
    }
    is_over = true;
    reporter.join();
    CHECK(hung == 0);
}

#endif

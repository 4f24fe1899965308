// SPDX-License-Identifier: MIT
#pragma once

// A job of the engine conformance suite, with those who look at it.

#include <wua/job/ledger.hpp>
#include <wua/testing/conformance/job_watch.hpp>
#include <wua/testing/progress_poller.hpp>

#include <atomic>
#include <cstddef>
#include <memory>
#include <utility>
#include <vector>

namespace wua::detail
{

struct job_under_test
{
    // fails[n]: the n-th update is one whose download fails.
    job_under_test(std::vector<update_pointer> updates, ledger_options options, std::vector<bool> failing)
        : books(std::make_shared<ledger>(std::move(updates), std::move(options))),
          watch(std::make_shared<job_watch>(*books)),
          fails(std::move(failing))
    {
        books->listen(watch);
        poller = std::make_unique<progress_poller>([shared = books] { return shared->snapshot(); });
    }

    void request_abort()
    {
        books->request_abort();
        unbegun_at_abort = books->size() - books->snapshot().started();
    }

    const std::shared_ptr<ledger> books;
    const std::shared_ptr<job_watch> watch;
    std::unique_ptr<progress_poller> poller;
    std::vector<bool> fails;
    std::atomic<std::size_t> unbegun_at_abort{0};
};
using examined_job_pointer = std::shared_ptr<job_under_test>;

} // namespace wua::detail

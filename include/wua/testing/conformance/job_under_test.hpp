// SPDX-License-Identifier: MIT
#pragma once
// A job of the engine conformance suite, with its observers.

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
    /// must_fail[n]: the n-th update is one whose download fails.
    job_under_test(std::vector<update_pointer> updates, ledger_options options, std::vector<bool> must_fail)
        : shared_ledger(std::make_shared<ledger>(std::move(updates), std::move(options))),
          watch(make_watch(*shared_ledger)),
          fails(std::move(must_fail)),
          poller([polled = shared_ledger] { return polled->snapshot(); })
    {}

    void request_abort()
    {
        shared_ledger->request_abort();
        unstarted_at_abort = shared_ledger->size() - shared_ledger->snapshot().started();
    }

    /// Gives an update its result before the engine starts.
    void finish_beforehand(std::size_t index)
    {
        shared_ledger->finish(index, outcome::succeeded(wu_s_already_downloaded));
        fails[index] = false;
        has_finished_beforehand = true;
    }

    const std::shared_ptr<ledger> shared_ledger;
    const std::shared_ptr<job_watch> watch;
    std::vector<bool> fails;
    bool has_finished_beforehand = false;
    std::atomic<std::size_t> unstarted_at_abort{0};
    progress_poller poller;

private:
    static std::shared_ptr<job_watch> make_watch(ledger& watched)
    {
        auto made = std::make_shared<job_watch>(watched);
        watched.listen(made);
        return made;
    }
};

using job_pointer = std::shared_ptr<job_under_test>;

} // namespace wua::detail

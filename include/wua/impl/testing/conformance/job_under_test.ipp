// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/testing/conformance/job_under_test.hpp>.

#include <wua/testing/conformance/job_under_test.hpp>

#include <chrono>
#include <utility>

namespace wua::detail
{

WUA_INLINE
job_under_test::job_under_test(std::vector<update_pointer> updates, ledger_options options, std::vector<bool> must_fail)
    : shared_ledger(std::make_shared<ledger>(std::move(updates), std::move(options))),
      watch(make_watch(*shared_ledger)),
      fails(std::move(must_fail)),
      poller([polled = shared_ledger] { return polled->snapshot(); })
{}

WUA_INLINE void job_under_test::request_abort()
{
    const auto begin = std::chrono::steady_clock::now();
    shared_ledger->request_abort();
    abort_took = std::chrono::steady_clock::now() - begin;
    unstarted_at_abort = shared_ledger->size() - shared_ledger->snapshot().started();
}

WUA_INLINE void job_under_test::finish_beforehand(std::size_t index)
{
    shared_ledger->finish(index, outcome::succeeded(wu_s_already_downloaded));
    fails[index] = false;
    has_finished_beforehand = true;
}

WUA_INLINE std::shared_ptr<job_watch> job_under_test::make_watch(ledger& watched)
{
    auto made = std::make_shared<job_watch>(watched);
    watched.listen(made);
    return made;
}

} // namespace wua::detail

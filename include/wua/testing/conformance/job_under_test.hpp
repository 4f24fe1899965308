// SPDX-License-Identifier: MIT
#pragma once
// A job of the engine conformance suite, with its observers.

#include <wua/job/ledger.hpp>
#include <wua/separate_compilation.hpp>
#include <wua/testing/conformance/job_watch.hpp>
#include <wua/testing/progress_poller.hpp>

#include <atomic>
#include <chrono>
#include <cstddef>
#include <memory>
#include <vector>

namespace wua::detail
{

struct job_under_test
{
    /// must_fail[n] means that the download of the n-th update fails.
    job_under_test(std::vector<update_pointer> updates, ledger_options options, std::vector<bool> must_fail);

    void request_abort();

    /// Gives an update its result before the engine starts.
    void finish_beforehand(std::size_t index);

    const std::shared_ptr<ledger> shared_ledger;
    const std::shared_ptr<job_watch> watch;
    std::vector<bool> fails;
    bool has_finished_beforehand = false;
    bool was_paused = false;
    std::atomic<std::size_t> unstarted_at_abort{0};
    std::atomic<std::chrono::nanoseconds> abort_took{std::chrono::nanoseconds(0)};
    progress_poller poller;

private:
    static std::shared_ptr<job_watch> make_watch(ledger& watched);
};

using job_pointer = std::shared_ptr<job_under_test>;

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/testing/conformance/job_under_test.ipp>
#endif

// SPDX-License-Identifier: MIT
#pragma once

// An update of a job while it is downloaded, as its files see it: where they report, and what limits them.

#include <wua/engine/curl/curl_core.hpp>
#include <wua/engine/curl/curl_job.hpp>
#include <wua/engine/transfer/fetch_failure.hpp>
#include <wua/engine/transfer/update_report.hpp>
#include <wua/model/download_story.hpp>
#include <wua/model/outcome.hpp>
#include <wua/separate_compilation.hpp>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <new>
#include <string>
#include <utility>

namespace wua::detail
{

// For the loop's thread.
struct curl_update
{
    using nanoseconds = std::chrono::nanoseconds;

    // The core must outlive it.
    curl_update(curl_core& owner, update_queue::ticket&& taken);

    curl_update(const curl_update&) = delete;
    curl_update& operator=(const curl_update&) = delete;

    curl_core& core;
    update_queue::ticket ticket;
    const std::shared_ptr<curl_job> job;
    const update_pointer item;
    update_report report;

    // When on_time() is to be called.
    nanoseconds wake_at = nanoseconds::max();

    // When it was last let on after a pause for want of bandwidth; those come first that have waited longest.
    nanoseconds resumed_at{0};

    // Nothing more is to be asked for: the client has paused it, or is about to be obeyed.
    bool is_to_pause = false;

    // Why its last attempt failed, to be told when a deadline passes; empty when none has.
    std::string last_failure{};

    // One of its attempts has not brought what it was made for.
    bool has_failed_attempt = false;

    wua::transfer& transfer() noexcept
    {
        return job->transfer;
    }
    std::size_t index() const noexcept
    {
        return ticket.index;
    }
    bool is_last_file(std::size_t file_index) const noexcept
    {
        return file_index + 1 == item->files.size();
    }

    // The job has nothing else to download.
    bool is_alone() const noexcept
    {
        return item->files.size() == 1 && job->update_count == 1;
    }

    // Nothing is to be received any more.
    bool is_ending() const noexcept
    {
        return job->is_aborting.load(std::memory_order_acquire) || core.is_stopping();
    }

    // What its requests say of who sends them.
    std::string user_agent();

    // What followed from the end of an attempt.
    void note(attempt_decision decision) noexcept
    {
        has_failed_attempt = has_failed_attempt ||
                             (decision != attempt_decision::complete && decision != attempt_decision::take_from_seed &&
                              decision != attempt_decision::take_from_swarm);
    }

    // The same, for the job's story if that has use for it. made() tells how the attempt went, but for what is given
    // here; without memory it is left out.
    template <class F>
    void tell(std::size_t file_index, const outcome& result, attempt_decision decision, F&& made) noexcept
    {
        note(decision);
        has_failed_attempt = has_failed_attempt || result.code == orcFailed; // as where a seed gives a part
        if (!transfer().wants_attempt(!has_failed_attempt))
        {
            return;
        }
        try
        {
            attempt_record record = made();
            record.file = static_cast<std::uint32_t>(file_index);
            record.result = result;
            record.decision = decision;
            transfer().add_attempt(index(), std::move(record));
        }
        catch (const std::bad_alloc&)
        {
            return; // it goes on without its story
        }
    }

    void wake_by(nanoseconds when) noexcept
    {
        wake_at = std::min(wake_at, when);
    }

    // How many bytes the update may have.
    std::uint64_t max_bytes() const noexcept;

    // True when the update may not have so many bytes of the file that is being downloaded.
    bool is_too_large(std::uint64_t file_bytes) const noexcept
    {
        const std::uint64_t completed = report.completed_bytes();
        return completed > max_bytes() || file_bytes > max_bytes() - completed;
    }

    // What is_too_large() found, of a file that has, or is known to have, at least so many bytes.
    fetch_failure too_large(std::uint64_t file_bytes) const;

    // Bandwidth, that of the engine and of the job.
    bool is_limited() const noexcept
    {
        return core.budget.is_limited() || job->budget.is_limited();
    }

    // How long nothing more should be received.
    nanoseconds budget_wait(nanoseconds now)
    {
        return std::max(core.budget.wait(now), job->budget.wait(now));
    }

    void take_budget(std::size_t bytes);
};

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/engine/curl/curl_update.ipp>
#endif

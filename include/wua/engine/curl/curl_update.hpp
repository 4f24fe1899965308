// SPDX-License-Identifier: MIT
#pragma once

// An update during its download, as its files see it: where they report, and what limits them.

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

    // When to call on_time().
    nanoseconds wake_at = nanoseconds::max();

    // When it last continued after a pause for lack of bandwidth; those that have waited longest come first.
    nanoseconds resumed_at{0};

    // Nothing more may be requested: the client has paused it, or its request is about to be carried out.
    bool is_to_pause = false;

    // Why its last attempt failed, for the message when a deadline passes; empty if none has.
    std::string last_failure{};

    // One of its attempts did not achieve its purpose.
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

    // Nothing more is to be received.
    bool is_ending() const noexcept
    {
        return job->is_aborting.load(std::memory_order_acquire) || core.is_stopping();
    }

    // The User-Agent of its requests.
    std::string user_agent();

    // Records what follows from the end of an attempt.
    void note(attempt_decision decision) noexcept
    {
        has_failed_attempt = has_failed_attempt ||
                             (decision != attempt_decision::complete && decision != attempt_decision::take_from_seed &&
                              decision != attempt_decision::take_from_swarm);
    }

    // The same, and adds it to the job's story if the job wants that. made() returns the record of the attempt, without
    // what is passed here; it is left out if memory runs out.
    template <class F>
    void tell(std::size_t file_index, const outcome& result, attempt_decision decision, F&& made) noexcept
    {
        note(decision);
        has_failed_attempt = has_failed_attempt || result.code == orcFailed; // such as when a seed provides only a part
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
            return; // the download continues without its story
        }
    }

    void wake_by(nanoseconds when) noexcept
    {
        wake_at = std::min(wake_at, when);
    }

    // The most bytes that the update may have.
    std::uint64_t max_bytes() const noexcept;

    // True when this many bytes of the current file would exceed what the update may have.
    bool is_too_large(std::uint64_t file_bytes) const noexcept
    {
        const std::uint64_t completed = report.completed_bytes();
        return completed > max_bytes() || file_bytes > max_bytes() - completed;
    }

    // The failure found by is_too_large(), for a file that has, or is known to have, at least this many bytes.
    fetch_failure too_large(std::uint64_t file_bytes) const;

    // True if the bandwidth of the engine or of the job is limited.
    bool is_limited() const noexcept
    {
        return core.budget.is_limited() || job->budget.is_limited();
    }

    // How long to receive nothing more.
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

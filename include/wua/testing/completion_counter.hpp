// SPDX-License-Identifier: MIT
#pragma once
// Counts how often a job reports its completion, and checks that nothing is reported afterwards.

#include <wua/model/outcome.hpp>
#include <wua/model/progress_snapshot.hpp>
#include <wua/separate_compilation.hpp>

#include <cstddef>
#include <functional>
#include <mutex>
#include <string>

namespace wua
{

/// For one job. Give it the progress callbacks, too, if there are any: it forwards them, and complains about any after
/// the completion. Thread-safe. It must outlive the job's callbacks. com_witness.hpp provides COM callbacks for it.
class completion_counter
{
public:
    completion_counter() = default;
    completion_counter(const completion_counter&) = delete;
    completion_counter& operator=(const completion_counter&) = delete;

    /// For job_options::on_completed.
    std::function<void(const outcome&)> on_completed();

    /// For job_options::on_progress.
    std::function<void(const progress_snapshot&)> on_progress(std::function<void(const progress_snapshot&)> next = {});

    /// Records a completed callback; `complaint` says what is wrong with it, if anything.
    void see_completion(std::string complaint = {});

    /// Records a progress callback.
    void see_progress();

    std::size_t count() const;

    /// Once the job is over: CHECK(counter.complaint() == "").
    std::string complaint() const;

private:
    mutable std::mutex m_mutex;
    std::size_t m_count = 0;
    std::string m_complaint;
};

} // namespace wua

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/testing/completion_counter.ipp>
#endif

// SPDX-License-Identifier: MIT
#pragma once
// Checks every snapshot of a job that a test sees against the progress contract, and keeps the first violation.

#include <wua/model/progress_contract.hpp>
#include <wua/model/progress_snapshot.hpp>
#include <wua/separate_compilation.hpp>

#include <cstddef>
#include <functional>
#include <mutex>
#include <optional>
#include <string>

namespace wua
{

/// Follows one job, in the order in which one observer sees it: two threads that poll the same job need one witness
/// each, because snapshots may reach a shared one in the wrong order. Any thread may read its findings, at any time. It
/// must outlive the job, whose callbacks refer to it. com_witness.hpp provides COM callbacks for it.
class progress_witness
{
public:
    progress_witness() = default;
    progress_witness(const progress_witness&) = delete;
    progress_witness& operator=(const progress_witness&) = delete;

    void see(const progress_snapshot& now);

    /// For job_options::on_progress.
    std::function<void(const progress_snapshot&)> on_progress();

    /// How many snapshots it has seen.
    std::size_t seen() const;

    std::optional<progress_snapshot> last() const;

    /// The first violation of the contract.
    std::optional<progress_violation> violation() const;

    /// The same as a text; empty as long as the contract is kept: CHECK(witness.complaint() == "").
    std::string complaint() const;

private:
    mutable std::mutex m_mutex;
    std::optional<progress_snapshot> m_last;
    std::optional<progress_violation> m_violation;
    std::size_t m_seen = 0;
};

} // namespace wua

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/testing/progress_witness.ipp>
#endif

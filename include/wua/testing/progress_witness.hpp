// SPDX-License-Identifier: MIT
#pragma once
// Holds every instant of a job that a test sees against the progress contract, and keeps the first violation.

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
/// each, since the later of two instants may reach them in the wrong order. Any thread may read what it found, at any
/// time. Callbacks that it made refer to it: it must outlive their job. com_witness.hpp has it for COM callbacks.
class progress_witness
{
public:
    progress_witness() = default;
    progress_witness(const progress_witness&) = delete;
    progress_witness& operator=(const progress_witness&) = delete;

    void see(const progress_snapshot& now);

    /// For job_options::on_progress.
    std::function<void(const progress_snapshot&)> on_progress();

    /// How many instants it saw.
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

// SPDX-License-Identifier: MIT
#pragma once
// Holds every instant of a job that a test sees against the progress contract, and keeps the first violation.

#include <wua/model/progress_contract.hpp>
#include <wua/model/progress_snapshot.hpp>

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

    void see(const progress_snapshot& now)
    {
        const std::lock_guard lock(m_mutex);
        ++m_seen;
        if (!m_violation)
        {
            m_violation = m_last ? check_progress(*m_last, now) : check_progress(now);
        }
        m_last = now;
    }

    /// For job_options::on_progress.
    std::function<void(const progress_snapshot&)> on_progress()
    {
        return [this](const progress_snapshot& now) { see(now); };
    }

    /// How many instants it saw.
    std::size_t seen() const
    {
        const std::lock_guard lock(m_mutex);
        return m_seen;
    }

    std::optional<progress_snapshot> last() const
    {
        const std::lock_guard lock(m_mutex);
        return m_last;
    }

    /// The first violation of the contract.
    std::optional<progress_violation> violation() const
    {
        const std::lock_guard lock(m_mutex);
        return m_violation;
    }

    /// The same as a text; empty as long as the contract is kept: CHECK(witness.complaint() == "").
    std::string complaint() const
    {
        const std::lock_guard lock(m_mutex);
        return m_violation ? m_violation->message : std::string();
    }

private:
    mutable std::mutex m_mutex;
    std::optional<progress_snapshot> m_last;
    std::optional<progress_violation> m_violation;
    std::size_t m_seen = 0;
};

} // namespace wua

// SPDX-License-Identifier: MIT
#pragma once

// Holds every instant of a job that a test sees against the progress contract, and keeps the first complaint.

#include <wua/com/com_ptr.hpp>
#include <wua/com/hresult.hpp>
#include <wua/model/progress_contract.hpp>
#include <wua/objects/download_callbacks.hpp>
#include <wua/objects/download_progress.hpp>

#include <cstddef>
#include <functional>
#include <mutex>
#include <optional>
#include <string>

namespace wua
{

// A witness follows one job, in the order in which one looker sees it: two threads that poll the same job need one
// each, since the later of two instants may reach them in the wrong order. Any thread may read what it found, at any
// time. Callbacks that it made refer to it: it must outlive their job.
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

    // The progress of a job of this library; E_NOINTERFACE for anybody else's, whose numbers no contract binds.
    void see(IDownloadProgress& now)
    {
        const com_ptr<IDownloadProgress> progress(&now);
        if (!progress.try_query<IDownloadProgressDetails>())
        {
            throw hresult_error(e_nointerface, "the progress is not one of this library's");
        }
        see(static_cast<const download_progress&>(now).snapshot());
    }

    // For job_options::on_progress.
    std::function<void(const progress_snapshot&)> on_progress()
    {
        return [this](const progress_snapshot& now) { see(now); };
    }

    // For BeginDownload.
    com_ptr<IDownloadProgressChangedCallback> on_progress_changed()
    {
        return wua::on_progress_changed([this](IDownloadJob&, IDownloadProgress& now) { see(now); });
    }

    // How many instants it saw.
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

    // The first break of the contract.
    std::optional<progress_violation> violation() const
    {
        const std::lock_guard lock(m_mutex);
        return m_violation;
    }

    // The same as a text; empty as long as the contract is kept: CHECK(witness.complaint() == "").
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

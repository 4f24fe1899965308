// SPDX-License-Identifier: MIT
#pragma once

// A thread that polls a job as fast as it can, with a witness to what it sees.

#include <wua/com/com_ptr.hpp>
#include <wua/testing/progress_witness.hpp>
#include <wua/wuapi/download_job.hpp>

#include <atomic>
#include <exception>
#include <functional>
#include <string>
#include <thread>
#include <utility>

namespace wua
{

// Polls from its construction until finish() or its destructor, which both take a last look.
class progress_poller
{
public:
    // look() returns the job's progress of now, and is called on the poller's thread.
    explicit progress_poller(std::function<progress_snapshot()> look)
        : m_look([this, look = std::move(look)] { m_witness.see(look()); }),
          m_thread([this] { run(); })
    {}

    // A job of this library.
    explicit progress_poller(const com_ptr<IDownloadJob>& job)
        : m_look([this, job] {
              com_ptr<IDownloadProgress> now;
              throw_if_failed(job->GetProgress(now.put()));
              m_witness.see(*now);
          }),
          m_thread([this] { run(); })
    {}

    progress_poller(const progress_poller&) = delete;
    progress_poller& operator=(const progress_poller&) = delete;

    ~progress_poller()
    {
        finish();
    }

    // Stops polling. The first break of the contract as a text, empty when there was none; then what look() threw.
    std::string finish()
    {
        m_is_over.store(true, std::memory_order_release);
        if (m_thread.joinable())
        {
            m_thread.join();
        }
        const std::string complaint = m_witness.complaint();
        return complaint.empty() ? m_failure : complaint;
    }

    const progress_witness& witness() const noexcept
    {
        return m_witness;
    }

private:
    void run()
    {
        try
        {
            while (!m_is_over.load(std::memory_order_acquire))
            {
                m_look();
                std::this_thread::yield();
            }
            m_look();
        }
        catch (const std::exception& error)
        {
            m_failure = error.what();
        }
    }

    progress_witness m_witness;
    const std::function<void()> m_look;
    std::atomic<bool> m_is_over{false};
    std::string m_failure; // the thread's, until it has been joined
    std::thread m_thread;
};

} // namespace wua

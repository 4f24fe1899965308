// SPDX-License-Identifier: MIT
#pragma once
// A thread that polls a job as fast as it can, with a witness to what it sees.

#include <wua/separate_compilation.hpp>
#include <wua/testing/progress_witness.hpp>

#include <atomic>
#include <functional>
#include <string>
#include <thread>

namespace wua
{

/// Polls from its construction until finish() or its destructor, which both poll once more.
class progress_poller
{
public:
    /// poll() returns the job's current progress, and is called on the poller's thread. For COM jobs use progress_of()
    /// from com_witness.hpp.
    explicit progress_poller(std::function<progress_snapshot()> poll);

    progress_poller(const progress_poller&) = delete;
    progress_poller& operator=(const progress_poller&) = delete;

    ~progress_poller()
    {
        finish();
    }

    /// Stops polling. Returns the first violation of the contract as text, or else what poll() threw; empty if neither.
    std::string finish();

    const progress_witness& witness() const noexcept
    {
        return m_witness;
    }

private:
    void run();

    progress_witness m_witness;
    const std::function<progress_snapshot()> m_poll;
    std::atomic<bool> m_is_over{false};
    std::string m_failure; // written by the thread, read after it has been joined
    std::thread m_thread;
};

} // namespace wua

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/testing/progress_poller.ipp>
#endif

// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/testing/progress_poller.hpp>.

#include <wua/com/hresult_from_exception.hpp>
#include <wua/testing/progress_poller.hpp>

#include <exception>
#include <utility>

namespace wua
{

WUA_INLINE progress_poller::progress_poller(std::function<progress_snapshot()> poll)
    : m_poll(std::move(poll)),
      m_thread([this] { run(); })
{}

WUA_INLINE std::string progress_poller::finish()
{
    m_is_over.store(true, std::memory_order_release);
    if (m_thread.joinable())
    {
        m_thread.join();
    }
    const std::string complaint = m_witness.complaint();
    return complaint.empty() ? m_failure : complaint;
}

WUA_INLINE void progress_poller::run()
{
    try
    {
        while (!m_is_over.load(std::memory_order_acquire))
        {
            m_witness.see(m_poll());
            std::this_thread::yield();
        }
        m_witness.see(m_poll());
    }
    catch (const std::exception& error)
    {
        m_failure = detail::message_of(error);
        m_failure = m_failure.empty() ? "polling has thrown an exception without a message" : std::move(m_failure);
    }
    catch (...)
    {
        m_failure = "polling has thrown something that is not a std::exception";
    }
}

} // namespace wua

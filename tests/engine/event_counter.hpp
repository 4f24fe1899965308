// SPDX-License-Identifier: MIT
#pragma once

// Acts on a job after its first, second ... recorded event.

#include <wua/job/transfer_recorder.hpp>

#include <atomic>
#include <chrono>
#include <cstddef>
#include <semaphore>

namespace wua_test
{

// Notifies another thread that so many events have happened, since the recorder itself must not call the job.
class event_counter final : public wua::transfer_recorder
{
public:
    explicit event_counter(std::size_t awaited) : m_awaited(awaited) {}

    void on_event(const wua::transfer_event&, const wua::progress_values&) noexcept override
    {
        if (++m_events == m_awaited)
        {
            m_reached.release();
        }
    }

    void on_completed(std::chrono::nanoseconds, const wua::progress_values&) noexcept override
    {
        if (m_events < m_awaited)
        {
            m_reached.release();
        }
    }

    // Returns false if the job had fewer events.
    bool wait()
    {
        m_reached.acquire();
        return m_events >= m_awaited;
    }

private:
    const std::size_t m_awaited;
    std::atomic<std::size_t> m_events{0};
    std::binary_semaphore m_reached{0};
};

enum class deed
{
    abort,
    pause,
    pause_and_abort,
};
inline constexpr const char* deed_names[] = {"aborted", "paused and resumed", "paused and aborted"};

} // namespace wua_test

// SPDX-License-Identifier: MIT
#pragma once

// A response of which nothing is read for a while, because its download is paused.

#include <chrono>
#include <cstdint>
#include <optional>

namespace wua::detail
{

class paused_response
{
public:
    using nanoseconds = std::chrono::nanoseconds;

    // `received`: bytes of content so far.
    void pause(nanoseconds now, std::uint64_t received) noexcept
    {
        m_is_paused = true;
        m_paused_at = now;
        m_received_at_pause = received;
    }

    // Returns how long it was paused.
    nanoseconds resume(nanoseconds now) noexcept
    {
        m_is_paused = false;
        return now - m_paused_at;
    }

    explicit operator bool() const noexcept
    {
        return m_is_paused;
    }

    // It was paused, and has received nothing since.
    bool was_silent(std::uint64_t received) const noexcept
    {
        return m_received_at_pause == received;
    }

private:
    bool m_is_paused = false;
    nanoseconds m_paused_at{0};
    std::optional<std::uint64_t> m_received_at_pause; // bytes received when it was last paused
};

} // namespace wua::detail

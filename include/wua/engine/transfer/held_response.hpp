// SPDX-License-Identifier: MIT
#pragma once

// A response of which nothing is read for a while, because its download is paused.

#include <chrono>
#include <cstdint>
#include <optional>

namespace wua::detail
{

class held_response
{
public:
    using nanoseconds = std::chrono::nanoseconds;

    // `received`: bytes of content so far.
    void hold(nanoseconds now, std::uint64_t received) noexcept
    {
        m_is_held = true;
        m_held_at = now;
        m_slept_at = received;
    }

    // Returns how long it was held.
    nanoseconds let_go(nanoseconds now) noexcept
    {
        m_is_held = false;
        return now - m_held_at;
    }

    explicit operator bool() const noexcept
    {
        return m_is_held;
    }

    // It was held, and has received nothing since.
    bool has_slept(std::uint64_t received) const noexcept
    {
        return m_slept_at == received;
    }

private:
    bool m_is_held = false;
    nanoseconds m_held_at{0};
    std::optional<std::uint64_t> m_slept_at; // bytes received when it was last held
};

} // namespace wua::detail

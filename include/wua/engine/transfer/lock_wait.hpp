// SPDX-License-Identifier: MIT
#pragma once

// How long a download waits for a file that somebody else is downloading: as long as it grows.

#include <wua/separate_compilation.hpp>

#include <chrono>
#include <cstdint>
#include <optional>

namespace wua::detail
{

class lock_wait
{
public:
    using nanoseconds = std::chrono::nanoseconds;

    // What the other has stored. The size stays the same where gaps are filled.
    struct sight
    {
        std::uint64_t bytes = 0;
        std::chrono::system_clock::time_point written_at{};

        bool operator==(const sight&) const = default;
    };

    bool is_waiting() const noexcept
    {
        return m_since.has_value();
    }

    // The file is locked, for the first time or still. How long until the next look; nullopt when the other has got no
    // further for that long.
    std::optional<nanoseconds> look(nanoseconds now, const sight& seen, nanoseconds patience) noexcept;

    // How long the other had got no further at that time.
    nanoseconds idle_at(nanoseconds now) const noexcept
    {
        return now - m_idle_since;
    }

    // The file is free, or nobody waits for it.
    void end() noexcept
    {
        m_since.reset();
    }

private:
    std::optional<nanoseconds> m_since;
    nanoseconds m_idle_since{0};
    sight m_seen;
};

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/engine/transfer/lock_wait.ipp>
#endif

// SPDX-License-Identifier: MIT
#pragma once

// How long a download waits for what the system lacks.

#include <wua/separate_compilation.hpp>

#include <chrono>
#include <optional>

namespace wua::detail
{

// Waits get longer the longer something has been lacking.
class busy_wait
{
public:
    using nanoseconds = std::chrono::nanoseconds;

    // Something is lacking, for the first time or still. False when it has been for that long; 0: there is no deadline.
    bool try_wait(nanoseconds now, nanoseconds deadline) noexcept;

    // When to try again.
    nanoseconds ends_at() const noexcept
    {
        return m_ends_at;
    }

    // Nothing was lacking any more.
    void forget() noexcept
    {
        m_since.reset();
    }

    // During that time, which ends now, nobody waited. It is time to try again.
    void skip(nanoseconds time, nanoseconds now) noexcept;

private:
    std::optional<nanoseconds> m_since;
    nanoseconds m_ends_at{0};
};

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/engine/transfer/busy_wait.ipp>
#endif

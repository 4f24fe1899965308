// SPDX-License-Identifier: MIT
#pragma once

// Percentages of bytes.

#include <cstdint>
#include <limits>

namespace wua
{

// floor(100 * done / total) without overflow; 0 of 0 is 0.
constexpr std::int32_t percent_of(std::uint64_t done, std::uint64_t total) noexcept
{
    if (total == 0)
    {
        return 0;
    }
    if (done >= total)
    {
        return 100;
    }
    constexpr std::uint64_t safe = std::numeric_limits<std::uint64_t>::max() / 100;
    if (done <= safe)
    {
        return static_cast<std::int32_t>(done * 100 / total);
    }
    // At most one too small. The first byte of the next percent decides.
    const std::uint64_t guess = done / (total / 100 + 1);
    const std::uint64_t next = guess + 1;
    const std::uint64_t first_of_next = total / 100 * next + (total % 100 * next + 99) / 100;
    return static_cast<std::int32_t>(done >= first_of_next ? next : guess);
}

} // namespace wua

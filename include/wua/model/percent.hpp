// SPDX-License-Identifier: MIT
#pragma once

// Byte counts and the percentages computed from them. Every percentage that the library shows is computed here.

#include <cstdint>
#include <limits>

namespace wua
{

/// The size of an update or a job that is not known yet.
inline constexpr std::uint64_t unknown_bytes = std::numeric_limits<std::uint64_t>::max();

/// floor(100 * done / total) without overflow; 0 of 0 is 0.
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

/// The bytes of an update that count towards its job: what an earlier attempt reached is not counted again.
constexpr std::uint64_t credited_bytes(std::uint64_t bytes, std::uint64_t best_of_earlier_attempts) noexcept
{
    return bytes > best_of_earlier_attempts ? bytes : best_of_earlier_attempts;
}

/// The percentage of one update. `floor` is what it has shown already; 100 there means that the update has ended.
/// Before that it shows at most 99.
constexpr std::int32_t update_percent(std::uint64_t credited, std::uint64_t size, std::int32_t floor) noexcept
{
    if (floor == 100 || size == unknown_bytes)
    {
        return floor;
    }
    const std::int32_t percent = percent_of(credited, size);
    const std::int32_t unfinished = percent > 99 ? 99 : percent;
    return unfinished > floor ? unfinished : floor;
}

/// The percentage of a job, from the sum over its updates of weight times percentage, and the sum of the weights, which
/// is not 0. A job shows 100 only when it is completed.
constexpr std::int32_t job_percent(std::uint64_t weighted_percent, std::uint64_t weight, bool is_completed) noexcept
{
    const auto percent = static_cast<std::int32_t>(weighted_percent / weight);
    return percent > 99 && !is_completed ? 99 : percent;
}

} // namespace wua

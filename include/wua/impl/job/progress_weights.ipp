// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/job/progress_weights.hpp>.

#include <wua/job/progress_weights.hpp>

#include <algorithm>
#include <bit>
#include <cstddef>

namespace wua::detail
{

WUA_INLINE std::uint64_t assign_weights(update_table& log) noexcept
{
    const std::size_t count = log.size();
    std::uint64_t unsized = 0;
    std::uint64_t largest = 0;
    for (std::size_t i = 0; i != count; ++i)
    {
        const bool is_sized = log[i].size != unknown_bytes;
        unsized += is_sized ? 0U : 1U;
        largest = is_sized ? std::max(largest, log[i].size) : largest;
    }
    // sum <= count * largest * max(unsized, 1) * 2
    const auto bits = static_cast<int>(std::bit_width(largest) + std::bit_width(count) + std::bit_width(unsized)) + 8;
    const int shift = std::clamp(bits - 64, 0, 63);
    std::uint64_t sized_weight = 0;
    for (std::size_t i = 0; i != count; ++i)
    {
        sized_weight += log[i].size == unknown_bytes ? 0 : log[i].size >> shift;
    }
    std::uint64_t sum = 0;
    for (std::size_t i = 0; i != count; ++i)
    {
        const bool is_sized = log[i].size != unknown_bytes;
        if (sized_weight == 0)
        {
            log[i].weight = 1;
        }
        else if (unsized == 0)
        {
            log[i].weight = log[i].size >> shift;
        }
        else
        {
            log[i].weight = is_sized ? (log[i].size >> shift) * unsized : sized_weight;
        }
        sum += log[i].weight;
    }
    return sum;
}

} // namespace wua::detail

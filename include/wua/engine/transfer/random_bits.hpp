// SPDX-License-Identifier: MIT
#pragma once

// Pseudo-random numbers that a seed repeats.

#include <cstdint>

namespace wua::detail
{

// SplitMix64: spreads delays, keeps no secrets.
class random_bits
{
public:
    explicit random_bits(std::uint64_t seed) noexcept : m_state(seed) {}

    std::uint64_t operator()() noexcept
    {
        m_state += 0x9e3779b97f4a7c15U;
        std::uint64_t bits = m_state;
        bits = (bits ^ (bits >> 30U)) * 0xbf58476d1ce4e5b9U;
        bits = (bits ^ (bits >> 27U)) * 0x94d049bb133111ebU;
        return bits ^ (bits >> 31U);
    }

private:
    std::uint64_t m_state;
};

} // namespace wua::detail

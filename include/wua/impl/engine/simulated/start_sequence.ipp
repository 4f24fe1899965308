// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/engine/simulated/start_sequence.hpp>.

#include <wua/engine/simulated/start_sequence.hpp>

#include <utility>

namespace wua::detail
{

WUA_INLINE mersenne_twister_64::mersenne_twister_64(std::uint64_t seed) noexcept
{
    m_state[0] = seed;
    for (std::size_t i = 1; i != size; ++i)
    {
        m_state[i] = 6364136223846793005U * (m_state[i - 1] ^ (m_state[i - 1] >> 62U)) + i;
    }
}

WUA_INLINE std::uint64_t mersenne_twister_64::operator()() noexcept
{
    if (m_next == size)
    {
        generate();
    }
    std::uint64_t number = m_state[m_next++];
    number ^= (number >> 29U) & 0x5555555555555555U;
    number ^= (number << 17U) & 0x71D67FFFEDA60000U;
    number ^= (number << 37U) & 0xFFF7EEE000000000U;
    return number ^ (number >> 43U);
}

WUA_INLINE void mersenne_twister_64::generate() noexcept
{
    constexpr std::uint64_t low = 0x7FFFFFFFU;
    for (std::size_t i = 0; i != size; ++i)
    {
        const std::uint64_t mixed = (m_state[i] & ~low) | (m_state[(i + 1) % size] & low);
        m_state[i] = m_state[(i + 156) % size] ^ (mixed >> 1U) ^ ((mixed & 1U) * 0xB5026F5AA96619E9U);
    }
    m_next = 0;
}

WUA_INLINE start_sequence::start_sequence(start_order order, std::uint64_t seed, std::size_t count)
    : m_is_reversed(order == start_order::reversed),
      m_count(count)
{
    if (order == start_order::shuffled)
    {
        shuffle(seed);
    }
}

WUA_COLD void start_sequence::shuffle(std::uint64_t seed)
{
    m_shuffled = dynamic_array<std::uint32_t>(m_count);
    for (std::size_t i = 0; i != m_count; ++i)
    {
        m_shuffled[i] = static_cast<std::uint32_t>(i);
    }
    mersenne_twister_64 random(seed);
    for (std::size_t left = m_count; left > 1; --left)
    {
        std::swap(m_shuffled[left - 1], m_shuffled[static_cast<std::size_t>(random() % left)]);
    }
}

WUA_INLINE std::uint32_t start_sequence::operator[](std::size_t position) const noexcept
{
    return !m_shuffled.empty() ? m_shuffled[position]
                               : static_cast<std::uint32_t>(m_is_reversed ? m_count - 1 - position : position);
}

} // namespace wua::detail

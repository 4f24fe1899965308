// SPDX-License-Identifier: MIT
#pragma once

// The order in which the updates of a simulated job start.

#include <wua/engine/scenario.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace wua::detail
{

/// The numbers of std::mt19937_64, without <random>, which is dear to include.
class mersenne_twister_64
{
public:
    explicit mersenne_twister_64(std::uint64_t seed) noexcept
    {
        m_state[0] = seed;
        for (std::size_t i = 1; i != size; ++i)
        {
            m_state[i] = 6364136223846793005U * (m_state[i - 1] ^ (m_state[i - 1] >> 62U)) + i;
        }
    }

    std::uint64_t operator()() noexcept
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

private:
    static constexpr std::size_t size = 312;

    void generate() noexcept
    {
        constexpr std::uint64_t low = 0x7FFFFFFFU;
        for (std::size_t i = 0; i != size; ++i)
        {
            const std::uint64_t mixed = (m_state[i] & ~low) | (m_state[(i + 1) % size] & low);
            m_state[i] = m_state[(i + 156) % size] ^ (mixed >> 1U) ^ ((mixed & 1U) * 0xB5026F5AA96619E9U);
        }
        m_next = 0;
    }

    std::array<std::uint64_t, size> m_state{};
    std::size_t m_next = size;
};

/// The indices from 0 to count - 1. Needs memory only for a shuffled order.
class start_sequence
{
public:
    start_sequence(start_order order, std::uint64_t seed, std::size_t count)
        : m_is_reversed(order == start_order::reversed),
          m_count(count),
          m_shuffled(order == start_order::shuffled ? count : 0)
    {
        for (std::size_t i = 0; i != m_shuffled.size(); ++i)
        {
            m_shuffled[i] = static_cast<std::uint32_t>(i);
        }
        // Not std::shuffle, whose order differs between standard libraries.
        mersenne_twister_64 random(seed);
        for (std::size_t left = m_shuffled.size(); left > 1; --left)
        {
            std::swap(m_shuffled[left - 1], m_shuffled[static_cast<std::size_t>(random() % left)]);
        }
    }

    std::size_t size() const noexcept
    {
        return m_count;
    }

    std::uint32_t operator[](std::size_t position) const noexcept
    {
        return !m_shuffled.empty() ? m_shuffled[position]
                                   : static_cast<std::uint32_t>(m_is_reversed ? m_count - 1 - position : position);
    }

private:
    bool m_is_reversed;
    std::size_t m_count;
    std::vector<std::uint32_t> m_shuffled;
};

} // namespace wua::detail

// SPDX-License-Identifier: MIT
#pragma once

// The order in which the updates of a simulated job start.

#include <wua/com/dynamic_array.hpp>
#include <wua/engine/scenario.hpp>
#include <wua/separate_compilation.hpp>

#include <array>
#include <cstddef>
#include <cstdint>

namespace wua::detail
{

/// The numbers of std::mt19937_64, without <random>, which is costly to include.
class mersenne_twister_64
{
public:
    explicit mersenne_twister_64(std::uint64_t seed) noexcept;

    std::uint64_t operator()() noexcept;

private:
    static constexpr std::size_t size = 312;

    void generate() noexcept;

    std::array<std::uint64_t, size> m_state{};
    std::size_t m_next = size;
};

/// The indices from 0 to count - 1. Needs memory only for a shuffled order.
class start_sequence
{
public:
    start_sequence(start_order order, std::uint64_t seed, std::size_t count);

    std::size_t size() const noexcept
    {
        return m_count;
    }

    std::uint32_t operator[](std::size_t position) const noexcept;

private:
    // Not std::shuffle, whose order differs between standard libraries.
    void shuffle(std::uint64_t seed);

    bool m_is_reversed;
    std::size_t m_count;
    dynamic_array<std::uint32_t> m_shuffled;
};

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/engine/simulated/start_sequence.ipp>
#endif

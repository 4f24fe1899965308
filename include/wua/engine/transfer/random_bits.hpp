// SPDX-License-Identifier: MIT
#pragma once

// Pseudo-random numbers, reproducible from a seed.

#include <wua/separate_compilation.hpp>

#include <cstdint>

namespace wua::detail
{

// SplitMix64: good enough to spread delays, not for secrets.
class random_bits
{
public:
    explicit random_bits(std::uint64_t seed) noexcept : m_state(seed) {}

    std::uint64_t operator()() noexcept;

private:
    std::uint64_t m_state;
};

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/engine/transfer/random_bits.ipp>
#endif

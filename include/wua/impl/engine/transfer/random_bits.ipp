// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/engine/transfer/random_bits.hpp>.

#include <wua/engine/transfer/random_bits.hpp>

namespace wua::detail
{

WUA_INLINE std::uint64_t random_bits::operator()() noexcept
{
    m_state += 0x9e3779b97f4a7c15U;
    std::uint64_t bits = m_state;
    bits = (bits ^ (bits >> 30U)) * 0xbf58476d1ce4e5b9U;
    bits = (bits ^ (bits >> 27U)) * 0x94d049bb133111ebU;
    return bits ^ (bits >> 31U);
}

} // namespace wua::detail

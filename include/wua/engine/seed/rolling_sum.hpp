// SPDX-License-Identifier: MIT
#pragma once

// zsync's weak sum of a block, which can be moved on by one byte with a few additions.

#include <cstddef>
#include <cstdint>

namespace wua::detail
{

class rolling_sum
{
public:
    rolling_sum() = default;

    rolling_sum(const char* bytes, std::size_t size) noexcept
    {
        for (std::size_t i = 0; i != size; ++i)
        {
            m_a += static_cast<unsigned char>(bytes[i]);
            m_b += m_a;
        }
    }

    // Moves the window of `size` bytes by one: `first` leaves it, `next` enters.
    void roll(char first, char next, std::uint32_t size) noexcept
    {
        m_a += static_cast<std::uint32_t>(static_cast<unsigned char>(next)) - static_cast<unsigned char>(first);
        m_b += m_a - size * static_cast<unsigned char>(first);
    }

    // Two sums of 16 bits; a control file stores the last one to four bytes of it.
    std::uint32_t value() const noexcept
    {
        return m_a << 16U | (m_b & 0xFFFFU);
    }

private:
    std::uint32_t m_a = 0; // only the lower half counts
    std::uint32_t m_b = 0;
};

} // namespace wua::detail

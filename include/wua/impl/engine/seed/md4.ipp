// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/engine/seed/md4.hpp>.

#include <wua/engine/seed/md4.hpp>

#include <bit>
#include <cstring>

namespace wua::detail
{

class md4_state
{
public:
    // Takes one block of 64 bytes.
    void take(const char* bytes) noexcept
    {
        std::uint32_t x[16];
        for (std::size_t i = 0; i != 16; ++i)
        {
            x[i] = word_at(bytes + i * 4);
        }
        auto [a, b, c, d] = m_words;
        const auto mix1 = [](std::uint32_t p, std::uint32_t q, std::uint32_t r) { return r ^ (p & (q ^ r)); };
        const auto mix2 = [](std::uint32_t p, std::uint32_t q, std::uint32_t r) { return (p & q) | (r & (p | q)); };
        const auto mix3 = [](std::uint32_t p, std::uint32_t q, std::uint32_t r) { return p ^ q ^ r; };
        for (std::size_t i = 0; i != 16; i += 4)
        {
            a = std::rotl(a + mix1(b, c, d) + x[i], 3);
            d = std::rotl(d + mix1(a, b, c) + x[i + 1], 7);
            c = std::rotl(c + mix1(d, a, b) + x[i + 2], 11);
            b = std::rotl(b + mix1(c, d, a) + x[i + 3], 19);
        }
        for (std::size_t i = 0; i != 4; ++i)
        {
            a = std::rotl(a + mix2(b, c, d) + x[i] + 0x5A827999U, 3);
            d = std::rotl(d + mix2(a, b, c) + x[i + 4] + 0x5A827999U, 5);
            c = std::rotl(c + mix2(d, a, b) + x[i + 8] + 0x5A827999U, 9);
            b = std::rotl(b + mix2(c, d, a) + x[i + 12] + 0x5A827999U, 13);
        }
        for (const std::size_t i : {0U, 2U, 1U, 3U})
        {
            a = std::rotl(a + mix3(b, c, d) + x[i] + 0x6ED9EBA1U, 3);
            d = std::rotl(d + mix3(a, b, c) + x[i + 8] + 0x6ED9EBA1U, 9);
            c = std::rotl(c + mix3(d, a, b) + x[i + 4] + 0x6ED9EBA1U, 11);
            b = std::rotl(b + mix3(c, d, a) + x[i + 12] + 0x6ED9EBA1U, 15);
        }
        m_words[0] += a;
        m_words[1] += b;
        m_words[2] += c;
        m_words[3] += d;
    }

    md4_digest digest() const noexcept
    {
        md4_digest digest;
        for (std::size_t i = 0; i != digest.size(); ++i)
        {
            digest[i] = static_cast<std::uint8_t>(m_words[i / 4] >> (i % 4 * 8));
        }
        return digest;
    }

private:
    // Little-endian on every machine.
    static std::uint32_t word_at(const char* bytes) noexcept
    {
        unsigned char b[4];
        std::memcpy(b, bytes, 4);
        return b[0] | std::uint32_t{b[1]} << 8U | std::uint32_t{b[2]} << 16U | std::uint32_t{b[3]} << 24U;
    }

    std::array<std::uint32_t, 4> m_words{0x67452301U, 0xEFCDAB89U, 0x98BADCFEU, 0x10325476U};
};

WUA_INLINE md4_digest md4(const char* bytes, std::size_t size) noexcept
{
    md4_state state;
    const std::size_t whole = size / 64 * 64;
    for (std::size_t i = 0; i != whole; i += 64)
    {
        state.take(bytes + i);
    }
    char last[128] = {};
    const std::size_t rest = size - whole;
    if (rest != 0)
    {
        std::memcpy(last, bytes + whole, rest);
    }
    last[rest] = '\x80';
    const std::size_t padded = rest < 56 ? 64 : 128;
    for (std::size_t i = 0; i != 8; ++i)
    {
        last[padded - 8 + i] = static_cast<char>(static_cast<unsigned char>(std::uint64_t{size} * 8 >> (i * 8)));
    }
    for (std::size_t i = 0; i != padded; i += 64)
    {
        state.take(last + i);
    }
    return state.digest();
}

} // namespace wua::detail

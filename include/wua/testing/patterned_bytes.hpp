// SPDX-License-Identifier: MIT
#pragma once
// Deterministic test content of any size, computed when it is read, and the content that a fault server serves.

#include <wua/separate_compilation.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>

namespace wua
{
/// `size` bytes that depend only on `seed` and on their position, so that a shifted, repeated or missing piece never
/// compares equal. Nothing is stored: a 5 GB value costs 16 bytes.
class patterned_bytes
{
public:
    constexpr explicit patterned_bytes(std::uint64_t size, std::uint64_t seed = 1) noexcept : m_size{size}, m_seed{seed}
    {}

    constexpr std::uint64_t size() const noexcept
    {
        return m_size;
    }

    constexpr std::uint64_t seed() const noexcept
    {
        return m_seed;
    }

    constexpr char operator[](std::uint64_t index) const noexcept
    {
        return static_cast<char>(static_cast<unsigned char>(word(index / 8) >> (8 * (index % 8))));
    }

    /// Fills `into` with the bytes that start at `offset`; the pattern continues past size().
    constexpr void read(std::uint64_t offset, std::span<char> into) const noexcept
    {
        auto bits = word(offset / 8) >> (8 * (offset % 8));
        for (auto& byte : into)
        {
            byte = static_cast<char>(static_cast<unsigned char>(bits));
            bits = ++offset % 8 == 0 ? word(offset / 8) : bits >> 8;
        }
    }

    /// All bytes at once, for sizes that fit into memory.
    std::string str() const;

private:
    constexpr std::uint64_t word(std::uint64_t index) const noexcept
    {
        auto mixed = (index + 1) * 0x9e3779b97f4a7c15u + m_seed * 0xd1342543de82ef95u;
        mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9u;
        mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111ebu;
        return mixed ^ (mixed >> 31);
    }

    std::uint64_t m_size;
    std::uint64_t m_seed;
};

/// What a fault server serves under one path: a string or patterned bytes. A cheap, immutable value: copies share
/// the string.
class served_content
{
public:
    served_content(patterned_bytes pattern) noexcept : m_pattern{pattern} {}

    served_content(std::string text);

    served_content(const char* text) : served_content{std::string{text}} {}

    std::uint64_t size() const noexcept
    {
        return m_pattern.size();
    }

    /// Fills `into` with the bytes that start at `offset`. Precondition: they lie within size().
    void read(std::uint64_t offset, std::span<char> into) const;

    std::string str() const
    {
        return m_text ? *m_text : m_pattern.str();
    }

    /// A strong entity tag, quotes included: equal for equal content.
    std::string etag() const
    {
        return '"' + std::to_string(m_pattern.size()) + '-' + std::to_string(m_pattern.seed()) + '"';
    }

private:
    static std::uint64_t hash(const std::string& text) noexcept;

    patterned_bytes m_pattern;
    std::shared_ptr<const std::string> m_text;
};
} // namespace wua

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/testing/patterned_bytes.ipp>
#endif

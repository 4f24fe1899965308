// SPDX-License-Identifier: MIT
#pragma once

// A zsync control file: the sums of a file's blocks, with which blocks are found that another file has in common.

#include <wua/model/content_digest.hpp>
#include <wua/separate_compilation.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace wua::detail
{

// As written by zsyncmake 0.6. Immutable once parsed.
class zsync_control
{
public:
    // Larger ones are refused; this is enough for the sums of 12 GiB at zsyncmake's block size.
    static constexpr std::size_t max_bytes = 32U << 20U;

    static constexpr std::size_t max_header_bytes = 16U << 10U;
    static constexpr std::size_t min_block_size = 64;
    static constexpr std::size_t max_block_size = 1U << 20U;

    // Throws hresult_error, WU_E_INVALID_FILE, with a sentence for each possible fault: "the zsync control file ..."
    static zsync_control parse(std::string text);

    // The size of the file in bytes.
    std::uint64_t length() const noexcept
    {
        return m_length;
    }
    // A power of two.
    std::size_t block_size() const noexcept
    {
        return m_block_size;
    }
    // The last block may be shorter; its sums are those of the block padded with zeros.
    std::size_t block_count() const noexcept
    {
        return static_cast<std::size_t>(m_length / m_block_size + (m_length % m_block_size != 0 ? 1 : 0));
    }
    // The size of the block in the file.
    std::size_t size_of(std::size_t block) const noexcept
    {
        const std::uint64_t left = m_length - std::uint64_t{block} * m_block_size;
        return left < m_block_size ? static_cast<std::size_t>(left) : m_block_size;
    }

    // How many adjacent blocks must match, because the sums are so short: 1 or 2.
    unsigned sequence() const noexcept
    {
        return m_sequence;
    }
    // The bits of a rolling_sum that weak() contains.
    std::uint32_t weak_mask() const noexcept
    {
        return m_weak_bytes == 4 ? ~std::uint32_t{0} : (std::uint32_t{1} << (m_weak_bytes * 8)) - 1;
    }
    std::uint32_t weak(std::size_t block) const noexcept
    {
        std::uint32_t value = 0;
        for (const char c : sums(block).substr(0, m_weak_bytes))
        {
            value = value << 8U | static_cast<unsigned char>(c);
        }
        return value;
    }
    // The first 3 to 16 bytes of the block's MD4.
    std::string_view strong(std::size_t block) const noexcept
    {
        return sums(block).substr(m_weak_bytes);
    }
    std::size_t strong_size() const noexcept
    {
        return m_strong_bytes;
    }

    // The SHA-1 of the whole file; absent when not stated.
    const std::optional<content_digest>& sha1() const noexcept
    {
        return m_sha1;
    }

private:
    zsync_control() = default;

    void read_line(std::string_view key, std::string_view value, std::vector<std::string>& seen, std::string_view safe);

    void read_lengths(std::string_view value);

    void check(const std::vector<std::string>& seen) const;

    std::string_view sums(std::size_t block) const noexcept
    {
        const std::size_t size = m_weak_bytes + m_strong_bytes;
        return std::string_view(m_text).substr(m_sums_at + block * size, size);
    }

    std::string m_text;
    std::size_t m_sums_at = 0;
    std::uint64_t m_length = 0;
    std::size_t m_block_size = 0;
    unsigned m_sequence = 0;
    std::size_t m_weak_bytes = 0;
    std::size_t m_strong_bytes = 0;
    std::optional<content_digest> m_sha1;
};

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/engine/seed/zsync_control.ipp>
#endif

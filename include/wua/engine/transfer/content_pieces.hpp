// SPDX-License-Identifier: MIT
#pragma once

// What is there of a file beyond its contiguous beginning.

#include <wua/engine/transfer/content_provider.hpp>
#include <wua/separate_compilation.hpp>

#include <cstddef>
#include <cstdint>
#include <vector>

namespace wua::detail
{

// The bytes from `begin` up to `end`, without the latter, and who gave them.
struct content_piece
{
    std::uint64_t begin = 0;
    std::uint64_t end = 0;
    content_provider provider{};

    std::uint64_t size() const noexcept
    {
        return end - begin;
    }

    bool operator==(const content_piece&) const = default;
};

// More pieces than this are not begun.
inline constexpr std::size_t max_pieces = 1024;

// And more are not written into a journal: a seed may give very many.
inline constexpr std::size_t max_pieces_kept = 8192;

// Pieces that do not overlap, sorted; neighbours of the same provider are one.
class content_pieces
{
public:
    content_pieces() = default;

    // Those of these that are whole, and do not overlap the ones before.
    explicit content_pieces(const std::vector<content_piece>& pieces);

    const std::vector<content_piece>& all() const noexcept
    {
        return m_pieces;
    }
    bool empty() const noexcept
    {
        return m_pieces.empty();
    }

    // In all.
    std::uint64_t bytes() const noexcept
    {
        return m_bytes;
    }

    // Where the last one ends; 0 when there is none.
    std::uint64_t end() const noexcept
    {
        return m_pieces.empty() ? 0 : m_pieces.back().end;
    }

    // Where the first one begins at or after that byte; `otherwise` when none does.
    std::uint64_t next_begin(std::uint64_t from, std::uint64_t otherwise) const noexcept;

    bool covers(std::uint64_t place) const noexcept;

    // Must not overlap. May throw bad_alloc, and has done nothing then.
    void add(std::uint64_t begin, std::uint64_t end, const content_provider& provider);

    // Takes the first one out.
    content_piece pop_front() noexcept;

    void clear() noexcept
    {
        m_pieces.clear();
        m_bytes = 0;
    }

private:
    std::vector<content_piece> m_pieces;
    std::uint64_t m_bytes = 0;
};

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/engine/transfer/content_pieces.ipp>
#endif

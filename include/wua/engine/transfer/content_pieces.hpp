// SPDX-License-Identifier: MIT
#pragma once

// The parts of a file that are stored beyond its contiguous beginning.

#include <wua/engine/transfer/content_provider.hpp>
#include <wua/separate_compilation.hpp>

#include <cstddef>
#include <cstdint>
#include <vector>

namespace wua::detail
{

// The bytes from `begin` up to but excluding `end`, and where they came from.
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

// No further piece is begun beyond this number.
inline constexpr std::size_t max_pieces = 1024;

// The most pieces that a journal records: a seed may deliver very many.
inline constexpr std::size_t max_pieces_kept = 8192;

// Non-overlapping pieces, sorted; neighbours from the same provider are merged.
class content_pieces
{
public:
    content_pieces() = default;

    // Takes those that are valid and do not overlap earlier ones.
    explicit content_pieces(const std::vector<content_piece>& pieces);

    const std::vector<content_piece>& all() const noexcept
    {
        return m_pieces;
    }
    bool empty() const noexcept
    {
        return m_pieces.empty();
    }

    // Of all pieces together.
    std::uint64_t bytes() const noexcept
    {
        return m_bytes;
    }

    // Where the last piece ends; 0 when there is none.
    std::uint64_t end() const noexcept
    {
        return m_pieces.empty() ? 0 : m_pieces.back().end;
    }

    // Where the first piece at or after that byte begins; `otherwise` if there is none.
    std::uint64_t next_begin(std::uint64_t from, std::uint64_t otherwise) const noexcept;

    bool covers(std::uint64_t place) const noexcept;

    // Must not overlap. May throw bad_alloc, and has then changed nothing.
    void add(std::uint64_t begin, std::uint64_t end, const content_provider& provider);

    // Removes and returns the first piece.
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

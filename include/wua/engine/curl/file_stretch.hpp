// SPDX-License-Identifier: MIT
#pragma once

// The bytes of a file that one attempt is to fetch.

#include <wua/engine/curl/file_progress.hpp>
#include <wua/engine/transfer/content_giver.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>

namespace wua::detail
{

// What comes next after the contiguous beginning, up to where others are at work or have been, wherever that comes to
// be; or a piece beyond it. The progress must outlive it.
class file_stretch
{
public:
    explicit file_stretch(file_progress& progress) noexcept : m_progress(&progress), m_restarts(progress.restarts()) {}

    // The piece must be worth a range: begin < end, and the file's total known.
    file_stretch(file_progress& progress, std::uint64_t begin, std::uint64_t end) noexcept : file_stretch(progress)
    {
        m_is_piece = true;
        m_place = begin;
        m_end = end;
    }

    file_progress& progress() const noexcept
    {
        return *m_progress;
    }
    bool is_piece() const noexcept
    {
        return m_is_piece;
    }

    // Of the next byte.
    std::uint64_t place() const noexcept
    {
        return m_is_piece ? m_place : m_progress->bytes();
    }

    // Nothing: with the content, wherever that ends.
    std::optional<std::uint64_t> end() const noexcept
    {
        return m_is_piece ? m_end : m_progress->gap_end();
    }

    // Others fetch the rest of the piece.
    void end_at(std::uint64_t end) noexcept
    {
        m_end = std::max(end, m_place);
    }

    bool is_complete() const noexcept
    {
        const std::optional<std::uint64_t> stop = end();
        return stop && place() >= *stop;
    }

    // The file has begun anew: what comes is of no use.
    bool is_obsolete() const noexcept
    {
        return m_is_piece && m_restarts != m_progress->restarts();
    }

    // Throws std::system_error.
    void append(const char* bytes, std::size_t size, const content_giver& giver)
    {
        if (m_is_piece)
        {
            m_progress->write_piece(m_place, bytes, size, giver);
            m_place += size;
        }
        else
        {
            m_progress->append(bytes, size);
        }
    }

private:
    file_progress* m_progress;
    std::uint64_t m_restarts;
    bool m_is_piece = false;
    std::uint64_t m_place = 0;
    std::uint64_t m_end = 0;
};

} // namespace wua::detail

// SPDX-License-Identifier: MIT
#pragma once

// The bytes of a file that one attempt fetches.

#include <wua/engine/curl/file_progress.hpp>
#include <wua/engine/transfer/content_provider.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>

namespace wua::detail
{

// What follows the contiguous beginning; or a piece beyond it. It ends where stored bytes begin, which may change. The
// progress must outlive it.
class file_stretch
{
public:
    explicit file_stretch(file_progress& progress) noexcept : m_progress(&progress)
    {
        begin_at(progress.bytes());
    }

    // For a piece that is a valid range: begin < end, and the file's total must be known.
    file_stretch(file_progress& progress, std::uint64_t begin, std::uint64_t end) noexcept
        : m_progress(&progress),
          m_end(end)
    {
        begin_at(begin);
    }

    file_progress& progress() const noexcept
    {
        return *m_progress;
    }
    bool is_piece() const noexcept
    {
        return m_end.has_value();
    }

    // Call it when the file has started anew.
    void begin_at(std::uint64_t place) noexcept
    {
        m_place = place;
        m_restarts = m_progress->restarts();
    }

    // The offset of the next byte.
    std::uint64_t place() const noexcept
    {
        return m_place;
    }

    // nullopt: it ends with the content, wherever that is.
    std::optional<std::uint64_t> end() const noexcept
    {
        const std::optional<std::uint64_t> gap = m_progress->gap_end(m_place);
        return m_end ? std::min(*m_end, gap.value_or(*m_end)) : gap;
    }

    // The next byte has already been stored by others.
    bool is_there() const noexcept
    {
        return m_progress->has(m_place);
    }
    bool is_complete() const noexcept
    {
        const std::optional<std::uint64_t> stop = end();
        return is_there() || (stop && m_place >= *stop);
    }

    // The file has started anew: further bytes are of no use.
    bool is_obsolete() const noexcept
    {
        return m_restarts != m_progress->restarts();
    }

    // Throws std::system_error.
    void append(const char* bytes, std::size_t size, const content_provider& provider)
    {
        if (is_piece())
        {
            m_progress->write_piece(m_place, bytes, size, provider);
        }
        else
        {
            if (m_place != 0 && !m_progress->source.goes_on_with(provider))
            {
                m_progress->source.take_over(m_place, provider);
            }
            m_progress->append(bytes, size);
        }
        m_place += size;
    }

private:
    file_progress* m_progress;
    std::optional<std::uint64_t> m_end{};
    std::uint64_t m_place = 0;
    std::uint64_t m_restarts = 0;
};

} // namespace wua::detail

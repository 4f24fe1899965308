// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/engine/transfer/content_pieces.hpp>.

#include <wua/engine/transfer/content_pieces.hpp>

#include <algorithm>
#include <iterator>
#include <utility>

namespace wua::detail
{

WUA_COLD content_pieces::content_pieces(const std::vector<content_piece>& pieces)
{
    for (const content_piece& each : pieces)
    {
        if (each.begin < each.end && each.begin >= end())
        {
            add(each.begin, each.end, each.provider);
        }
    }
}

WUA_INLINE std::uint64_t content_pieces::next_begin(std::uint64_t from, std::uint64_t otherwise) const noexcept
{
    const auto next =
        std::lower_bound(m_pieces.begin(), m_pieces.end(), from,
                         [](const content_piece& each, std::uint64_t place) { return each.begin < place; });
    return next == m_pieces.end() ? otherwise : next->begin;
}

WUA_INLINE void content_pieces::add(std::uint64_t begin, std::uint64_t end, const content_provider& provider)
{
    const auto next =
        std::lower_bound(m_pieces.begin(), m_pieces.end(), begin,
                         [](const content_piece& each, std::uint64_t place) { return each.begin < place; });
    const bool joins_next = next != m_pieces.end() && next->begin == end && next->provider == provider;
    const bool joins_last =
        next != m_pieces.begin() && std::prev(next)->end == begin && std::prev(next)->provider == provider;
    if (joins_last)
    {
        std::prev(next)->end = joins_next ? next->end : end;
        if (joins_next)
        {
            m_pieces.erase(next);
        }
    }
    else if (joins_next)
    {
        next->begin = begin;
    }
    else
    {
        m_pieces.insert(next, {begin, end, provider});
    }
    m_bytes += end - begin;
}

WUA_INLINE bool content_pieces::covers(std::uint64_t place) const noexcept
{
    const auto next =
        std::upper_bound(m_pieces.begin(), m_pieces.end(), place,
                         [](std::uint64_t wanted, const content_piece& each) { return wanted < each.end; });
    return next != m_pieces.end() && next->begin <= place;
}

WUA_COLD content_piece content_pieces::pop_front() noexcept
{
    content_piece first = std::move(m_pieces.front());
    m_bytes -= first.size();
    m_pieces.erase(m_pieces.begin());
    return first;
}

} // namespace wua::detail

// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/job/story_book.hpp>.

#include <wua/job/story_book.hpp>

#include <utility>

namespace wua::detail
{

WUA_COLD void story_book::add(std::size_t index, attempt_record&& attempt)
{
    std::unique_ptr<entry>& one = m_stories[index];
    if (!one)
    {
        one = std::make_unique<entry>();
    }
    if (one->attempts.size() < m_kept)
    {
        one->attempts.push_back(std::move(attempt));
    }
    else
    {
        one->attempts[static_cast<std::size_t>(one->count % m_kept)] = std::move(attempt);
    }
    ++one->count;
}

WUA_COLD download_story story_book::story(std::size_t index) const
{
    download_story told;
    if (const entry* const one = m_stories[index].get())
    {
        const std::size_t kept = one->attempts.size();
        told.forgotten = one->count - kept;
        for (std::size_t i = 0; i != kept; ++i)
        {
            told.attempts.push_back(one->attempts[static_cast<std::size_t>((told.forgotten + i) % kept)]);
        }
    }
    return told;
}

} // namespace wua::detail

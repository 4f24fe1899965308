// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/job/attempt_history.hpp>.

#include <wua/job/attempt_history.hpp>

#include <utility>

namespace wua::detail
{

WUA_COLD void attempt_history::add(std::size_t index, attempt_record&& attempt)
{
    std::unique_ptr<entry>& one = m_stories[index];
    if (!one)
    {
        one = std::make_unique<entry>();
    }
    one->attempts.push_back(std::move(attempt));
    if (one->attempts.size() > m_kept)
    {
        one->attempts.pop_front();
        ++one->forgotten;
    }
}

WUA_COLD download_story attempt_history::story(std::size_t index) const
{
    download_story told;
    if (const entry* const one = m_stories[index].get())
    {
        told.attempts.assign(one->attempts.begin(), one->attempts.end());
        told.forgotten = one->forgotten;
    }
    return told;
}

} // namespace wua::detail

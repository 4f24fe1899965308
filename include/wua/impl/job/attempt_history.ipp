// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/job/attempt_history.hpp>.

#include <wua/job/attempt_history.hpp>

#include <utility>

namespace wua::detail
{

WUA_COLD void attempt_history::add(std::size_t index, attempt_record&& attempt)
{
    entry& one = m_entries[index];
    one.attempts.push_back(std::move(attempt));
    if (one.attempts.size() > m_kept)
    {
        one.attempts.pop_front();
        ++one.forgotten;
    }
}

WUA_COLD download_story attempt_history::story(std::size_t index) const
{
    const entry& one = m_entries[index];
    return {.attempts = {one.attempts.begin(), one.attempts.end()}, .forgotten = one.forgotten};
}

} // namespace wua::detail

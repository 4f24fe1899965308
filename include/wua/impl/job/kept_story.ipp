// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/job/kept_story.hpp>.

#include <wua/job/attempt_history.hpp>
#include <wua/job/file_results.hpp>
#include <wua/job/kept_story.hpp>

#include <utility>

namespace wua::detail
{

WUA_INLINE kept_story::kept_story() noexcept = default;

WUA_INLINE kept_story::~kept_story() = default;

WUA_COLD void kept_story::add(std::size_t index, attempt_record&& attempt, std::size_t updates, std::uint32_t kept)
{
    if (!m_attempts)
    {
        m_attempts = make_handle<attempt_history>(updates, kept);
    }
    m_attempts->add(index, std::move(attempt));
}

WUA_COLD void kept_story::add(std::size_t index, file_result&& file, std::size_t updates)
{
    if (!m_files)
    {
        m_files = make_handle<file_results>(updates);
    }
    m_files->files[index].push_back(std::move(file));
}

WUA_COLD download_story kept_story::story(std::size_t index) const
{
    return m_attempts ? m_attempts->story(index) : download_story();
}

WUA_COLD std::vector<file_result> kept_story::files(std::size_t index) const
{
    return m_files ? m_files->files[index] : std::vector<file_result>();
}

} // namespace wua::detail

// SPDX-License-Identifier: MIT
#pragma once

// The attempts and the files that a job remembers of its updates.

#include <wua/com/shared_handle.hpp>
#include <wua/separate_compilation.hpp>

#include <cstddef>
#include <cstdint>
#include <vector>

namespace wua
{

struct attempt_record;
struct download_story;
struct file_result;

namespace detail
{

class attempt_history;
struct file_results;

// Not thread-safe. Takes no memory before there is something to remember.
class kept_story
{
public:
    kept_story() noexcept;
    kept_story(const kept_story&) = delete;
    kept_story& operator=(const kept_story&) = delete;
    ~kept_story();

    // Of a job with so many updates, for each of which the last `kept` attempts are kept. Throws std::bad_alloc, and
    // has then changed nothing.
    void add(std::size_t index, attempt_record&& attempt, std::size_t updates, std::uint32_t kept);
    void add(std::size_t index, file_result&& file, std::size_t updates);

    download_story story(std::size_t index) const;
    std::vector<file_result> files(std::size_t index) const;

private:
    shared_handle<attempt_history> m_attempts; // null before the first attempt
    shared_handle<file_results> m_files;       // null before the first file
};

} // namespace detail

} // namespace wua

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/job/kept_story.ipp>
#endif

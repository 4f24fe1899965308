// SPDX-License-Identifier: MIT
#pragma once

// The download attempts that a job remembers for each of its updates.

#include <wua/com/dynamic_array.hpp>
#include <wua/model/download_story.hpp>
#include <wua/separate_compilation.hpp>

#include <cstddef>
#include <cstdint>
#include <list>

namespace wua::detail
{

// Not thread-safe.
class attempt_history
{
public:
    // Keeps the last `kept` attempts of each update, at least one.
    attempt_history(std::size_t updates, std::uint32_t kept) : m_entries(updates), m_kept(kept) {}

    void add(std::size_t index, attempt_record&& attempt);

    download_story story(std::size_t index) const;

private:
    struct entry
    {
        std::list<attempt_record> attempts;
        std::uint64_t forgotten = 0;
    };

    dynamic_array<entry> m_entries; // one per update
    const std::uint32_t m_kept;
};

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/job/attempt_history.ipp>
#endif

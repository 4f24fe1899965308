// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/engine/swarm/swarm_storage.hpp>.

#include <wua/engine/disk/disk_errors.hpp>
#include <wua/engine/swarm/swarm_storage.hpp>

#include <algorithm>
#include <iterator>
#include <system_error>
#include <utility>

namespace wua::detail
{

[[noreturn]] inline void throw_taken_away()
{
    throw std::system_error(std::make_error_code(std::errc::operation_canceled), "the file was taken away");
}

WUA_COLD swarm_storage::swarm_storage(std::shared_ptr<disk_file> file, std::vector<byte_range> there)
    : m_there(std::move(there)),
      m_file(std::move(file)),
      m_read(m_file)
{}

WUA_INLINE void swarm_storage::write(std::uint64_t place, const char* bytes, std::size_t size)
{
    const std::unique_lock lock(m_mutex);
    if (!m_file)
    {
        throw_taken_away();
    }
    try
    {
        m_file->write_at(place, bytes, size);
    }
    catch (const std::system_error& error)
    {
        if (!m_failure)
        {
            m_failure = failure_of_disk(error).result;
        }
        throw;
    }
    const byte_range range{place, place + size};
    m_has_rewritten = m_has_rewritten || std::any_of(m_there.begin(), m_there.end(), [&](const byte_range& each) {
                          return each.begin < range.end && range.begin < each.end;
                      });
    auto next = std::lower_bound(m_written.begin(), m_written.end(), range,
                                 [](const byte_range& a, const byte_range& b) { return a.begin < b.begin; });
    if (next != m_written.begin() && std::prev(next)->end >= range.begin)
    {
        --next;
        next->end = std::max(next->end, range.end);
    }
    else if (next != m_written.end() && next->begin <= range.end)
    {
        next->begin = range.begin;
    }
    else
    {
        next = m_written.insert(next, range);
    }
    while (std::next(next) != m_written.end() && std::next(next)->begin <= next->end)
    {
        next->end = std::max(next->end, std::next(next)->end);
        m_written.erase(std::next(next));
    }
}

WUA_INLINE std::size_t swarm_storage::read(std::uint64_t place, char* bytes, std::size_t size) const
{
    const std::shared_lock lock(m_mutex);
    if (!m_read)
    {
        throw_taken_away();
    }
    return m_read->read_at(place, bytes, size);
}

WUA_COLD bool swarm_storage::may_have(const byte_range& range) const
{
    const std::shared_lock lock(m_mutex);
    const auto covers = [&](const byte_range& each) { return each.begin <= range.begin && range.end <= each.end; };
    const auto touches = [&](const byte_range& each) { return each.begin < range.end && range.begin < each.end; };
    return std::any_of(m_there.begin(), m_there.end(), covers) ||
           std::any_of(m_written.begin(), m_written.end(), touches);
}

WUA_COLD bool swarm_storage::take_rewritten()
{
    const std::unique_lock lock(m_mutex);
    return std::exchange(m_has_rewritten, false);
}

WUA_COLD std::optional<outcome> swarm_storage::failure() const
{
    const std::shared_lock lock(m_mutex);
    return m_failure;
}

WUA_COLD void swarm_storage::read_from(std::shared_ptr<const disk_file> file) noexcept
{
    std::shared_ptr<disk_file> written; // closed after the lock is released
    {
        const std::unique_lock lock(m_mutex);
        written.swap(m_file);
        m_read.swap(file);
    }
}

} // namespace wua::detail

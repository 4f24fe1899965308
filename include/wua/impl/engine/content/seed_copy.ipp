// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/engine/content/seed_copy.hpp>.

#include <wua/engine/content/seed_copy.hpp>
#include <wua/engine/disk/disk_errors.hpp>

#include <algorithm>
#include <span>
#include <utility>

namespace wua::detail
{

WUA_COLD seed_copy::seed_copy(seed_copy_order&& order) : m_order(std::move(order)), m_part(m_order.journal.part) {}

WUA_COLD void seed_copy::start(background_thread& background, std::shared_ptr<seed_copy> copy,
                               std::function<void(seed_copy_result&&)> on_done)
{
    background.post([&background, copy = std::move(copy), on_done = std::move(on_done)] {
        seed_copy_result result;
        try
        {
            if (copy->work())
            {
                start(background, copy, on_done);
                return;
            }
            result = copy->take_result();
        }
        catch (...)
        {
            result = copy->result_after_exception();
        }
        if (!copy->m_is_cancelled.load(std::memory_order_relaxed))
        {
            on_done(std::move(result));
        }
    });
}

WUA_COLD seed_copy_result seed_copy::result_after_exception() noexcept
{
    try
    {
        m_problem = failure_of_current_exception().result;
        return take_result();
    }
    catch (...)
    {
        return {}; // out of memory: nothing that was written counts
    }
}

WUA_COLD bool seed_copy::work()
{
    if (m_is_cancelled.load(std::memory_order_relaxed))
    {
        return false;
    }
    if (m_matcher)
    {
        return work_on();
    }
    m_order.journal.save();
    if (!m_part->has_journal())
    {
        m_problem = outcome::failed(error_write_fault, {}, "the journal cannot be written");
        return false;
    }
    m_matcher.emplace(m_order.control, [this](std::uint64_t offset, const char* bytes, std::size_t size) {
        write(offset, bytes, size);
    });
    for (const byte_range& each : m_order.there)
    {
        m_matcher->exclude(each.begin, each.size());
    }
    return true;
}

WUA_COLD bool seed_copy::work_on()
{
    constexpr std::uint64_t slice = 4U << 20U;
    const std::uint64_t end = m_read + slice;
    while (m_read < end && !m_matcher->is_complete())
    {
        if (m_is_cancelled.load(std::memory_order_relaxed))
        {
            return false;
        }
        const std::span<char> room = m_matcher->room();
        const std::size_t size = m_order.seed->read_at(m_read, room.data(), room.size());
        m_read += size;
        if (size != 0)
        {
            m_matcher->advance(size);
        }
        if (size < room.size())
        {
            m_matcher->finish();
            return false;
        }
    }
    return !m_matcher->is_complete();
}

WUA_COLD void seed_copy::write(std::uint64_t offset, const char* bytes, std::size_t size)
{
    // Skips the ranges that are there already.
    byte_range left{offset, offset + size};
    for (const byte_range& each : m_order.there)
    {
        if (each.end > left.begin && each.begin < left.end)
        {
            write_range({left.begin, std::max(left.begin, each.begin)}, bytes + (left.begin - offset));
            left.begin = std::min(left.end, each.end);
        }
    }
    write_range(left, bytes + (left.begin - offset));
}

WUA_COLD void seed_copy::write_range(byte_range range, const char* bytes)
{
    if (range.size() == 0)
    {
        return;
    }
    m_part->write_piece(range.begin, bytes, static_cast<std::size_t>(range.size()));
    if (!m_written.empty() && m_written.back().end == range.begin)
    {
        m_written.back().end = range.end;
    }
    else
    {
        m_written.push_back(range);
    }
}

WUA_COLD seed_copy_result seed_copy::take_result()
{
    const auto by_place = [](const byte_range& a, const byte_range& b) { return a.begin < b.begin; };
    std::sort(m_written.begin(), m_written.end(), by_place);
    std::vector<byte_range> joined;
    for (const byte_range& each : m_written)
    {
        if (!joined.empty() && joined.back().end == each.begin)
        {
            joined.back().end = each.end;
        }
        else
        {
            joined.push_back(each);
        }
    }
    if (joined.size() > max_ranges)
    {
        std::sort(
            joined.begin(), joined.end(), [](const byte_range& a, const byte_range& b) { return a.size() > b.size(); });
        joined.resize(max_ranges);
        std::sort(joined.begin(), joined.end(), by_place);
    }
    return {std::move(joined), std::move(m_problem)};
}

} // namespace wua::detail

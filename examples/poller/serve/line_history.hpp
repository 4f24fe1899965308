// SPDX-License-Identifier: MIT
#pragma once

// The lines of a job so far, for readers that come late, reconnect, or are slow.

#include "../line_kind.hpp"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace poller
{

// Any thread may call any member. A writer never waits for readers, and a reader has no queue of its own: each asks for
// what follows the last line it received. Memory is bounded: when there are too many lines, every other old progress
// line is dropped, and of attempts and successes the oldest. Failures, and the first and the last line, are kept.
class line_history
{
public:
    struct limits
    {
        std::size_t progress = 1200;
        std::size_t events = 5000;   // attempts and successes
        std::size_t failures = 5000; // beyond this number the oldest are dropped
    };

    struct entry
    {
        std::uint64_t number = 0; // counted from 1, ascending
        line_kind kind = line_kind::progress;
        std::shared_ptr<const std::string> line{};
    };

    struct batch
    {
        std::vector<entry> entries{};
        bool is_over = false; // whether these are the last lines
    };

    explicit line_history(limits chosen) : m_limits(chosen) {}
    line_history() : line_history(limits()) {}

    void add(line_kind kind, std::string line)
    {
        auto text = std::make_shared<const std::string>(std::move(line));
        {
            const std::lock_guard lock(m_mutex);
            m_entries.push_back({++m_last, kind, std::move(text)});
            make_room(kind);
        }
        m_changed.notify_all();
    }

    // No line may be added afterwards.
    void close()
    {
        {
            const std::lock_guard lock(m_mutex);
            m_is_closed = true;
        }
        m_changed.notify_all();
    }

    // Waits up to this time for lines after the one with that number, and returns at most `limit` of them.
    batch after(std::uint64_t number, std::chrono::milliseconds time, std::size_t limit = 64) const
    {
        std::unique_lock lock(m_mutex);
        m_changed.wait_for(lock, time, [&] { return m_is_closed || m_last > number; });
        const auto begin = std::upper_bound(m_entries.begin(), m_entries.end(), number,
                                            [](std::uint64_t value, const entry& each) { return value < each.number; });
        const auto count = std::min(limit, static_cast<std::size_t>(m_entries.end() - begin));
        batch found;
        found.entries.assign(begin, begin + static_cast<std::ptrdiff_t>(count));
        found.is_over = m_is_closed && begin + static_cast<std::ptrdiff_t>(count) == m_entries.end();
        return found;
    }

    // How many lines were dropped.
    std::uint64_t given_up() const
    {
        const std::lock_guard lock(m_mutex);
        return m_last - m_entries.size();
    }

private:
    // Drops those of the matching lines for whose position, counted from 0, goes() returns true.
    template <class Matches, class Goes>
    void thin(std::size_t& count, const Matches& matches, const Goes& goes)
    {
        std::size_t place = 0;
        count -= std::erase_if(m_entries, [&](const entry& each) { return matches(each.kind) && goes(place++); });
    }

    void make_room(line_kind kind)
    {
        const auto is_progress = [](line_kind each) { return each == line_kind::progress; };
        const auto is_event = [](line_kind each) { return each == line_kind::attempt || each == line_kind::success; };
        const auto is_failure = [](line_kind each) { return each == line_kind::failure; };
        if (is_progress(kind) && ++m_progress > m_limits.progress)
        {
            thin(m_progress, is_progress,
                 [old = m_progress / 4 * 3](std::size_t place) { return place < old && place % 2 == 1; });
        }
        else if (is_event(kind) && ++m_events > m_limits.events)
        {
            thin(m_events, is_event, [old = m_events / 4](std::size_t place) { return place < old; });
        }
        else if (is_failure(kind) && ++m_failures > m_limits.failures)
        {
            thin(m_failures, is_failure, [old = m_failures / 4](std::size_t place) { return place < old; });
        }
    }

    const limits m_limits;

    mutable std::mutex m_mutex; // guards everything below
    mutable std::condition_variable m_changed;
    std::deque<entry> m_entries;
    std::uint64_t m_last = 0;
    std::size_t m_progress = 0;
    std::size_t m_events = 0;
    std::size_t m_failures = 0;
    bool m_is_closed = false;
};

} // namespace poller

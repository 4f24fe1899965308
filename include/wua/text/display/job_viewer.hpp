// SPDX-License-Identifier: MIT
#pragma once

// Looks at a job now and then, and tells what a display is to show of it.

#include <wua/job/rate_meter.hpp>
#include <wua/model/progress_snapshot.hpp>
#include <wua/model/update_progress.hpp>
#include <wua/separate_compilation.hpp>
#include <wua/text/display/job_view.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace wua::detail
{

// How to learn more of one update than a snapshot says; each may be empty.
struct update_source
{
    std::function<update_progress(std::size_t index)> progress;

    // Why its last attempt failed: a few words, printable.
    std::function<std::string(std::size_t index)> trouble;

    // Whether nothing had to be fetched for it.
    std::function<bool(std::size_t index)> was_there;
};

// Of one job. One thread at a time uses it. A look takes a time in proportion to the updates that are on their way or
// have ended since the last one, as long as a job's updates begin more or less in their order.
class job_viewer
{
public:
    // The job's clock runs that many times as fast as the one on the wall.
    job_viewer(double speed, std::chrono::nanoseconds now) : m_speed(speed), m_began(now) {}

    // Tells which have ended since the last look.
    std::vector<ended_row> look(const progress_snapshot& snapshot, const update_source& source,
                                std::chrono::nanoseconds now);

    // The last look's; valid until the next one.
    const job_view& view() const noexcept
    {
        return m_view;
    }

    // Of a job that is over, after a look at it.
    job_summary summary() const;

    static constexpr std::size_t max_failures = 20; // in the summary

private:
    // An update that has begun.
    struct entry
    {
        std::size_t index = 0;
        std::string name{};
        std::chrono::nanoseconds began{0};
        rate_meter rate{};
        std::uint64_t bytes = 0;
        std::uint32_t attempt = 0;
        std::string trouble{};
        std::string host{};
    };

    void begin(const progress_snapshot& snapshot);

    update_progress progress_of(const progress_snapshot& snapshot, const update_source& source,
                                std::size_t index) const;

    entry& entry_of(const progress_snapshot& snapshot, std::size_t index, std::chrono::nanoseconds now);

    update_row row_of(const progress_snapshot& snapshot, const update_source& source, entry& known,
                      std::chrono::nanoseconds now);

    // Counts the columns that they may take.
    void note_bytes(std::uint64_t bytes, std::optional<std::uint64_t> total);

    ended_row end(const progress_snapshot& snapshot, const update_source& source, std::size_t index, outcome result,
                  std::chrono::nanoseconds now);

    void count(const ended_row& ended, const update_item& update);

    // Of the sizes of what has not begun.
    void leave_waiting(const update_item& update);

    // Of all that is there or will come, if that is known.
    std::optional<std::uint64_t> total() const;

    void add_job(const progress_snapshot& snapshot, std::chrono::nanoseconds now);

    const double m_speed;
    const std::chrono::nanoseconds m_began;
    bool m_has_begun = false;
    std::vector<std::size_t> m_open; // those that have not ended, in the job's order
    std::vector<entry> m_entries;    // those that are on their way, in the order of their beginning
    std::size_t m_ended = 0;
    std::uint64_t m_ended_bytes = 0;
    std::uint64_t m_waiting_bytes = 0; // of what has not begun, as far as its size is known
    std::size_t m_waiting_unsized = 0;
    job_view m_view;
    job_summary m_summary;
    std::int32_t m_percent = 0;
};

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/text/display/job_viewer.ipp>
#endif

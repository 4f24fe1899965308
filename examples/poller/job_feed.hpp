// SPDX-License-Identifier: MIT
#pragma once

// Polls a job, and writes what happens to it as lines for programs.

#include "json_lines.hpp"
#include "line_kind.hpp"
#include "swarm_numbers.hpp"
#include <wua/job/job.hpp>
#include <wua/model/progress_snapshot.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <numeric>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace poller
{

// An attempt is reported before its update's result, that result before the progress that includes it, and the job's
// result last. To be used by one thread.
class job_feed
{
public:
    using line_sink = std::function<void(line_kind, const std::string& line)>;

    explicit job_feed(swarm_source swarm = {}) : m_swarm(std::move(swarm)) {}

    void add(line_sink sink)
    {
        m_sinks.push_back(std::move(sink));
    }

    bool has_listeners() const noexcept
    {
        return !m_sinks.empty();
    }

    void begin(const wua::job& job, std::string_view engine, std::string_view page)
    {
        m_unfinished.resize(job.updates().size());
        std::iota(m_unfinished.begin(), m_unfinished.end(), std::size_t(0));
        tell(line_kind::job, job_line(job, engine, page));
    }

    // `elapsed` is the time since the beginning of the job, by its clock, in seconds.
    void poll(const wua::job& job, const wua::progress_snapshot& now, double elapsed)
    {
        std::vector<std::size_t> active;
        std::vector<std::size_t> left;
        left.reserve(m_unfinished.size());
        for (const std::size_t index : m_unfinished)
        {
            const wua::outcome result = now.result(index);
            if (result.code == wua::orcNotStarted)
            {
                left.push_back(index);
                continue;
            }
            tell_attempts(job, index);
            if (result.is_final())
            {
                m_told.erase(index);
                tell(result.code == wua::orcSucceeded ? line_kind::success : line_kind::failure,
                     update_result_line(index, result, elapsed, job, m_swarm));
                continue;
            }
            left.push_back(index);
            active.push_back(index);
        }
        m_unfinished = std::move(left);
        tell(line_kind::progress, progress_line(now, elapsed, job, active, m_swarm));
    }

    void end(const wua::job& job, const wua::progress_snapshot& last, const wua::outcome& result, double elapsed)
    {
        tell(line_kind::result, result_line(last, result, elapsed, job, m_swarm));
    }

private:
    void tell(line_kind kind, const std::string& line)
    {
        for (const line_sink& sink : m_sinks)
        {
            sink(kind, line);
        }
    }

    void tell_attempts(const wua::job& job, std::size_t index)
    {
        wua::download_story story = job.story(index);
        const std::uint64_t count = story.forgotten + story.attempts.size();
        const auto told = m_told.find(index);
        const std::uint64_t before = told == m_told.end() ? 0 : told->second;
        if (count == before)
        {
            return;
        }
        for (const std::string& line : attempt_lines(index, job.updates()[index]->title, std::move(story), before))
        {
            tell(line_kind::attempt, line);
        }
        m_told[index] = count;
    }

    const swarm_source m_swarm;
    std::vector<line_sink> m_sinks;
    std::vector<std::size_t> m_unfinished;                 // in ascending order
    std::unordered_map<std::size_t, std::uint64_t> m_told; // attempts reported so far, of updates that have not ended
};

} // namespace poller

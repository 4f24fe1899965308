// SPDX-License-Identifier: MIT
#pragma once

// What the random jobs of random_script.hpp do: a script made from a number.

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <random>
#include <utility>
#include <vector>

namespace fakes
{

struct script
{
    enum kind : std::uint8_t
    {
        start,
        size,
        bytes,
        phase,
        retry,
        finish,
        finish_rest,
        drop, // the engine drops the job's transfer
        stop, // the engine reports an update as paused
        hold,
        attempt,
        file,
        abort,
        pause_job,
        pause_update,
        priority,
        bandwidth,
        tick,
        pass, // milliseconds pass
        kinds
    };

    struct event
    {
        kind what;
        std::size_t job;
        std::size_t index;
        std::uint64_t number;
    };

    struct plan
    {
        std::vector<std::optional<std::uint64_t>> sizes;
        int aborts_at = 0;   // the number of the callback that aborts the job,
        int pauses_at = 0;   // or pauses it; 0 for none
        bool throws = false; // all callbacks throw
        std::uint32_t attempts_kept = 1;
    };

    std::vector<plan> jobs;
    std::vector<event> events;
};

// Mostly events in any order, and between them realistic stretches: bytes that flow while time passes, and all the ways
// in which none come.
class script_maker
{
public:
    explicit script_maker(std::uint64_t seed) : m_random(seed * 0x9E3779B97F4A7C15U + 1) {}

    script make()
    {
        for (std::uint64_t jobs = 1 + below(3); jobs != 0; --jobs)
        {
            add_job();
        }
        for (std::uint64_t events = 5 + below(30); events != 0; --events)
        {
            const auto job = static_cast<std::size_t>(below(m_made.jobs.size()));
            const std::size_t updates = m_made.jobs[job].sizes.size();
            if (below(12) == 0)
            {
                add_stretch(job, static_cast<std::size_t>(below(updates)));
                continue;
            }
            add_event(job, static_cast<std::size_t>(below(updates + (below(30) == 0 ? 1 : 0))));
        }
        return std::move(m_made);
    }

private:
    std::uint64_t below(std::uint64_t bound)
    {
        return m_random() % bound;
    }

    void add(script::kind what, std::size_t job, std::size_t index = 0, std::uint64_t number = 0)
    {
        m_made.events.push_back({what, job, index, number});
    }

    void add_job()
    {
        script::plan plan;
        for (std::uint64_t updates = 1 + below(4); updates != 0; --updates)
        {
            plan.sizes.push_back(below(3) == 0 ? std::nullopt : std::optional(below(12) * 100));
        }
        plan.aborts_at = below(8) == 0 ? static_cast<int>(1 + below(12)) : 0;
        plan.pauses_at = below(4) == 0 ? static_cast<int>(1 + below(12)) : 0;
        plan.throws = below(8) == 0;
        plan.attempts_kept = static_cast<std::uint32_t>(below(4));
        m_there.emplace_back(plan.sizes.size());
        m_made.jobs.push_back(std::move(plan));
    }

    void add_event(std::size_t job, std::size_t index)
    {
        // Events that keep a job going are more likely than those that end it.
        constexpr std::array often{
            script::start, script::size,    script::bytes,     script::bytes,        script::bytes, script::bytes,
            script::bytes, script::phase,   script::retry,     script::finish,       script::stop,  script::stop,
            script::hold,  script::pass,    script::pause_job, script::pause_update, script::tick,  script::tick,
            script::pass,  script::attempt, script::file};
        const script::kind what = below(40) == 0 ? static_cast<script::kind>(below(script::kinds))
                                                 : often[static_cast<std::size_t>(below(often.size()))];
        const std::uint64_t number = below(12) * 100 + (below(4) == 0 ? below(100) : 0);
        add(what, job, index, what == script::pass ? number * (1 + below(7)) : number); // long enough for stalls, too
    }

    void add_stretch(std::size_t job, std::size_t index)
    {
        switch (below(6))
        {
            case 0:
                add_flow(job, index);
                break;
            case 1:
                add_flow(job, index);
                add_lull(job);
                break;
            case 2: // one update pauses
                add(script::pause_update, job, index, 1);
                add(script::stop, job, index);
                add_lull(job);
                break;
            case 3: // the job pauses
                add_flow(job, index);
                add(script::pause_job, job, 0, 1);
                for (std::size_t each = 0; each != m_made.jobs[job].sizes.size(); ++each)
                {
                    add(script::stop, job, each);
                }
                add_lull(job);
                break;
            case 4: // the job goes on
                add(script::pause_job, job);
                add(script::pause_update, job, index);
                add(script::hold, job);
                add_flow(job, index);
                break;
            default:
                for (std::uint64_t attempts = 2 + below(3); attempts != 0; --attempts)
                {
                    add(script::attempt, job, index, below(100));
                }
                break;
        }
    }

    // Adds half of the missing bytes.
    void add_flow(std::size_t job, std::size_t index)
    {
        const std::uint64_t size = m_made.jobs[job].sizes[index].value_or(1000);
        std::uint64_t& there = m_there[job][index];
        const std::uint64_t before = there;
        const std::uint64_t missing = size - std::min(size, before);
        const std::uint64_t reports = 2 + below(6);
        for (std::uint64_t report = 1; report <= reports; ++report)
        {
            there = before + missing * report / (2 * reports);
            add(script::bytes, job, index, there);
            add(script::pass, job, 0, 100 + below(900));
            add(script::tick, job);
        }
    }

    void add_lull(std::size_t job)
    {
        add(script::tick, job);
        for (std::uint64_t looks = 1 + below(3); looks != 0; --looks)
        {
            add(script::pass, job, 0, 500 + below(7000));
            add(script::tick, job);
        }
    }

    std::mt19937_64 m_random;
    script m_made;
    std::vector<std::vector<std::uint64_t>> m_there; // how many of an update's bytes have flowed
};

} // namespace fakes

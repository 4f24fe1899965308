// SPDX-License-Identifier: MIT
#pragma once

// Jobs made from a number: whatever an engine may report and a client may do, in any order, with several jobs and
// downloads on one engine at once, and with callbacks that pause and abort. After every event everything visible is
// compared with the oracle. A failing script is made as small as possible, and printed as code.

#include "job/job_oracle.hpp"
#include "job/script_maker.hpp"
#include <wua/job/job.hpp>

#include <array>
#include <deque>
#include <functional>
#include <memory>
#include <stdexcept>
#include <utility>

namespace fakes
{

// An engine that does what a script says, when it is driven.
class scripted_engine
{
public:
    void start(wua::transfer job)
    {
        jobs.push_back(std::make_unique<wua::transfer>(std::move(job)));
    }

    bool drive()
    {
        if (m_work.empty())
        {
            return false;
        }
        const std::function<void()> work = std::move(m_work.front());
        m_work.pop_front();
        work();
        return true;
    }

    void post(std::function<void()> work)
    {
        m_work.push_back(std::move(work));
    }

    std::chrono::nanoseconds now() const
    {
        return time;
    }

    static wua::job_controls controls() noexcept
    {
        return {.pause = true, .priority = true, .bandwidth = true};
    }

    std::vector<std::unique_ptr<wua::transfer>> jobs;
    std::chrono::nanoseconds time{0};

private:
    std::deque<std::function<void()>> m_work;
};

inline wua::outcome result_of(std::uint64_t number)
{
    switch (number % 6)
    {
        case 0:
            return wua::outcome::failed(wua::wu_e_download_failed);
        case 1:
            return wua::outcome::aborted();
        case 2:
            return wua::outcome::in_progress(); // not a valid result
        default:
            return wua::outcome::succeeded();
    }
}

// Executes a script.
class script_run
{
public:
    // Returns what went wrong, and after which event; empty if nothing did.
    std::string run(const script& told)
    {
        m_engine = std::make_shared<scripted_engine>();
        const std::weak_ptr<scripted_engine> engine = m_engine;
        m_under_way.resize(told.jobs.size());
        for (std::size_t n = 0; n != told.jobs.size(); ++n)
        {
            begin(m_under_way[n], told.jobs[n]);
        }
        std::size_t number = 0;
        for (; number != told.events.size() && m_wrong.empty(); ++number)
        {
            const script::event& next = told.events[number];
            if (next.job < m_under_way.size())
            {
                act(m_under_way[next.job], *m_engine->jobs[next.job], next);
            }
            look();
        }
        for (running& one : m_under_way)
        {
            one.oracle->request_abort(m_engine->time);
            one.is_at_its_end = true;
            one.job.reset();
            expect(one.completions == 1, "the completed callback came " + std::to_string(one.completions) + " times");
            expect(one.token.use_count() == 1, "the callbacks are still there");
        }
        m_engine->jobs.clear();
        m_engine.reset();
        expect(engine.expired(), "something keeps the engine");
        return m_wrong.empty() ? m_wrong : "after event " + std::to_string(number) + ": " + m_wrong;
    }

private:
    struct running
    {
        std::optional<wua::job> job;
        std::unique_ptr<job_oracle> oracle;
        std::shared_ptr<int> token = std::make_shared<int>(0); // kept alive by the callbacks
        wua::progress_values first;
        std::optional<wua::progress_values> told;
        std::size_t pauses = 0; // at the last look at which it was paused
        std::optional<std::uint16_t> pause_number;
        std::size_t attempts_kept = 0;
        int calls = 0;
        int completions = 0;
        bool is_inside = false;
        bool is_at_its_end = false;
    };

    void expect(bool holds, const std::string& sentence)
    {
        if (!holds && m_wrong.empty())
        {
            m_wrong = sentence;
        }
    }

    void expect_none(const std::string& complaint)
    {
        expect(complaint.empty(), complaint);
    }

    void begin(running& one, const script::plan& plan)
    {
        one.oracle = std::make_unique<job_oracle>(plan.sizes);
        std::vector<wua::update_pointer> updates;
        for (const std::optional<std::uint64_t>& size : plan.sizes)
        {
            updates.push_back(wua::make_item("update", "https://host/", size));
        }
        wua::job_options options;
        options.downloader.abort_limit = std::chrono::seconds(5);
        options.downloader.attempts_kept = plan.attempts_kept;
        one.attempts_kept = plan.attempts_kept;
        options.downloader.keeps_files = true;
        options.on_progress =
            [this, &one, plan, token = one.token](const wua::progress_snapshot& now, wua::job_handle& handle) {
                expect(!one.is_inside, "one callback came inside another");
                expect(one.completions == 0, "a progress callback came after the completed one");
                expect(!one.told || !(*one.told == now.values()), "the same progress was told twice");
                one.is_inside = true;
                one.told = now.values();
                if (one.is_at_its_end && now.is_completed())
                {
                    one.oracle->finish_rest(wua::outcome::aborted());
                }
                expect_none(one.oracle->judge(now));
                ++one.calls;
                if (one.calls == plan.aborts_at)
                {
                    one.oracle->request_abort(m_engine->time);
                    handle.request_abort();
                }
                if (one.calls == plan.pauses_at)
                {
                    one.oracle->pause(true);
                    handle.pause();
                }
                one.is_inside = false;
                if (plan.throws)
                {
                    throw one.calls;
                }
            };
        options.on_completed = [this, &one, throws = plan.throws, token = one.token](const wua::outcome& result) {
            ++one.completions;
            expect(!one.is_inside, "one callback came inside another");
            expect(one.oracle->is_completed(), "the completed callback came too early");
            expect_none(one.oracle->judge(result));
            if (throws)
            {
                throw std::runtime_error("what a callback throws is ignored");
            }
        };
        one.job.emplace(wua::start(m_engine, std::move(updates), std::move(options)));
        one.first = one.job->progress().values();
    }

    void act(running& one, wua::transfer& engine, const script::event& next)
    {
        job_oracle& oracle = *one.oracle;
        const std::size_t index = next.index;
        oracle.look(m_engine->time, std::chrono::seconds(5));
        switch (next.what)
        {
            case script::start:
                oracle.start(index);
                engine.start(index);
                break;
            case script::size:
                oracle.set_size(index, next.number);
                engine.set_size(index, next.number);
                break;
            case script::bytes:
                oracle.set_bytes(index, next.number);
                engine.set_bytes(index, next.number);
                break;
            case script::phase:
                oracle.set_phase(index, static_cast<wua::DownloadPhase>(1 + next.number % 3));
                engine.set_phase(index, static_cast<wua::DownloadPhase>(1 + next.number % 3));
                break;
            case script::retry:
                oracle.retry(index, next.number);
                engine.retry(index, next.number);
                break;
            case script::finish:
                oracle.finish(index, result_of(next.number));
                engine.finish(index, result_of(next.number));
                break;
            case script::finish_rest:
                oracle.finish_rest(wua::outcome::failed(wua::wu_e_download_failed));
                engine.finish_rest(wua::outcome::failed(wua::wu_e_download_failed));
                break;
            case script::drop:
                oracle.finish_rest(wua::outcome::failed(wua::wu_e_dm_unexpected));
                {
                    const wua::transfer dropped = std::move(engine);
                }
                break;
            case script::stop:
                oracle.set_paused(index);
                engine.set_paused(index);
                break;
            case script::hold:
                oracle.hold(next.number % 2 != 0);
                engine.hold(next.number % 2 != 0 ? "a reason" : "");
                break;
            case script::attempt:
                oracle.add_attempt(index, next.number, m_engine->time);
                engine.add_attempt(index, {.bytes = next.number, .result = result_of(next.number)});
                break;
            case script::file:
                oracle.add_file(index, next.number);
                engine.add_file(index, {.size = next.number});
                break;
            case script::priority:
                oracle.set_priority(static_cast<wua::DownloadPriority>(1 + next.number % 3));
                one.job->set_priority(static_cast<wua::DownloadPriority>(1 + next.number % 3));
                expect_none(engine.updates().empty() ? "" : oracle.judge(engine.priority(), engine.bandwidth()));
                break;
            case script::bandwidth:
                oracle.set_bandwidth(next.number);
                one.job->set_bandwidth(next.number);
                expect_none(engine.updates().empty() ? "" : oracle.judge(engine.priority(), engine.bandwidth()));
                break;
            case script::abort:
                oracle.request_abort(m_engine->time);
                one.job->request_abort();
                break;
            case script::pause_job:
                oracle.pause(next.number % 2 != 0);
                next.number % 2 != 0 ? one.job->pause() : one.job->resume();
                break;
            case script::pause_update:
                if (index < one.job->updates().size())
                {
                    oracle.pause(index, next.number % 2 != 0);
                    next.number % 2 != 0 ? one.job->pause(index) : one.job->resume(index);
                }
                break;
            case script::tick:
                oracle.tick();
                engine.tick();
                break;
            case script::pass:
            case script::kinds:
                m_engine->time += std::chrono::milliseconds(next.number % 8000);
                break;
        }
    }

    void look()
    {
        for (running& one : m_under_way)
        {
            one.oracle->look(m_engine->time, std::chrono::seconds(5));
            const bool was_completed = one.job->is_completed();
            expect(was_completed == one.oracle->is_completed(), "the job is completed, or it is not");
        }
        while (m_engine->drive())
        {}
        for (running& one : m_under_way)
        {
            const wua::progress_snapshot now = one.job->progress();
            expect_none(one.oracle->judge(now));
            for (std::size_t index = 0; index != now.update_count(); ++index)
            {
                expect_none(one.oracle->judge(index, one.job->update(index)));
                expect_none(one.oracle->judge(index, one.job->story(index), one.attempts_kept));
                expect_none(one.oracle->judge(index, one.job->files(index)));
            }
            expect_none(one.oracle->judge(one.job->result()));
            look_at_pause(one, now);
            expect(one.told.value_or(one.first) == now.values(), "the last progress was not told");
            expect(one.completions == (one.oracle->is_completed() ? 1 : 0), "the completed callback is not due, or is");
        }
    }

    // Pauses are distinguished by the number of their event.
    void look_at_pause(running& one, const wua::progress_snapshot& now)
    {
        one.oracle->note_state();
        if (!now.is_paused())
        {
            return;
        }
        const std::uint16_t number = now.values().event_number;
        expect(!one.pause_number || one.pauses == one.oracle->pauses() || *one.pause_number != number,
               "another pause is not told from the one before");
        one.pause_number = number;
        one.pauses = one.oracle->pauses();
    }

    std::shared_ptr<scripted_engine> m_engine;
    std::vector<running> m_under_way;
    std::string m_wrong;
};

inline std::string run(const script& told)
{
    return script_run().run(told);
}

inline script make_script(std::uint64_t seed)
{
    return script_maker(seed).make();
}

// The smallest script that fails in the same way.
inline script shrunk(script failing)
{
    const auto keep = [&](script smaller) {
        const bool fails = !run(smaller).empty();
        if (fails)
        {
            failing = std::move(smaller);
        }
        return fails;
    };
    for (bool is_smaller = true; is_smaller;)
    {
        is_smaller = false;
        for (std::size_t length = failing.events.size(); length != 0; length /= 2)
        {
            for (std::size_t first = 0; first + length <= failing.events.size();)
            {
                script smaller = failing;
                const auto from = smaller.events.begin() + static_cast<std::ptrdiff_t>(first);
                smaller.events.erase(from, from + static_cast<std::ptrdiff_t>(length));
                const bool is_kept = keep(std::move(smaller));
                is_smaller = is_smaller || is_kept;
                first += is_kept ? 0 : 1;
            }
        }
        for (std::size_t job = failing.jobs.size(); job-- != 0;)
        {
            script smaller = failing;
            smaller.jobs[job].aborts_at = smaller.jobs[job].pauses_at = 0;
            smaller.jobs[job].throws = false;
            if (failing.jobs[job].aborts_at + failing.jobs[job].pauses_at != 0 || failing.jobs[job].throws)
            {
                is_smaller = keep(smaller) || is_smaller;
            }
            smaller = failing;
            if (smaller.jobs[job].sizes.size() > 1)
            {
                smaller.jobs[job].sizes.pop_back();
                is_smaller = keep(smaller) || is_smaller;
            }
            smaller = failing;
            const auto is_of_it = [&](const script::event& one) { return one.job == job; };
            if (smaller.jobs.size() > 1 && std::none_of(smaller.events.begin(), smaller.events.end(), is_of_it))
            {
                smaller.jobs.erase(smaller.jobs.begin() + static_cast<std::ptrdiff_t>(job));
                for (script::event& one : smaller.events)
                {
                    one.job -= one.job > job ? 1 : 0;
                }
                is_smaller = keep(smaller) || is_smaller;
            }
        }
    }
    return failing;
}

// In the form of a test's source.
inline std::string code_of(const script& told)
{
    constexpr std::array names{
        "start",   "size", "bytes", "phase",     "retry",        "finish",   "finish_rest", "drop", "stop", "hold",
        "attempt", "file", "abort", "pause_job", "pause_update", "priority", "bandwidth",   "tick", "pass", "pass"};
    std::string code = "const fakes::script told{{";
    for (const script::plan& job : told.jobs)
    {
        code += "{{";
        for (const std::optional<std::uint64_t>& size : job.sizes)
        {
            code += (size ? std::to_string(*size) : "std::nullopt") + ", ";
        }
        code += "}, " + std::to_string(job.aborts_at) + ", " + std::to_string(job.pauses_at) +
                (job.throws ? ", true, " : ", false, ") + std::to_string(job.attempts_kept) + "}, ";
    }
    code += "},\n{";
    for (const script::event& one : told.events)
    {
        code += std::string("{fakes::script::") + names[one.what] + ", " + std::to_string(one.job) + ", " +
                std::to_string(one.index) + ", " + std::to_string(one.number) + "},\n";
    }
    return code + "}};\nCHECK(fakes::run(told) == \"\");\n";
}

// Runs the job of that number. Returns what went wrong, with the smallest failing script as code; empty if nothing did.
inline std::string run_script(std::uint64_t seed)
{
    const script told = make_script(seed);
    const std::string wrong = run(told);
    if (wrong.empty())
    {
        return wrong;
    }
    const script small = shrunk(told);
    return wrong + "\n" + run(small) + ":\n" + code_of(small);
}

} // namespace fakes

// SPDX-License-Identifier: MIT
#pragma once

// Engines with mistakes that their authors might really make, one each.

#include "catch.hpp"
#include <wua/testing/engine_conformance.hpp>

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <stdexcept>
#include <stop_token>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace engine_mistakes_test
{

using namespace std::chrono_literals;
using wua::engine_rule;
using wua::outcome;

enum class mistake
{
    reports_percentages,
    reports_pieces,
    reports_only_results,
    takes_zero_for_unknown,
    fails_what_is_aborted,
    fails_what_comes_after_a_failure,
    keeps_one_job_only,
    keeps_its_lock_while_it_reports,
    keeps_who_aborts_waiting,
    retries_for_ever,
    ticks_for_ever,
    has_a_clock_that_stands,
    has_no_clock,
};

inline bool is_to_fail(const wua::update_item& update)
{
    return update.title.starts_with("missing");
}

// Uses a thread for each job.
class engine_of_threads
{
public:
    explicit engine_of_threads(mistake m) : m_state(std::make_shared<state>(m)) {}

    ~engine_of_threads()
    {
        m_state->stop.request_stop();
        for (std::thread& each : m_threads)
        {
            each.get_id() == std::this_thread::get_id() ? each.detach() : each.join();
        }
    }

    engine_of_threads(const engine_of_threads&) = delete;
    engine_of_threads& operator=(const engine_of_threads&) = delete;

    void start(wua::transfer assigned)
    {
        auto job = std::make_shared<wua::transfer>(std::move(assigned));
        if (m_state->has(mistake::keeps_one_job_only))
        {
            m_state->only = job.get();
        }
        m_threads.emplace_back([all = m_state, job] { all->download(*job); });
    }

    std::chrono::nanoseconds now() const
    {
        if (m_state->has(mistake::has_no_clock))
        {
            throw std::runtime_error("there is no clock");
        }
        return m_state->has(mistake::has_a_clock_that_stands) ? 0ns : std::chrono::steady_clock::now() - m_began;
    }

private:
    struct state
    {
        explicit state(mistake m) : made(m) {}

        bool has(mistake one) const noexcept
        {
            return made == one;
        }

        bool is_over(const wua::transfer& job) const
        {
            return stop.stop_requested() || job.stop_token().stop_requested();
        }

        void download(wua::transfer& job)
        {
            std::optional<std::stop_callback<std::function<void()>>> on_abort;
            if (has(mistake::keeps_its_lock_while_it_reports))
            {
                on_abort.emplace(job.stop_token(), [this] { const std::lock_guard lock(mutex); });
            }
            else if (has(mistake::keeps_who_aborts_waiting))
            {
                on_abort.emplace(job.stop_token(), [this] {
                    if (!has_waited.exchange(true))
                    {
                        std::this_thread::sleep_for(2500ms);
                    }
                });
            }
            bool has_failed = false;
            if (has(mistake::keeps_one_job_only))
            {
                std::this_thread::sleep_for(50ms); // long enough for another one to come meanwhile
            }
            for (std::size_t index = 0; index != job.updates().size(); ++index)
            {
                if (has(mistake::keeps_one_job_only) && only.load() != &job)
                {
                    const wua::transfer forgotten = std::move(job);
                    return;
                }
                if (!job.wants(index))
                {
                    continue;
                }
                if (stop.stop_requested())
                {
                    job.finish_rest(outcome::failed(wua::wu_e_service_stop));
                    return;
                }
                if (job.stop_token().stop_requested())
                {
                    job.finish(index, has(mistake::fails_what_is_aborted) ? outcome::failed(wua::wu_e_call_cancelled)
                                                                          : outcome::aborted());
                    continue;
                }
                const bool is_failure = is_to_fail(*job.updates()[index]);
                has_failed = has_failed || is_failure;
                if (is_failure || (has_failed && has(mistake::fails_what_comes_after_a_failure)))
                {
                    job.finish(index, outcome::failed(wua::wu_e_pt_http_status_not_found));
                    continue;
                }
                const std::uint64_t size = job.updates()[index]->size().value_or(100'000);
                const bool is_endless = index == 2;
                if (!has(mistake::reports_only_results))
                {
                    job.start(index);
                    job.set_size(
                        index, has(mistake::takes_zero_for_unknown) && !job.updates()[index]->size() ? 0 : size);
                    report(job, index, size, is_endless);
                }
                job.finish(index, is_over(job) && is_endless ? outcome::aborted() : outcome::succeeded());
            }
        }

        void report(wua::transfer& job, std::size_t index, std::uint64_t size, bool is_endless)
        {
            const auto wait = [&] { std::this_thread::sleep_for(5ms); };
            for (std::uint64_t part = 1; part != 5; ++part)
            {
                std::unique_lock lock(mutex, std::defer_lock);
                if (has(mistake::keeps_its_lock_while_it_reports))
                {
                    lock.lock();
                }
                job.set_bytes(index, has(mistake::reports_percentages) ? 25 * part
                                     : has(mistake::reports_pieces)    ? size / 4
                                                                       : size / 4 * part);
            }
            while (is_endless && has(mistake::ticks_for_ever) && !is_over(job))
            {
                job.tick();
                wait();
            }
            while (is_endless && has(mistake::retries_for_ever) && !is_over(job))
            {
                job.retry(index);
                job.set_bytes(index, size / 2);
                wait();
            }
        }

        const mistake made;
        std::mutex mutex;
        std::stop_source stop;
        std::atomic<bool> has_waited{false};
        std::atomic<const wua::transfer*> only{nullptr};
    };

    const std::chrono::steady_clock::time_point m_began = std::chrono::steady_clock::now();
    std::shared_ptr<state> m_state;
    std::vector<std::thread> m_threads;
};

// Only the limits that mistakes run into are short, so that the rest is not rushed.
inline wua::conformance_options options_of_mistakes(bool is_hurried = false)
{
    wua::conformance_options options;
    options.many = 20;
    options.announce = {};
    options.silence_limit = is_hurried ? 1s : options.silence_limit;
    options.abort_limit = is_hurried ? 2s : options.abort_limit;
    options.make_failing_update = [](std::size_t n) {
        return wua::make_item("missing " + std::to_string(n), "https://host/", 100'000);
    };
    return options;
}

inline std::set<engine_rule> rules_in(const std::vector<wua::engine_violation>& violations)
{
    std::set<engine_rule> rules;
    for (const wua::engine_violation& each : violations)
    {
        UNSCOPED_INFO(each.message);
        rules.insert(each.rule);
    }
    return rules;
}

} // namespace engine_mistakes_test

// SPDX-License-Identifier: MIT
// The engines of the library conform, and engines that are broken on purpose are each told what they do wrong.

#include "catch.hpp"
#include "testing/forgetful_engine.hpp"
#include <wua/engine/blocking_engine.hpp>
#include <wua/engine/simulated_engine.hpp>
#include <wua/testing/engine_conformance.hpp>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <latch>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <stdexcept>
#include <stop_token>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

using namespace std::chrono_literals;

namespace
{

const std::vector<std::string> none;

constexpr std::uint64_t usual_size = 100'000;

bool has_to_fail(const wua::update_item& update)
{
    return update.title == "missing";
}

wua::update_pointer missing_update(std::size_t)
{
    return wua::make_item("missing", "https://host/missing", usual_size);
}

// What the tests ask of every engine.
wua::conformance_options usual_options()
{
    wua::conformance_options options;
    options.make_failing_update = missing_update;
    options.announce = nullptr; // most of these engines end no program
    return options;
}

// Downloads as a blocking engine's function should.
wua::outcome download_well(wua::update_reporter& report)
{
    const std::uint64_t size = report.update().size().value_or(usual_size);
    report.set_size(size);
    for (std::uint64_t bytes = 0; bytes != size;)
    {
        if (report.stop_token().stop_requested())
        {
            return wua::outcome::aborted();
        }
        bytes += size / 4;
        report.set_bytes(bytes);
        if (has_to_fail(report.update()) && bytes == size / 2)
        {
            return wua::outcome::failed(wua::wu_e_pt_http_status_not_found);
        }
    }
    report.start_verifying();
    return wua::outcome::succeeded();
}

wua::update_pointer unsized_update(std::size_t n)
{
    return wua::make_item("update " + std::to_string(n), "https://host/");
}

// A hundred reports for each of a thousand updates would only take time.
wua::scenario terse_scenario()
{
    wua::scenario script;
    script.reports_per_update = 10;
    return script;
}

using rule_set = std::set<wua::engine_rule>;

// Each once, with the messages shown when a check fails.
template <class F>
rule_set rules_broken_by(const F& make_engine, const wua::conformance_options& options)
{
    rule_set broken;
    for (const wua::engine_violation& violation : wua::check_engine(make_engine, options))
    {
        UNSCOPED_INFO(violation.message);
        broken.insert(violation.rule);
    }
    return broken;
}

} // namespace

TEST_CASE("a blocking engine conforms", "[engine_conformance]")
{
    CHECK(wua::engine_violations([] { return wua::blocking_engine(download_well); }, usual_options()) == none);
}

TEST_CASE("a blocking engine of four threads conforms", "[engine_conformance]")
{
    CHECK(wua::engine_violations([] { return wua::blocking_engine(download_well, 4); }, usual_options()) == none);
}

TEST_CASE("a blocking engine that learns sizes and retries conforms", "[engine_conformance]")
{
    wua::conformance_options options = usual_options();
    options.make_update = unsized_update;
    const auto download = [](wua::update_reporter& report) {
        report.set_size(usual_size);
        report.set_bytes(70'000);
        report.retry(10'000);
        return download_well(report);
    };
    CHECK(wua::engine_violations([&] { return wua::blocking_engine(download, 2); }, options) == none);
}

TEST_CASE("the simulated engine conforms", "[engine_conformance]")
{
    CHECK(wua::engine_violations([] { return wua::simulated_engine(terse_scenario()); }) == none);
}

TEST_CASE("the simulated engine conforms when updates come in any order, several at a time", "[engine_conformance]")
{
    wua::scenario script = terse_scenario();
    script.order = wua::start_order::shuffled;
    script.parallelism = 3;
    CHECK(wua::engine_violations([&] { return wua::simulated_engine(script); }) == none);
}

TEST_CASE("the simulated engine conforms when sizes are learnt late, attempts fail and bytes stall",
          "[engine_conformance]")
{
    wua::scenario script = terse_scenario();
    script.parallelism = 2;
    script.others.size = 70'000;
    script.others.known = wua::size_known::late;
    script.others.size_learnt_at = 30'000;
    script.others.stalls = {{20'000, 2s}};
    script.others.abort_latency = 10ms;
    wua::simulated_fault fault;
    fault.at_byte = 50'000;
    fault.is_retried = true;
    fault.keeps_bytes = true;
    fault.retry_delay = 1s;
    script.others.faults = {fault};
    wua::conformance_options options;
    options.make_update = unsized_update;
    CHECK(wua::engine_violations([&] { return wua::simulated_engine(script); }, options) == none);
}

TEST_CASE("the simulated engine conforms when no size is ever known", "[engine_conformance]")
{
    wua::scenario script = terse_scenario();
    script.others.size = 70'000;
    script.others.known = wua::size_known::never;
    wua::conformance_options options;
    options.make_update = unsized_update;
    CHECK(wua::engine_violations([&] { return wua::simulated_engine(script); }, options) == none);
}

TEST_CASE("the simulated engine conforms in real time", "[engine_conformance]")
{
    wua::conformance_options options;
    options.drives_itself = true;
    options.many = 100;
    CHECK(wua::engine_violations(
              [] {
                  wua::simulated_engine engine(terse_scenario());
                  engine.run_in_real_time(5); // slow enough for an abort to find something left to abort
                  return engine;
              },
              options) == none);
}

TEST_CASE("a simulated engine that ignores an abort, or takes too long to obey, is found", "[engine_conformance]")
{
    wua::scenario script;
    script.others.latency = 30s; // of the engine's own time
    script.others.ignores_abort = GENERATE(true, false);
    script.others.abort_latency = 20s;
    CHECK(rules_broken_by([&] { return wua::simulated_engine(script); }, wua::conformance_options()) ==
          rule_set{wua::engine_rule::abort_is_obeyed});
}

namespace
{

enum class flaw
{
    nothing,
    works_inside_start,
    loses_an_update,
    drops_an_update,
    finishes_twice,
    reports_after_the_end,
    reports_an_unknown_update,
    reports_too_many_bytes,
    lets_bytes_go_back,
    changes_the_size,
    lets_phases_go_back,
    keeps_more_than_there_was,
    finishes_without_result,
    succeeds_with_half_the_bytes,
    takes_an_error_for_a_file,
    downloads_what_is_there,
    goes_on_after_an_abort,
    takes_an_abort_for_a_failure,
    blocks_in_start,
    throws_in_start,
    leaves_jobs_behind,
    waits_for_itself,
    ignores_pauses,
    fails_what_was_paused,
    waits_in_start,
    ends_aborted_updates_twice,
    reports_after_its_destructor,
    changes_an_unsized_size,
    tells_of_another_job,
    overlaps,
    has_a_clock_that_goes_back,
    has_a_clock_that_jumps,
};

// An engine with a thread for each job, which downloads as it should but for one flaw. Cannot be moved.
class flawed_engine
{
public:
    explicit flawed_engine(flaw f) : m_flaw(f) {}
    flawed_engine(const flawed_engine&) = delete;
    flawed_engine& operator=(const flawed_engine&) = delete;

    ~flawed_engine()
    {
        m_stop.request_stop();
        for (std::thread& thread : m_threads)
        {
            if (thread.get_id() != std::this_thread::get_id())
            {
                thread.join();
                continue;
            }
            if (m_flaw == flaw::waits_for_itself)
            {
                wait_for(std::stop_source().get_token());
            }
            thread.detach();
        }
    }

    std::chrono::nanoseconds now() const
    {
        const std::chrono::nanoseconds passed = std::chrono::steady_clock::now() - m_began;
        return m_flaw == flaw::has_a_clock_that_goes_back ? 1h - passed
               : m_flaw == flaw::has_a_clock_that_jumps
                   ? passed + 1h * ++m_looks
                   : passed;
    }

    void start(wua::transfer assigned)
    {
        if (m_flaw == flaw::throws_in_start)
        {
            throw std::runtime_error("no room");
        }
        if (m_flaw == flaw::works_inside_start || m_flaw == flaw::blocks_in_start)
        {
            download_all(assigned, m_flaw, m_stop.get_token());
            if (m_flaw == flaw::blocks_in_start)
            {
                wait_for(assigned.stop_token());
            }
            return;
        }
        const auto job = std::make_shared<wua::transfer>(std::move(assigned));
        if (m_flaw == flaw::tells_of_another_job && !m_first)
        {
            m_first = std::make_shared<const std::vector<wua::update_pointer>>(job->updates());
        }
        m_threads.emplace_back([job, f = m_flaw, stop = m_stop.get_token(), first = m_first] {
            download_all(*job, f, stop, first.get());
        });
        if (m_flaw == flaw::waits_in_start)
        {
            m_threads.back().join();
            m_threads.pop_back();
        }
    }

private:
    // Until the stop is requested, or for so long.
    static void wait_for(const std::stop_token& stop, std::chrono::nanoseconds limit = std::chrono::hours(1000))
    {
        std::mutex mutex;
        std::condition_variable_any changed;
        std::unique_lock lock(mutex);
        changed.wait_for(lock, stop, limit, [] { return false; });
    }

    static void download_all(wua::transfer& assigned, flaw f, const std::stop_token& stop,
                             const std::vector<wua::update_pointer>* first = nullptr)
    {
        const std::size_t count = assigned.updates().size();
        std::atomic<std::size_t> at{0};
        std::optional<std::stop_callback<std::function<void()>>> on_abort;
        if (f == flaw::ends_aborted_updates_twice)
        {
            on_abort.emplace(assigned.stop_token(), [&assigned, &at, count] {
                for (std::size_t index = at + 1; index < count; ++index)
                {
                    if (assigned.wants(index))
                    {
                        assigned.finish(index, wua::outcome::aborted());
                    }
                }
            });
        }
        std::list<std::size_t> left;
        for (std::size_t index = 0; index != count; ++index)
        {
            left.push_back(index);
        }
        bool has_paused = false;
        while (!left.empty())
        {
            const auto next = std::find_if(left.begin(), left.end(), [&](std::size_t waiting) {
                return f == flaw::ignores_pauses || !assigned.wants_pause(waiting);
            });
            has_paused = has_paused || next == left.end();
            if (next == left.end())
            {
                wait_for(stop, 1ms);
                if (!stop.stop_requested())
                {
                    continue;
                }
            }
            const std::size_t index = next == left.end() ? left.front() : *next;
            left.remove(index);
            at = index;
            if (has_paused && f == flaw::fails_what_was_paused && !assigned.stop_token().stop_requested())
            {
                assigned.finish(index, wua::outcome::failed(wua::wu_e_unexpected));
                continue;
            }
            if ((f == flaw::leaves_jobs_behind || f == flaw::reports_after_its_destructor) && index == 4 &&
                !assigned.stop_token().stop_requested())
            {
                wait_for(stop, 2s); // slow enough for somebody to destroy the engine meanwhile
            }
            if (stop.stop_requested() && f == flaw::reports_after_its_destructor)
            {
                auto late = std::make_shared<wua::transfer>(std::move(assigned));
                late->finish_rest(wua::outcome::failed(wua::wu_e_service_stop));
                std::thread([late] {
                    for (int n = 0; n != 100; ++n)
                    {
                        late->set_bytes(0, usual_size);
                        std::this_thread::sleep_for(1ms);
                    }
                }).detach();
                return;
            }
            if (stop.stop_requested())
            {
                end_of_engine(assigned, f);
                return;
            }
            const bool is_lost = f == flaw::loses_an_update || f == flaw::drops_an_update;
            if ((is_lost && index + 1 == count && !assigned.stop_token().stop_requested()) ||
                (f != flaw::downloads_what_is_there &&
                 !(f == flaw::ends_aborted_updates_twice && assigned.stop_token().stop_requested()) &&
                 !assigned.wants(index)))
            {
                continue;
            }
            download(assigned, index, f, first);
        }
        if (f == flaw::reports_an_unknown_update)
        {
            assigned.set_bytes(count, 1);
        }
        if (f == flaw::loses_an_update && !assigned.is_completed())
        {
            const std::stop_callback end_it(
                assigned.stop_token(), [&] { assigned.finish(count - 1, wua::outcome::aborted()); });
            wait_for(stop);
        }
    }

    static void end_of_engine(wua::transfer& assigned, flaw f)
    {
        if (f != flaw::leaves_jobs_behind)
        {
            assigned.finish_rest(wua::outcome::failed(wua::wu_e_service_stop));
            return;
        }
        // It lives on, and nobody uses it.
        static std::mutex mutex;
        static auto* const abandoned = new std::vector<wua::transfer>();
        const std::lock_guard lock(mutex);
        abandoned->push_back(std::move(assigned));
    }

    static void download(wua::transfer& assigned, std::size_t index, flaw f,
                         const std::vector<wua::update_pointer>* first)
    {
        const std::uint64_t size = assigned.updates()[index]->size().value_or(usual_size);
        if (assigned.stop_token().stop_requested() && f != flaw::goes_on_after_an_abort)
        {
            assigned.finish(index, f == flaw::takes_an_abort_for_a_failure ? wua::outcome::failed(wua::wu_e_unexpected)
                                                                           : wua::outcome::aborted());
            return;
        }
        assigned.start(index);
        assigned.set_size(index, size);
        assigned.set_bytes(index, size / 4);
        assigned.set_bytes(index, size / 2);
        switch (f)
        {
            case flaw::overlaps:
            {
                std::latch both(2);
                const auto report = [&] {
                    both.arrive_and_wait();
                    for (int n = 0; n != 100; ++n)
                    {
                        assigned.set_bytes(index, size / 2);
                        std::this_thread::sleep_for(100us);
                    }
                };
                std::thread other(report);
                report();
                other.join();
                break;
            }
            case flaw::changes_an_unsized_size:
                if (!assigned.updates()[index]->size())
                {
                    assigned.set_size(index, size * 2);
                }
                break;
            case flaw::reports_too_many_bytes:
                assigned.set_bytes(index, size + 1);
                break;
            case flaw::lets_bytes_go_back:
                assigned.set_bytes(index, 0);
                break;
            case flaw::changes_the_size:
                assigned.set_size(index, size * 2);
                break;
            case flaw::lets_phases_go_back:
                assigned.set_phase(index, wua::dphInitializing);
                break;
            case flaw::keeps_more_than_there_was:
                assigned.retry(index, size);
                break;
            case flaw::finishes_without_result:
                assigned.finish(index, wua::outcome::in_progress());
                return;
            default:
                break;
        }
        if (has_to_fail(*assigned.updates()[index]) && f != flaw::takes_an_error_for_a_file)
        {
            assigned.finish(index, wua::outcome::failed(wua::wu_e_pt_http_status_not_found));
            return;
        }
        if (f != flaw::succeeds_with_half_the_bytes)
        {
            assigned.set_bytes(index, first == nullptr ? size : (*first)[index % first->size()]->size().value_or(size));
        }
        assigned.finish(index, wua::outcome::succeeded());
        if (f == flaw::finishes_twice)
        {
            assigned.finish(index, wua::outcome::succeeded());
        }
        if (f == flaw::reports_after_the_end)
        {
            assigned.set_bytes(index, size);
        }
    }

    const flaw m_flaw;
    const std::chrono::steady_clock::time_point m_began = std::chrono::steady_clock::now();
    mutable std::atomic<int> m_looks{0};
    std::shared_ptr<const std::vector<wua::update_pointer>> m_first; // the updates of the first job
    std::stop_source m_stop;
    std::vector<std::thread> m_threads;
};

// Pauses between updates, which is enough.
class pausing_engine : public flawed_engine
{
public:
    using flawed_engine::flawed_engine;

    wua::job_controls controls() const
    {
        return {.pause = true};
    }
};

// A flaw that shows when a limit is over gets a short one. Nothing else is hurried: the machine may be busy.
wua::conformance_options options_for(flaw f)
{
    wua::conformance_options options = usual_options();
    options.many = 40;
    if (f == flaw::loses_an_update)
    {
        options.silence_limit = 1s;
    }
    if (f == flaw::waits_for_itself)
    {
        options.destruction_limit = 2s;
    }
    return options;
}

struct flaw_and_rule
{
    flaw has;
    wua::engine_rule breaks;
};

} // namespace

TEST_CASE("an engine of the tests' own conforms as long as it has no flaw", "[engine_conformance]")
{
    CHECK(wua::engine_violations([] { return flawed_engine(flaw::nothing); }, usual_options()) == none);
}

TEST_CASE("an engine that pauses between updates conforms", "[engine_conformance][pause]")
{
    CHECK(wua::engine_violations([] { return pausing_engine(flaw::nothing); }, usual_options()) == none);
}

TEST_CASE("an engine whose own thread reads its clock while it is destroyed conforms", "[engine_conformance]")
{
    class slowly_timed_engine
    {
    public:
        slowly_timed_engine() : m_blocking(download_well, 2) {}

        void start(wua::transfer assigned)
        {
            m_blocking.start(std::move(assigned));
        }

        std::chrono::nanoseconds now() const
        {
            if (std::this_thread::get_id() != m_maker)
            {
                std::this_thread::sleep_for(10ms);
            }
            return std::chrono::steady_clock::now() - m_began;
        }

    private:
        const std::chrono::steady_clock::time_point m_began = std::chrono::steady_clock::now();
        const std::thread::id m_maker = std::this_thread::get_id();
        wua::blocking_engine m_blocking;
    };
    wua::conformance_options options = usual_options();
    options.many = 40;
    CHECK(wua::engine_violations([] { return slowly_timed_engine(); }, options) == none);
}

TEST_CASE("an engine that says that it can pause is asked to", "[engine_conformance][pause]")
{
    CHECK(rules_broken_by([] { return pausing_engine(flaw::ignores_pauses); }, usual_options()) ==
          rule_set{wua::engine_rule::pause_is_obeyed});
    CHECK(rules_broken_by([] { return pausing_engine(flaw::fails_what_was_paused); }, usual_options()) ==
          rule_set{wua::engine_rule::pause_spoils_nothing});
}

TEST_CASE("a driven engine that forgets posted work leaves callbacks out", "[engine_conformance]")
{
    CHECK(rules_broken_by([] { return wua_test::forgetful_engine(); }, wua::conformance_options()) ==
          rule_set{wua::engine_rule::callback_law_is_kept});
}

TEST_CASE("each trial is announced with its rule before the engine is asked anything", "[engine_conformance]")
{
    std::vector<std::string> announced;
    wua::conformance_options options = usual_options();
    options.announce = [&](std::string_view trial) { announced.emplace_back(trial); };
    std::vector<std::size_t> before_each;
    const auto make = [&] {
        before_each.push_back(announced.size());
        return wua::blocking_engine(download_well);
    };
    CHECK(wua::engine_violations(make, options) == none);
    REQUIRE(announced.size() == before_each.size());
    for (std::size_t i = 0; i != before_each.size(); ++i)
    {
        CHECK(before_each[i] == i + 1);
    }
    CHECK(announced.front() == "a job of one update: every update of a job gets its result");
    CHECK(announced.back() == "an engine that is destroyed where it reports its last result: " +
                                  std::string(sentence_of(wua::engine_rule::engine_can_be_destroyed)));
}

TEST_CASE("an engine that a factory returns as a shared_ptr is tried as well", "[engine_conformance]")
{
    const auto make = [] { return std::make_shared<wua::blocking_engine>(download_well); };
    CHECK(wua::engine_violations(make, usual_options()) == none);
    const auto make_flawed = [] { return std::make_unique<flawed_engine>(flaw::finishes_twice); };
    CHECK(rules_broken_by([&] { return std::shared_ptr<flawed_engine>(make_flawed()); }, usual_options()) ==
          rule_set{wua::engine_rule::finishes_once});
    const auto make_none = [] { return std::shared_ptr<wua::blocking_engine>(); };
    CHECK_THROWS_AS(wua::check_engine(make_none, usual_options()), std::invalid_argument);
}

TEST_CASE("each rule of the suite has a sentence of its own", "[engine_conformance]")
{
    std::set<std::string_view> sentences;
    constexpr auto count = static_cast<std::size_t>(wua::engine_rule::time_goes_forward) + 1;
    for (std::size_t n = 0; n != count; ++n)
    {
        sentences.insert(sentence_of(static_cast<wua::engine_rule>(n)));
    }
    CHECK(sentences.size() == count);
    CHECK_FALSE(sentences.contains(""));
}

TEST_CASE("a violation says the rule, the trial and what the engine did", "[engine_conformance]")
{
    const auto violations =
        wua::engine_violations([] { return flawed_engine(flaw::throws_in_start); }, usual_options());
    CHECK(violations ==
          std::vector<std::string>{"start() does not throw; what it cannot do, it reports as failed; with a "
                                   "job of one update: no room"});
}

TEST_CASE("each flaw of an engine is reported, by the rule that it breaks and no other", "[engine_conformance]")
{
    using rule = wua::engine_rule;
    const flaw_and_rule expected = GENERATE(values<flaw_and_rule>({
        {flaw::loses_an_update, rule::every_update_ends},
        {flaw::drops_an_update, rule::transfer_is_kept},
        {flaw::finishes_twice, rule::finishes_once},
        {flaw::reports_after_the_end, rule::silent_after_the_end},
        {flaw::reports_an_unknown_update, rule::updates_exist},
        {flaw::reports_too_many_bytes, rule::bytes_within_size},
        {flaw::lets_bytes_go_back, rule::bytes_go_forward},
        {flaw::changes_the_size, rule::size_stays},
        {flaw::lets_phases_go_back, rule::phases_go_forward},
        {flaw::keeps_more_than_there_was, rule::attempts_keep_what_is_there},
        {flaw::finishes_without_result, rule::results_make_sense},
        {flaw::succeeds_with_half_the_bytes, rule::success_has_all_bytes},
        {flaw::takes_an_error_for_a_file, rule::results_are_right},
        {flaw::downloads_what_is_there, rule::done_is_passed_over},
        {flaw::goes_on_after_an_abort, rule::abort_is_obeyed},
        {flaw::takes_an_abort_for_a_failure, rule::abort_spoils_nothing},
        {flaw::blocks_in_start, rule::start_returns_at_once},
        {flaw::throws_in_start, rule::start_does_not_throw},
        {flaw::leaves_jobs_behind, rule::end_of_engine_ends_jobs},
        {flaw::waits_for_itself, rule::engine_can_be_destroyed},
        {flaw::works_inside_start, rule::start_returns_at_once},
        {flaw::waits_in_start, rule::start_returns_at_once},
        {flaw::ends_aborted_updates_twice, rule::finishes_once},
        {flaw::reports_after_its_destructor, rule::end_of_engine_ends_jobs},
        {flaw::changes_an_unsized_size, rule::size_stays},
        {flaw::tells_of_another_job, rule::success_has_all_bytes},
        {flaw::overlaps, rule::reports_do_not_overlap},
        {flaw::has_a_clock_that_goes_back, rule::time_goes_forward},
        {flaw::has_a_clock_that_jumps, rule::time_goes_forward},
    }));
    CAPTURE(std::string(sentence_of(expected.breaks)));
    CHECK(rules_broken_by([&] { return flawed_engine(expected.has); }, options_for(expected.has)) ==
          rule_set{expected.breaks});
}

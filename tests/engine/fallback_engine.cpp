// SPDX-License-Identifier: MIT
// The engine that is made of two.

#include "catch.hpp"
#include "job/fakes.hpp"
#include <wua/engine/blocking_engine.hpp>
#include <wua/engine/fallback_engine.hpp>
#include <wua/engine/simulated_engine.hpp>
#include <wua/job/job.hpp>
#include <wua/model/update_details.hpp>
#include <wua/testing/engine_conformance.hpp>

#include <atomic>
#include <chrono>
#include <functional>
#include <future>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <thread>
#include <utility>
#include <vector>

// Not without a name: other tests of the same program may use the same words.
namespace fallback_test
{

using namespace wua;
using namespace std::chrono_literals;
using fakes::contract_watch;
using fakes::unsized;
using fakes::updates;

using simulated_pair = fallback_engine<simulated_engine, simulated_engine>;

const std::vector<std::string> no_violations;

scenario script_of(const simulated_update& plan, std::size_t parallelism = 2)
{
    scenario script;
    script.others = plan;
    script.parallelism = parallelism;
    script.reports_per_update = 10;
    return script;
}

simulated_update failing_at(std::uint64_t place, HRESULT hresult = wu_e_download_failed)
{
    simulated_update plan;
    plan.faults.push_back({.at_byte = place, .hresult = hresult});
    return plan;
}

simulated_update stalling_at(std::uint64_t place, std::chrono::nanoseconds duration = 24h)
{
    simulated_update plan;
    plan.stalls.push_back({place, duration});
    return plan;
}

conformance_options quick_suite()
{
    conformance_options options;
    options.many = 100;
    options.announce = {};
    return options;
}

outcome download(update_reporter& report)
{
    const std::uint64_t size = report.update().size().value_or(100'000);
    report.set_size(size);
    for (std::uint64_t part = 1; part != 5; ++part)
    {
        if (report.stop_token().stop_requested())
        {
            return outcome::aborted();
        }
        report.set_bytes(size / 4 * part);
    }
    report.start_verifying();
    return outcome::succeeded();
}

outcome fail_midway(update_reporter& report)
{
    report.set_bytes(50'000);
    return outcome::failed(wu_e_download_failed);
}

// A job that is held against the contract at each of its changes.
struct watched
{
    template <class E>
    watched(const std::shared_ptr<E>& engine, std::vector<update_pointer> items, time_source clock = {})
        : job(std::make_shared<detail::ledger>(
              std::move(items),
              detail::ledger_options{clock ? clock : detail::engine_handle(engine).clock(), 5s, true})),
          watch(std::make_shared<contract_watch>(job))
    {
        job->listen(watch);
        engine->start(transfer(job));
    }

    outcome result(std::size_t index = 0) const
    {
        return job->snapshot().result(index);
    }

    std::shared_ptr<detail::ledger> job;
    std::shared_ptr<contract_watch> watch;
};

std::shared_ptr<simulated_pair> pair_of(const scenario& first, const scenario& second, fallback_options options = {})
{
    return std::make_shared<simulated_pair>(simulated_engine(first), simulated_engine(second), std::move(options));
}

TEST_CASE("what fails with the first engine is downloaded by the second, as another attempt", "[fallback_engine]")
{
    const auto engine = pair_of(script_of(failing_at(60'000)), script_of({}));
    const watched on(engine, updates({100'000, 100'000, 100'000}));
    while (engine->drive())
    {}
    CHECK(on.job->is_completed());
    CHECK(on.watch->broken().empty());
    CHECK(on.watch->completions() == 1);
    for (std::size_t index = 0; index != 3; ++index)
    {
        CHECK(on.result(index) == outcome::succeeded());
        CHECK(on.job->progress_of(index).attempt == 2);
    }
    CHECK(on.job->engine_faults() == 0);
    CHECK(on.job->snapshot().bytes_downloaded() == 300'000);
}

TEST_CASE("what was there before is asked of neither engine", "[fallback_engine]")
{
    update_details details;
    details.is_downloaded = true;
    update_item there = *updates({7}).front();
    there.details = std::make_shared<const update_details>(details);
    const auto first = std::make_shared<simulated_engine>();
    const auto second = std::make_shared<simulated_engine>();
    const auto engine = std::make_shared<simulated_pair>(first, second);
    for (const std::size_t count : {1U, 2U})
    {
        std::vector<update_pointer> all(count, std::make_shared<const update_item>(there));
        job all_there = start(engine, all);
        CHECK(all_there.wait() == outcome::succeeded());
        CHECK(all_there.result(count - 1) == outcome::succeeded(wu_s_already_downloaded));
    }
    CHECK(first->now() == 0ns);
    CHECK(second->now() == 0ns);
    job with_more = start(engine, {std::make_shared<const update_item>(there), updates({1'000'000}).front()});
    CHECK(with_more.wait() == outcome::succeeded());
    CHECK(with_more.result(1) == outcome::succeeded());
    CHECK(first->now() > 0ns);
}

TEST_CASE("the second engine's result is final", "[fallback_engine]")
{
    const auto engine =
        pair_of(script_of(failing_at(60'000)), script_of(failing_at(10, wu_e_pt_http_status_not_found)));
    const watched on(engine, updates({100'000}));
    while (engine->drive())
    {}
    CHECK(on.result() == outcome::failed(wu_e_pt_http_status_not_found));
    CHECK(on.watch->broken().empty());
}

TEST_CASE("only the failures that the rule is about fall back", "[fallback_engine]")
{
    scenario first;
    first.updates = {failing_at(10, wu_e_pt_http_status_not_found), failing_at(10, e_accessdenied), {}};
    fallback_options options;
    options.falls_back = [](const outcome& result) -> bool {
        if (result.hresult == e_accessdenied)
        {
            throw std::runtime_error("no");
        }
        return result.hresult == wu_e_pt_http_status_not_found;
    };
    const auto engine = pair_of(first, script_of({}), options);
    const watched on(engine, updates({1000, 1000, 1000}));
    while (engine->drive())
    {}
    CHECK(on.result(0) == outcome::succeeded());
    CHECK(on.result(1) == outcome::failed(e_accessdenied));
    CHECK(on.result(2) == outcome::succeeded());
    CHECK(on.job->progress_of(2).attempt == 1);
    CHECK(on.watch->broken().empty());
}

TEST_CASE("what decides on falling back can destroy the job", "[fallback_engine]")
{
    std::optional<job> running;
    std::promise<void> stored;
    std::promise<std::chrono::nanoseconds> took;
    fallback_options options;
    options.falls_back = [&, is_stored = stored.get_future().share()](const outcome&) {
        is_stored.wait();
        const auto began = std::chrono::steady_clock::now();
        running.reset();
        took.set_value(std::chrono::steady_clock::now() - began);
        return true;
    };
    running.emplace(start(
        fallback_engine(std::make_shared<blocking_engine>([](update_reporter&) { return outcome::failed(e_fail); }),
                        std::make_shared<blocking_engine>(download), std::move(options)),
        updates({100})));
    stored.set_value();
    CHECK(took.get_future().get() < 2s); // the abort limit is 5 s
}

TEST_CASE("an engine that brings no bytes is given up in time, and what waits for it goes along", "[fallback_engine]")
{
    fallback_options options;
    options.no_bytes_for = 3s;
    const auto engine = pair_of(script_of(stalling_at(50'000)), script_of({}), options);
    const watched on(engine, updates({100'000, 100'000, 100'000, 100'000}));
    for (int tenth = 0; tenth != 29; ++tenth)
    {
        engine->advance(100ms);
    }
    CHECK(on.job->progress_of(0).bytes_downloaded == 50'000);
    CHECK(on.job->progress_of(0).attempt == 1);
    CHECK(on.job->snapshot().started() == 2);
    for (int tenth = 0; tenth != 20; ++tenth)
    {
        engine->advance(100ms);
    }
    CHECK(on.job->is_completed());
    CHECK(on.job->progress_of(0).attempt == 2);
    CHECK(on.job->progress_of(3).attempt == 1); // the first engine had not begun it
    CHECK(on.job->result() == outcome::succeeded());
    CHECK(on.watch->broken().empty());
    CHECK(on.job->engine_faults() == 0);
}

TEST_CASE("an engine without anything left to do is given up when its time would be over", "[fallback_engine]")
{
    simulated_update plan;
    plan.bytes_per_second = 0;
    fallback_options options;
    options.no_bytes_for = 7s;
    const auto engine = pair_of(script_of(plan), script_of({}), options);
    const watched on(engine, updates({100'000}));
    while (engine->drive())
    {}
    CHECK(on.result() == outcome::succeeded());
    CHECK(engine->now() >= 7s);
    CHECK(engine->now() < 8s);
    CHECK(on.watch->broken().empty());
}

TEST_CASE("a stall that is over in time does not count, nor does a long verification", "[fallback_engine]")
{
    simulated_update plan = stalling_at(50'000, 2s);
    plan.verify_time = 60s;
    fallback_options options;
    options.no_bytes_for = 3s;
    const auto engine = pair_of(script_of(plan), script_of(failing_at(0)), options);
    const watched on(engine, updates({100'000, 100'000}));
    for (int second = 0; second != 70; ++second) // of which each would be looked at
    {
        engine->advance(1s);
    }
    CHECK(on.job->result() == outcome::succeeded());
    CHECK(on.job->snapshot().retries() == 0);
}

TEST_CASE("an engine that does not stop is waited for only so long, and its late reports are ignored",
          "[fallback_engine]")
{
    simulated_update plan = stalling_at(50'000, 60s);
    plan.ignores_abort = true;
    fallback_options options;
    options.no_bytes_for = 1s;
    options.patience = 500ms;
    const auto first = std::make_shared<simulated_engine>(script_of(plan));
    const auto engine =
        std::make_shared<simulated_pair>(first, std::make_shared<simulated_engine>(script_of({})), options);
    const watched on(engine, updates({100'000}));
    for (int tenth = 0; tenth != 30; ++tenth)
    {
        engine->advance(100ms);
    }
    CHECK(on.job->is_completed());
    CHECK(on.result() == outcome::succeeded());
    const std::string last = std::to_string(on.job->snapshot().bytes_downloaded());
    first->advance(120s); // it goes on, and is heard no more
    CHECK(std::to_string(on.job->snapshot().bytes_downloaded()) == last);
    CHECK(on.watch->completions() == 1);
    CHECK(on.watch->broken().empty());
    CHECK(on.job->engine_faults() == 0);
}

TEST_CASE("an abort reaches whichever engine has the update", "[fallback_engine]")
{
    scenario first;
    first.parallelism = 3;
    first.updates = {failing_at(0), {}, {}};
    const auto engine = pair_of(first, script_of({}));
    const watched on(engine, updates({10'000'000, 10'000'000, 100}));
    engine->advance(600ms);
    CHECK(on.job->progress_of(0).bytes_downloaded > 1'000'000); // the second's
    CHECK(on.job->progress_of(1).bytes_downloaded > 1'000'000); // the first's
    on.job->request_abort();
    while (engine->drive())
    {}
    CHECK(on.result(0) == outcome::aborted());
    CHECK(on.result(1) == outcome::aborted());
    CHECK(on.result(2) == outcome::succeeded());
    CHECK(on.watch->completions() == 1);
    CHECK(on.watch->broken().empty());
    CHECK(on.job->engine_faults() == 0);
}

TEST_CASE("an abort while the first engine lets go leaves nothing to the second", "[fallback_engine]")
{
    simulated_update plan = stalling_at(50'000);
    plan.abort_latency = 1s;
    fallback_options options;
    options.no_bytes_for = 1s;
    const auto engine = pair_of(script_of(plan), script_of({}), options);
    const watched on(engine, updates({100'000, 100'000, 100'000}));
    for (int tenth = 0; tenth != 15; ++tenth)
    {
        engine->advance(100ms);
    }
    on.job->request_abort();
    while (engine->drive())
    {}
    CHECK(on.job->result() == outcome::aborted());
    CHECK(on.job->snapshot().retries() == 0);
    CHECK(on.watch->broken().empty());
}

TEST_CASE("until the second engine has bytes the job shows those of the first, and never fewer in all",
          "[fallback_engine]")
{
    simulated_update late;
    late.latency = 2s;
    const auto engine = pair_of(script_of(failing_at(600'000)), script_of(late));
    const watched on(engine, updates({1'000'000}));
    engine->advance(1s);
    CHECK(on.job->progress_of(0).bytes_downloaded == 600'000);
    CHECK(on.job->progress_of(0).attempt == 1);
    engine->advance(1180ms);
    CHECK(on.job->progress_of(0).attempt == 2);
    CHECK(on.job->progress_of(0).bytes_downloaded < 600'000);
    CHECK(on.job->snapshot().bytes_downloaded() == 600'000);
    while (engine->drive())
    {}
    CHECK(on.result() == outcome::succeeded());
    CHECK(on.watch->broken().empty());
}

TEST_CASE("the second engine may find another size", "[fallback_engine]")
{
    simulated_update large = failing_at(60'000);
    large.size = 100'000;
    simulated_update small;
    small.size = 30'000;
    small.known = size_known::never;
    const auto engine = pair_of(script_of(large), script_of(small));
    const watched on(engine, updates({unsized}));
    while (engine->drive())
    {}
    CHECK(on.result() == outcome::succeeded());
    CHECK(on.job->progress_of(0).bytes_downloaded == 30'000);
    CHECK(on.watch->broken().empty());
    CHECK(on.job->engine_faults() == 0);
}

TEST_CASE("the end of the engine ends its jobs, also where others have its engines", "[fallback_engine]")
{
    const auto first = std::make_shared<simulated_engine>(script_of(stalling_at(10)));
    const auto second = std::make_shared<simulated_engine>();
    auto engine = std::make_shared<simulated_pair>(first, second);
    const watched on(engine, updates({1000, 1000, 1000}));
    engine->advance(500ms);
    engine.reset();
    CHECK(on.job->is_completed());
    CHECK(on.result() == outcome{orcFailed, wu_e_service_stop, {}, {}});
    first->run();
    CHECK(on.watch->completions() == 1);
    CHECK(on.job->engine_faults() == 0);
}

// Lets go of its job on another thread as soon as it is aborted; the abort returns when that thread has told of the
// first update.
class engine_that_is_dropped_elsewhere
{
public:
    void start(transfer job)
    {
        m_job.emplace(std::move(job));
        m_on_stop.emplace(m_job->stop_token(), [this] {
            m_thread = std::thread([this] { m_job.reset(); });
            while (!has_told.load()) // atomic::wait() misses wake-ups with MinGW
            {
                std::this_thread::yield();
            }
        });
    }

    ~engine_that_is_dropped_elsewhere()
    {
        m_thread.join();
    }

    std::atomic<bool> has_told{false};

private:
    std::optional<transfer> m_job;
    std::optional<std::stop_callback<std::function<void()>>> m_on_stop;
    std::thread m_thread;
};

// Takes its time to hear of the first update.
class slow_listener final : public detail::ledger_listener
{
public:
    explicit slow_listener(std::atomic<bool>& has_told) : m_has_told(has_told) {}

    void changed() noexcept override {}
    void completed() noexcept override {}
    void update_changed(std::size_t) noexcept override
    {
        if (!m_has_told.exchange(true))
        {
            std::this_thread::sleep_for(200ms);
        }
    }

private:
    std::atomic<bool>& m_has_told;
};

TEST_CASE("the end of the engine waits for the thread that is ending a job's updates", "[fallback_engine]")
{
    const auto first = std::make_shared<engine_that_is_dropped_elsewhere>();
    const auto ledger = std::make_shared<detail::ledger>(updates({1000, 1000, 1000}));
    const auto listener = std::make_shared<slow_listener>(first->has_told);
    ledger->listen(listener);
    {
        fallback_engine engine(first, std::make_shared<simulated_engine>());
        engine.start(transfer(ledger));
    }
    CHECK(ledger->is_completed());
    CHECK(ledger->snapshot().result(2) == outcome{orcFailed, wu_e_service_stop, {}, {}});
}

TEST_CASE("engines with threads fall back to each other and to driven ones", "[fallback_engine]")
{
    using blocking_pair = fallback_engine<blocking_engine, blocking_engine>;
    static_assert(!driven_engine<blocking_pair> && !timed_engine<blocking_pair>);
    static_assert(driven_engine<fallback_engine<blocking_engine, simulated_engine>>);
    static_assert(timed_engine<fallback_engine<simulated_engine, blocking_engine>>);
    const std::vector<update_pointer> items = updates({100'000, 100'000, 100'000});
    job threads = start(fallback_engine(blocking_engine(fail_midway, 2), blocking_engine(download)), items);
    CHECK(threads.wait() == outcome::succeeded());
    CHECK(threads.progress().retries() == 3);
    job to_driven = start(fallback_engine(blocking_engine(fail_midway), simulated_engine()), items);
    CHECK(to_driven.wait() == outcome::succeeded());
    job to_threads =
        start(fallback_engine(simulated_engine(script_of(failing_at(10))), blocking_engine(download)), items);
    CHECK(to_threads.wait() == outcome::succeeded());
}

// A driven engine that is slow where a thread may lose its processor: when it has found nothing to do, and for whoever
// asks for the time without driving.
class slow_engine
{
public:
    explicit slow_engine(std::chrono::milliseconds delay) : m_delay(delay) {}

    void start(transfer job)
    {
        m_engine.start(std::move(job));
    }
    std::chrono::nanoseconds now() const
    {
        if (std::this_thread::get_id() != m_driver)
        {
            std::this_thread::sleep_for(m_delay);
        }
        return m_engine.now();
    }
    bool drive()
    {
        const bool has_worked = m_engine.drive();
        if (!has_worked)
        {
            std::this_thread::sleep_for(m_delay);
        }
        return has_worked;
    }
    void post(std::function<void()> work)
    {
        m_engine.post(std::move(work));
    }

private:
    std::chrono::milliseconds m_delay;
    simulated_engine m_engine;
    std::thread::id m_driver = std::this_thread::get_id();
};

TEST_CASE("a job is not over between the engine that has ended and the one that is about to begin", "[fallback_engine]")
{
    fallback_options options;
    options.no_bytes_for = 10ms;
    const auto wait = [](update_reporter& report) {
        while (!report.stop_token().stop_requested())
        {
            std::this_thread::yield();
        }
        return outcome::aborted();
    };
    for (int round = 0; round != 4; ++round)
    {
        const std::chrono::milliseconds delay(1 + round * 2);
        job failing = wua::start(fallback_engine(blocking_engine(fail_midway), slow_engine(delay)), updates({1'000}));
        CHECK(failing.wait().is_success());
        job silent = wua::start(fallback_engine(blocking_engine(wait), slow_engine(delay), options), updates({1'000}));
        CHECK(silent.wait().is_success());
    }
}

// A blocking_engine that can be driven, although it never needs it. One of its threads stands still in the report of
// the end of its second update, until released or for half a second.
class held_engine
{
public:
    held_engine()
        : m_state(std::make_shared<state>()),
          m_engine([on = m_state](update_reporter&) {
              if (++on->calls == 2)
              {
                  on->held = std::this_thread::get_id();
              }
              return outcome::failed(wu_e_download_failed);
          })
    {}

    void start(transfer job)
    {
        m_engine.start(std::move(job));
    }
    std::chrono::nanoseconds now() const
    {
        return std::chrono::steady_clock::now().time_since_epoch();
    }
    bool drive()
    {
        return false;
    }
    void post(std::function<void()> work)
    {
        work();
    }
    bool is_in_real_time() const
    {
        if (std::this_thread::get_id() == m_state->held.load() && !m_state->stands_still.exchange(true))
        {
            const auto end = std::chrono::steady_clock::now() + 500ms;
            while (!m_state->is_released.load() && std::chrono::steady_clock::now() < end)
            {
                std::this_thread::yield();
            }
        }
        return true;
    }
    bool stands_still() const
    {
        return m_state->stands_still.load();
    }
    void release()
    {
        m_state->is_released = true;
    }

private:
    struct state
    {
        std::atomic<int> calls{0};
        std::atomic<std::thread::id> held;
        std::atomic<bool> stands_still{false};
        std::atomic<bool> is_released{false};
    };

    std::shared_ptr<state> m_state;
    blocking_engine m_engine;
};

TEST_CASE("driving goes on while another thread is passing on the last report", "[fallback_engine]")
{
    const auto first = std::make_shared<held_engine>();
    const auto engine =
        std::make_shared<fallback_engine<held_engine, simulated_engine>>(first, std::make_shared<simulated_engine>());
    const watched on(engine, updates({1'000, 1'000, 1'000, 1'000}));
    while (!first->stands_still())
    {
        std::this_thread::yield();
    }
    while (engine->drive())
    {
        if (on.job->snapshot().finished() != 0)
        {
            on.job->request_abort();
        }
    }
    CHECK(on.job->is_completed());
    first->release();
}

TEST_CASE("a function that waits for its server is given up", "[fallback_engine]")
{
    fallback_options options;
    options.no_bytes_for = 30ms;
    const auto wait = [](update_reporter& report) {
        while (!report.stop_token().stop_requested())
        {
            std::this_thread::yield();
        }
        return outcome::aborted();
    };
    job waiting = start(fallback_engine(blocking_engine(wait), blocking_engine(download), options), updates({100'000}));
    CHECK(waiting.wait() == outcome::succeeded());
}

TEST_CASE("a fallback_engine of nothing, with times that run backwards, or that was moved from, is refused",
          "[fallback_engine]")
{
    using Catch::Matchers::ContainsSubstring;
    const auto one = std::make_shared<simulated_engine>();
    CHECK_THROWS_WITH(simulated_pair(one, nullptr), ContainsSubstring("two engines"));
    CHECK_THROWS_WITH(simulated_pair(one, one, {.no_bytes_for = -1ns}), ContainsSubstring("no_bytes_for"));
    CHECK_THROWS_WITH(simulated_pair(one, one, {.patience = -1ns}), ContainsSubstring("patience"));
    simulated_pair from(one, one);
    const simulated_pair to(std::move(from));
    CHECK_THROWS_AS(from.drive(), hresult_error);
    CHECK_THROWS_AS(start(std::make_shared<simulated_pair>(std::move(from)), updates({1})), hresult_error);
}

TEST_CASE("two simulated engines conform as one", "[fallback_engine]")
{
    CHECK(engine_violations([] { return simulated_pair(simulated_engine(script_of({}, 1)), simulated_engine()); },
                            quick_suite()) == no_violations);
}

TEST_CASE("simulated engines of which the first fails each update conform", "[fallback_engine]")
{
    conformance_options options = quick_suite();
    CHECK(engine_violations(
              [] {
                  return simulated_pair(
                      simulated_engine(script_of(failing_at(60'000))), simulated_engine(script_of({})));
              },
              options) == no_violations);
    options.make_update = [](std::size_t n) { return make_item("update " + std::to_string(n), "https://host/"); };
    simulated_update late;
    late.size = 70'000;
    late.known = size_known::late;
    late.size_learnt_at = 30'000;
    late.abort_latency = 10ms;
    CHECK(engine_violations(
              [&] {
                  return simulated_pair(
                      simulated_engine(script_of(failing_at(60'000))), simulated_engine(script_of(late)));
              },
              options) == no_violations);
}

TEST_CASE("simulated engines of which the first stalls conform", "[fallback_engine]")
{
    fallback_options options;
    options.no_bytes_for = 1s;
    CHECK(engine_violations(
              [&] {
                  return simulated_pair(
                      simulated_engine(script_of(stalling_at(50'000))), simulated_engine(script_of({})), options);
              },
              quick_suite()) == no_violations);
}

TEST_CASE("engines with threads conform as one, whichever fails", "[fallback_engine]")
{
    CHECK(engine_violations([] { return fallback_engine(blocking_engine(download), blocking_engine(download)); },
                            quick_suite()) == no_violations);
    CHECK(
        engine_violations([] { return fallback_engine(blocking_engine(fail_midway, 2), blocking_engine(download, 2)); },
                          quick_suite()) == no_violations);
}

TEST_CASE("a driven engine and one with threads conform as one, in either order", "[fallback_engine]")
{
    CHECK(
        engine_violations(
            [] { return fallback_engine(simulated_engine(script_of(failing_at(60'000))), blocking_engine(download)); },
            quick_suite()) == no_violations);
    CHECK(
        engine_violations([] { return fallback_engine(blocking_engine(fail_midway), simulated_engine(script_of({}))); },
                          quick_suite()) == no_violations);
}

} // namespace fallback_test

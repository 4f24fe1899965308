// SPDX-License-Identifier: MIT
// Engines with mistakes inside a recording_engine and a fallback_engine: the one changes nothing of what they do, the
// other keeps them from spoiling what a good engine does.

#include "catch.hpp"
#include "testing/mistaken_engine.hpp"
#include <wua/engine/blocking_engine.hpp>
#include <wua/engine/event_trace.hpp>
#include <wua/engine/fallback_engine.hpp>
#include <wua/engine/recording_engine.hpp>
#include <wua/testing/engine_conformance.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <set>
#include <stdexcept>
#include <thread>
#include <utility>
#include <vector>

namespace engine_mistakes_test
{

enum class rudeness
{
    throws_in_start,
    keeps_what_it_threw_on,
    goes_on_after_the_end,
    reports_twice_at_once,
    drops_everything,
};

// Reports from threads that outlive it.
class rude_engine
{
public:
    explicit rude_engine(rudeness r) : m_rude(r) {}

    ~rude_engine()
    {
        for (std::thread& each : m_threads)
        {
            each.get_id() == std::this_thread::get_id() ? each.detach() : each.join();
        }
    }

    rude_engine(const rude_engine&) = delete;
    rude_engine& operator=(const rude_engine&) = delete;

    void start(wua::transfer job)
    {
        if (m_rude == rudeness::throws_in_start)
        {
            throw std::runtime_error("there is no network");
        }
        const auto mine = std::make_shared<wua::transfer>(std::move(job));
        const bool is_double = m_rude == rudeness::reports_twice_at_once;
        const std::lock_guard lock(m_mutex);
        for (int each = 0; each != (is_double ? 2 : 1); ++each)
        {
            m_threads.emplace_back([mine, r = m_rude] { report(*mine, r); });
        }
        if (m_rude == rudeness::keeps_what_it_threw_on)
        {
            throw std::runtime_error("there is no network");
        }
    }

private:
    static void report(wua::transfer& job, rudeness r)
    {
        if (r == rudeness::drops_everything)
        {
            const wua::transfer dropped = std::move(job);
            return;
        }
        for (std::size_t index = 0; index != job.updates().size(); ++index)
        {
            const std::uint64_t size = job.updates()[index]->size().value_or(100'000);
            job.start(index);
            job.set_size(index, size);
            for (std::uint64_t part = 1; part != 5; ++part)
            {
                job.set_bytes(index, size / 4 * part);
            }
            job.finish(index, is_to_fail(*job.updates()[index])   ? outcome::failed(wua::wu_e_pt_http_status_not_found)
                              : job.stop_token().stop_requested() ? outcome::aborted()
                                                                  : outcome::succeeded());
            if (r == rudeness::goes_on_after_the_end)
            {
                job.set_bytes(index, size);
                job.retry(index, 3);
                job.finish(index, outcome::failed(wua::e_fail));
                job.finish(99, outcome::succeeded());
                job.add_attempt(index, {});
                job.set_paused(index);
                job.tick();
            }
        }
    }

    const rudeness m_rude;
    std::mutex m_mutex;
    std::vector<std::thread> m_threads;
};

outcome download_rightly(wua::update_reporter& report)
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
    return is_to_fail(report.update()) ? outcome::failed(wua::wu_e_pt_http_status_not_found) : outcome::succeeded();
}

std::shared_ptr<wua::blocking_engine> good_engine()
{
    return std::make_shared<wua::blocking_engine>(download_rightly, 2);
}

template <class Engine>
auto recorded(std::shared_ptr<Engine> engine)
{
    return std::make_shared<wua::recording_engine<Engine>>(
        std::move(engine), [](const wua::transfer&) { return std::make_shared<wua::event_trace>(); });
}

template <class First, class Second>
auto combined(std::shared_ptr<First> first, std::shared_ptr<Second> second, bool falls_back = true)
{
    wua::fallback_options options{.no_bytes_for = 300ms, .patience = 100ms};
    options.falls_back = [falls_back](const outcome&) { return falls_back; };
    return std::make_shared<wua::fallback_engine<First, Second>>(std::move(first), std::move(second), options);
}

TEST_CASE("the mistakes of a recorded engine are reported as if it were not recorded", "[engine_conformance]")
{
    const auto expected = GENERATE(values<std::pair<mistake, engine_rule>>(
        {{mistake::reports_pieces, engine_rule::success_has_all_bytes},
         {mistake::takes_zero_for_unknown, engine_rule::bytes_within_size},
         {mistake::fails_what_is_aborted, engine_rule::abort_spoils_nothing},
         {mistake::keeps_one_job_only, engine_rule::transfer_is_kept},
         {mistake::has_no_clock, engine_rule::every_update_ends}}));
    CHECK(rules_in(wua::check_engine([&] { return recorded(std::make_shared<engine_of_threads>(expected.first)); },
                                     options_of_mistakes())) == std::set{expected.second});
}

TEST_CASE("a recorder hides nothing that an engine does after the end, or throws", "[engine_conformance]")
{
    const rudeness rude = GENERATE(rudeness::throws_in_start, rudeness::keeps_what_it_threw_on,
                                   rudeness::goes_on_after_the_end, rudeness::drops_everything);
    const auto alone = wua::check_engine([&] { return std::make_shared<rude_engine>(rude); }, options_of_mistakes());
    const auto watched =
        wua::check_engine([&] { return recorded(std::make_shared<rude_engine>(rude)); }, options_of_mistakes());
    CHECK_FALSE(alone.empty());
    CHECK(rules_in(alone) == rules_in(watched));
}

TEST_CASE("an engine with mistakes spoils nothing of what the other engine of a fallback_engine does",
          "[engine_conformance]")
{
    const std::set<engine_rule> none;
    SECTION("as the second one, which is not needed")
    {
        const mistake made = GENERATE(mistake::reports_pieces, mistake::fails_what_is_aborted,
                                      mistake::keeps_its_lock_while_it_reports, mistake::retries_for_ever);
        CHECK(rules_in(wua::check_engine(
                  [&] { return combined(good_engine(), std::make_shared<engine_of_threads>(made), false); },
                  options_of_mistakes())) == none);
    }
    SECTION("as the first one")
    {
        const rudeness rude =
            GENERATE(rudeness::throws_in_start, rudeness::keeps_what_it_threw_on, rudeness::goes_on_after_the_end,
                     rudeness::reports_twice_at_once, rudeness::drops_everything);
        CHECK(rules_in(wua::check_engine(
                  [&] { return combined(recorded(std::make_shared<rude_engine>(rude)), good_engine()); },
                  options_of_mistakes())) == none);
    }
}

} // namespace engine_mistakes_test

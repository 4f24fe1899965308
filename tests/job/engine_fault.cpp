// SPDX-License-Identifier: MIT
// Each kind of report that makes no sense is counted as what it is.

#include "catch.hpp"
#include "job/fakes.hpp"
#include <wua/job/engine_fault.hpp>
#include <wua/wuapi/errors.hpp>

#include <cstddef>
#include <functional>
#include <set>
#include <string_view>
#include <utility>
#include <vector>

using wua::detail::engine_fault;

TEST_CASE("a senseless report is counted by its kind, once", "[engine_fault]")
{
    using action = std::function<void(wua::detail::ledger&)>;
    const std::vector<std::pair<engine_fault, action>> reports{
        {engine_fault::unknown_update, [](wua::detail::ledger& job) { job.start(2); }},
        {engine_fault::after_the_end, [](wua::detail::ledger& job) { job.set_bytes(1, 100); }},
        {engine_fault::finished_again, [](wua::detail::ledger& job) { job.finish(1, wua::outcome::succeeded()); }},
        {engine_fault::bytes_beyond_size, [](wua::detail::ledger& job) { job.set_bytes(0, 101); }},
        {engine_fault::bytes_went_back, [](wua::detail::ledger& job) { job.set_bytes(0, 49); }},
        {engine_fault::size_changed, [](wua::detail::ledger& job) { job.set_size(0, 99); }},
        {engine_fault::phase_went_back, [](wua::detail::ledger& job) { job.set_phase(0, wua::dphInitializing); }},
        {engine_fault::kept_too_much, [](wua::detail::ledger& job) { job.retry(0, 51); }},
        {engine_fault::no_result, [](wua::detail::ledger& job) { job.finish(0, wua::outcome()); }},
        {engine_fault::contradictory_result,
         [](wua::detail::ledger& job) { job.finish(0, wua::outcome::succeeded(wua::wu_e_download_failed)); }},
    };
    for (const auto& [kind, report] : reports)
    {
        CAPTURE(std::string(sentence_of(kind)));
        wua::detail::ledger job(fakes::updates({100, 100}));
        job.set_bytes(0, 50);
        job.finish(1, wua::outcome::succeeded());
        REQUIRE(job.engine_faults() == 0);
        report(job);
        CHECK(job.engine_faults() == 1);
        CHECK(job.engine_faults(kind) == 1);
    }
    wua::detail::ledger job_without_size(fakes::updates({fakes::unsized}));
    job_without_size.set_size(0, wua::detail::ledger::max_bytes + 1);
    CHECK(job_without_size.engine_faults(engine_fault::size_impossible) == 1);
}

TEST_CASE("each kind of engine_fault has a sentence of its own", "[engine_fault]")
{
    std::set<std::string_view> sentences;
    for (std::size_t n = 0; n != wua::detail::engine_fault_count; ++n)
    {
        sentences.insert(sentence_of(static_cast<engine_fault>(n)));
    }
    CHECK(sentences.size() == wua::detail::engine_fault_count);
    CHECK_FALSE(sentences.contains(""));
}

TEST_CASE("recorded numbers are ignored by a job that keeps the contract, and are no fault of the engine's",
          "[engine_fault]")
{
    wua::detail::ledger job(fakes::updates({100}));
    const wua::progress_snapshot before = job.snapshot();
    wua::progress_values values;
    values.bytes_downloaded = 1000;
    job.publish_recorded(values);
    CHECK(job.snapshot().values() == before.values());
    CHECK(job.engine_faults() == 0);
}

TEST_CASE("engine_faults are counted by their kind, and all together", "[engine_fault]")
{
    wua::detail::engine_fault_counts counts;
    CHECK(counts.sum() == 0);
    counts.note(wua::detail::engine_fault::no_result);
    counts.note(wua::detail::engine_fault::no_result);
    counts.note(wua::detail::engine_fault::unknown_update);
    CHECK(counts.of(wua::detail::engine_fault::no_result) == 2);
    CHECK(counts.of(wua::detail::engine_fault::unknown_update) == 1);
    CHECK(counts.of(wua::detail::engine_fault::kept_too_much) == 0);
    CHECK(counts.sum() == 3);
}

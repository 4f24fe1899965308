// SPDX-License-Identifier: MIT
// Each kind of report that makes no sense is counted as what it is.

#include "catch.hpp"
#include "model/fakes.hpp"

#include <wua/model/misreport.hpp>

#include <cstddef>
#include <functional>
#include <set>
#include <string_view>
#include <utility>
#include <vector>

using wua::misreport;

TEST_CASE("a report that makes no sense is counted by its kind, once", "[misreport]")
{
    using action = std::function<void(wua::ledger&)>;
    const std::vector<std::pair<misreport, action>> reports{
        {misreport::unknown_update, [](wua::ledger& job) { job.start(2); }},
        {misreport::after_the_end, [](wua::ledger& job) { job.set_bytes(1, 100); }},
        {misreport::finished_again, [](wua::ledger& job) { job.finish(1, wua::outcome::succeeded()); }},
        {misreport::bytes_beyond_size, [](wua::ledger& job) { job.set_bytes(0, 101); }},
        {misreport::bytes_went_back, [](wua::ledger& job) { job.set_bytes(0, 49); }},
        {misreport::size_changed, [](wua::ledger& job) { job.set_size(0, 99); }},
        {misreport::phase_went_back, [](wua::ledger& job) { job.set_phase(0, wua::dphInitializing); }},
        {misreport::kept_too_much, [](wua::ledger& job) { job.retry(0, 51); }},
        {misreport::no_result, [](wua::ledger& job) { job.finish(0, wua::outcome()); }},
        {misreport::contradictory_result,
         [](wua::ledger& job) { job.finish(0, wua::outcome::succeeded(wua::wu_e_download_failed)); }},
    };
    for (const auto& [kind, report] : reports)
    {
        CAPTURE(std::string(sentence_of(kind)));
        wua::ledger job(fakes::updates({100, 100}));
        job.set_bytes(0, 50);
        job.finish(1, wua::outcome::succeeded());
        REQUIRE(job.misreports() == 0);
        report(job);
        CHECK(job.misreports() == 1);
        CHECK(job.misreports(kind) == 1);
    }
    wua::ledger job_without_size(fakes::updates({fakes::unsized}));
    job_without_size.set_size(0, wua::ledger::most_bytes + 1);
    CHECK(job_without_size.misreports(misreport::size_impossible) == 1);
}

TEST_CASE("each kind of misreport has a sentence of its own", "[misreport]")
{
    std::set<std::string_view> sentences;
    for (std::size_t n = 0; n != wua::misreport_count; ++n)
    {
        sentences.insert(sentence_of(static_cast<misreport>(n)));
    }
    CHECK(sentences.size() == wua::misreport_count);
    CHECK_FALSE(sentences.contains(""));
}

TEST_CASE("recorded numbers are ignored by a job that keeps the contract, and are no fault of the engine's",
          "[misreport]")
{
    wua::ledger job(fakes::updates({100}));
    const wua::progress_snapshot before = job.snapshot();
    wua::progress_values values;
    values.bytes_downloaded = 1000;
    job.publish_recorded(values);
    CHECK(job.snapshot().values() == before.values());
    CHECK(job.misreports() == 0);
}

TEST_CASE("misreports are counted by their kind, and all together", "[misreport]")
{
    wua::misreport_counts counts;
    CHECK(counts.sum() == 0);
    counts.note(wua::misreport::no_result);
    counts.note(wua::misreport::no_result);
    counts.note(wua::misreport::unknown_update);
    CHECK(counts.of(wua::misreport::no_result) == 2);
    CHECK(counts.of(wua::misreport::unknown_update) == 1);
    CHECK(counts.of(wua::misreport::kept_too_much) == 0);
    CHECK(counts.sum() == 3);
}

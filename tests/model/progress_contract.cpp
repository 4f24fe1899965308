// SPDX-License-Identifier: MIT
// check_progress finds each break of the contract, by the rule it breaks, and nothing else.

#include "catch.hpp"
#include "job/fakes.hpp"
#include <wua/model/progress_contract.hpp>
#include <wua/wuapi/errors.hpp>

#include <algorithm>
#include <string_view>

using fakes::unsized;
using fakes::updates;
using fakes::watched_job;

// ---- what went wrong once ----

TEST_CASE("a size that a new attempt learns some time after it began is no break of the contract",
          "[progress_contract]")
{
    watched_job job(updates({unsized}));
    job->set_size(0, 1000);
    job->set_bytes(0, 300);
    job->retry(0, 0);
    const auto before = job->snapshot(); // the retry is seen, the new size is not yet
    job->set_size(0, 500);
    CHECK(before.bytes_to_download() == 1000U);
    CHECK(job->snapshot().bytes_to_download() == 500U);
    CHECK_FALSE(wua::check_progress(before, job->snapshot()));
    CHECK(job.watch->broken() == "");
}

TEST_CASE("an earlier snapshot with an index out of range is survived", "[progress_contract]")
{
    const wua::detail::ledger job(std::vector<wua::update_pointer>(1001, updates({100}).front()));
    wua::progress_values values = job.snapshot().values();
    values.current_index = 4000000000;
    CHECK_FALSE(wua::check_progress(wua::progress_snapshot(values, job.table()), job.snapshot()));
}

// ---- each rule has a break of its own ----

namespace
{

// A job of two updates in the middle of its first: values that keep every rule, to be broken in one place.
struct breakable
{
    breakable()
    {
        job->set_bytes(0, 400);
        values = job->snapshot().values();
    }

    wua::progress_snapshot snapshot(const wua::progress_values& of) const
    {
        return {of, job->table()};
    }

    std::shared_ptr<wua::detail::ledger> job = std::make_shared<wua::detail::ledger>(updates({1000, 1000}));
    wua::progress_values values;
};

using change = void (*)(wua::progress_values&);

struct breaking
{
    wua::progress_rule rule;
    change make_previous; // from good values
    change make_next;     // from good values
};

constexpr change nothing = [](wua::progress_values&) {};
using numbers = wua::progress_values;
using rule = wua::progress_rule;

const breaking table[] = {
    {rule::percent_in_range, nothing, [](numbers& v) { v.recorded_percent = 101; }},
    {rule::paused_has_no_speed, nothing,
     [](numbers& v) {
         v.state = wua::job_state::paused;
         v.bytes_per_second = 1;
     }},
    {rule::paused_stands_still, [](numbers& v) { v.state = wua::job_state::paused; },
     [](numbers& v) {
         v.state = wua::job_state::paused;
         ++v.bytes_downloaded;
     }},
    {rule::percent_in_range, nothing, [](numbers& v) { v.recorded_current_percent = 101; }},
    {rule::job_within_total, nothing, [](numbers& v) { v.bytes_downloaded = 2001; }},
    {rule::update_within_total, nothing, [](numbers& v) { v.current_bytes_downloaded = 1001; }},
    {rule::index_in_range, nothing, [](numbers& v) { v.current_index = 2; }},
    {rule::counts_in_order, nothing, [](numbers& v) { v.started = 3; }},
    {rule::counts_in_order, nothing, [](numbers& v) { v.finished = 3; }},
    {rule::hundred_only_when_terminal, nothing, [](numbers& v) { v.recorded_percent = 100; }},
    {rule::hundred_only_when_terminal, nothing, [](numbers& v) { v.current_percent_floor = 100; }},
    {rule::terminal_means_all_finished, nothing, [](numbers& v) { v.state = wua::job_state::completed; }},
    {rule::terminal_means_all_finished, nothing, [](numbers& v) { v.finished = 2; }},
    {rule::same_job, nothing, [](numbers& v) { v.update_count = 3; }},
    {rule::current_stays_until_ended, nothing, [](numbers& v) { v.current_index = 1; }},
    {rule::percent_never_decreases, [](numbers& v) { v.recorded_percent = 21; }, nothing},
    {rule::bytes_never_decrease, [](numbers& v) { v.bytes_downloaded = 401; }, nothing},
    {rule::counts_never_decrease, [](numbers& v) { v.started = 2; }, nothing},
    {rule::counts_never_decrease, [](numbers& v) { v.finished = 1; }, nothing},
    {rule::counts_never_decrease, [](numbers& v) { v.retries = 1; }, nothing},
    {rule::total_stays, [](numbers& v) { v.bytes_to_download = 1999; }, nothing},
    {rule::total_stays, nothing, [](numbers& v) { v.bytes_to_download = wua::unknown_bytes; }},
    {rule::total_stays, nothing,
     [](numbers& v) {
         v.bytes_to_download = wua::unknown_bytes;
         v.retries = 1;
         v.current_attempt = 2;
     }},
    {rule::attempt_is_monotonic, [](numbers& v) { v.current_attempt = 2; }, nothing},
    {rule::attempt_is_monotonic, [](numbers& v) { v.recorded_current_percent = 41; }, nothing},
    {rule::attempt_is_monotonic, [](numbers& v) { v.current_bytes_downloaded = 401; }, nothing},
    {rule::attempt_is_monotonic, [](numbers& v) { v.phase = wua::dphVerifying; }, nothing},
    {rule::attempt_is_monotonic, [](numbers& v) { v.current_bytes_to_download = 1001; }, nothing},
    {rule::terminal_is_final,
     [](numbers& v) {
         v.state = wua::job_state::completed;
         v.finished = 2;
     },
     [](numbers& v) {
         v.state = wua::job_state::completed;
         v.finished = 2;
         v.bytes_per_second = 1;
     }},
};

std::string outcome_of(const std::optional<wua::progress_violation>& violation)
{
    return violation ? std::string(wua::sentence_of(violation->rule)) : "kept";
}

} // namespace

TEST_CASE("snapshots that keep every rule pass", "[progress_contract]")
{
    const breakable unbroken;
    CHECK(outcome_of(wua::check_progress(unbroken.snapshot(unbroken.values))) == "kept");
    CHECK(outcome_of(wua::check_progress(unbroken.snapshot(unbroken.values), unbroken.snapshot(unbroken.values))) ==
          "kept");
}

TEST_CASE("each break of the contract is found as the rule it breaks", "[progress_contract]")
{
    const breakable unbroken;
    for (const breaking& one : table)
    {
        wua::progress_values previous = unbroken.values;
        wua::progress_values next = unbroken.values;
        one.make_previous(previous);
        one.make_next(next);
        INFO("row " << &one - table);
        const auto found = wua::check_progress(unbroken.snapshot(previous), unbroken.snapshot(next));
        CHECK(outcome_of(found) == std::string(wua::sentence_of(one.rule)));
        if (found)
        {
            CHECK(found->message.substr(0, wua::sentence_of(one.rule).size()) == wua::sentence_of(one.rule));
            CHECK(found->message.size() > wua::sentence_of(one.rule).size());
        }
    }
}

TEST_CASE("a result that is taken back is found, in large jobs if it is the current update's", "[progress_contract]")
{
    const std::size_t count = GENERATE(2U, 1000U, 1001U);
    wua::detail::ledger first(std::vector<wua::update_pointer>(count, updates({100}).front()));
    wua::detail::ledger second(std::vector<wua::update_pointer>(count, updates({100}).front()));
    first.finish(0, wua::outcome::succeeded());
    second.set_bytes(0, 100);
    second.finish(0, wua::outcome::failed(wua::wu_e_download_failed));
    CHECK(outcome_of(wua::check_progress(first.snapshot(), second.snapshot())) ==
          std::string(wua::sentence_of(wua::progress_rule::results_stay)));
}

TEST_CASE("a default-made snapshot breaks a rule instead of crashing the check", "[progress_contract]")
{
    CHECK(outcome_of(wua::check_progress(wua::progress_snapshot())) ==
          std::string(wua::sentence_of(wua::progress_rule::index_in_range)));
}

TEST_CASE("each rule has a sentence of its own", "[progress_contract]")
{
    std::vector<std::string_view> sentences;
    for (int number = 0; number <= static_cast<int>(wua::progress_rule::terminal_is_final); ++number)
    {
        const std::string_view sentence = wua::sentence_of(static_cast<wua::progress_rule>(number));
        CHECK_FALSE(sentence.empty());
        CHECK(std::count(sentences.begin(), sentences.end(), sentence) == 0);
        sentences.push_back(sentence);
    }
}

// SPDX-License-Identifier: MIT
// Each recorded quirk is seen through the COM interface, breaks the rule that it is said to break, and is gone when the
// contract is on.

#include "catch.hpp"
#include <wua/com/com_ptr.hpp>
#include <wua/com/decimal.hpp>
#include <wua/engine/recorded_jobs.hpp>
#include <wua/engine/simulated_engine.hpp>
#include <wua/objects/update.hpp>
#include <wua/objects/update_collection.hpp>
#include <wua/objects/update_downloader.hpp>
#include <wua/testing/com_witness.hpp>
#include <wua/testing/completion_counter.hpp>
#include <wua/testing/progress_witness.hpp>

#include <algorithm>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace
{

// What a client reads from one IDownloadProgress.
struct shown_progress
{
    wua::LONG index = 0;
    wua::DownloadPhase phase = wua::dphInitializing;
    wua::LONG percent = 0;
    wua::LONG update_percent = 0;
    std::uint64_t bytes = 0;
    std::uint64_t total = 0;
    std::uint64_t update_bytes = 0;
    std::uint64_t update_total = 0;
    wua::OperationResultCode result = wua::orcNotStarted;

    bool operator==(const shown_progress&) const = default;
};

std::uint64_t number_of(const wua::DECIMAL& value)
{
    REQUIRE(value.Hi32 == 0);
    return value.Lo64;
}

shown_progress read(wua::IDownloadProgress& progress)
{
    shown_progress shown;
    wua::DECIMAL number{};
    using wua::throw_if_failed;
    throw_if_failed(progress.get_CurrentUpdateIndex(&shown.index));
    throw_if_failed(progress.get_CurrentUpdateDownloadPhase(&shown.phase));
    throw_if_failed(progress.get_PercentComplete(&shown.percent));
    throw_if_failed(progress.get_CurrentUpdatePercentComplete(&shown.update_percent));
    throw_if_failed(progress.get_TotalBytesDownloaded(&number));
    shown.bytes = number_of(number);
    throw_if_failed(progress.get_TotalBytesToDownload(&number));
    shown.total = number_of(number);
    throw_if_failed(progress.get_CurrentUpdateBytesDownloaded(&number));
    shown.update_bytes = number_of(number);
    throw_if_failed(progress.get_CurrentUpdateBytesToDownload(&number));
    shown.update_total = number_of(number);
    wua::com_ptr<wua::IUpdateDownloadResult> result;
    throw_if_failed(progress.GetUpdateResult(shown.index, result.put()));
    throw_if_failed(result->get_ResultCode(&shown.result));
    return shown;
}

// A job from its start to its end, as its progress callbacks told it.
struct told_job
{
    std::vector<shown_progress> shown;
    std::optional<wua::progress_violation> violation;
    std::string complaint; // of the counter of completions
    wua::OperationResultCode result = wua::orcNotStarted;
};

told_job tell(const wua::recorded_job& recorded, bool keeps_contract)
{
    told_job told;
    wua::progress_witness witness;
    wua::completion_counter counter;
    const auto engine = std::make_shared<wua::simulated_engine>(recorded.script);
    wua::downloader_options options;
    options.keeps_contract = keeps_contract;
    const auto downloader = wua::make_downloader(engine, options);
    std::vector<wua::com_ptr<wua::IUpdate>> updates;
    for (const wua::update_pointer& item : recorded.updates)
    {
        updates.push_back(wua::make_update(item));
    }
    wua::throw_if_failed(downloader->put_Updates(wua::make_update_collection(updates).get()));
    const auto on_progress = wua::progress_callback(counter, [&](wua::IDownloadJob&, wua::IDownloadProgress& now) {
        told.shown.push_back(read(now));
        witness.see(wua::snapshot_behind(now));
    });
    wua::com_ptr<wua::IDownloadJob> job;
    wua::throw_if_failed(downloader->BeginDownload(
        on_progress.get(), wua::completed_callback(counter).get(), wua::VARIANT{}, job.put()));
    wua::com_ptr<wua::IDownloadResult> result;
    wua::throw_if_failed(downloader->EndDownload(job.get(), result.put()));
    wua::throw_if_failed(result->get_ResultCode(&told.result));
    told.violation = witness.violation();
    told.complaint = counter.complaint();
    return told;
}

told_job tell(wua::recorded_quirk quirk, bool keeps_contract = false)
{
    return tell(wua::make_recorded_job(quirk), keeps_contract);
}

template <class T>
std::vector<T> column(const told_job& told, T shown_progress::* member)
{
    std::vector<T> values;
    for (const shown_progress& shown : told.shown)
    {
        values.push_back(shown.*member);
    }
    return values;
}

using totals = std::vector<std::uint64_t>;
using numbers = std::vector<wua::LONG>;

} // namespace

TEST_CASE("a job of recorded numbers tells each of them in progress, and the true numbers at its end",
          "[recorded_jobs]")
{
    for (const wua::recorded_job& recorded : wua::recorded_jobs())
    {
        CAPTURE(std::string(sentence_of(recorded.quirk)));
        std::vector<shown_progress> expected;
        std::uint64_t total = 0;
        for (const wua::recorded_sample& sample : recorded.script.recorded)
        {
            expected.push_back({static_cast<wua::LONG>(sample.index), sample.phase, sample.percent,
                                sample.update_percent, sample.bytes_downloaded, sample.bytes_to_download,
                                sample.update_bytes_downloaded, sample.update_bytes_to_download, wua::orcInProgress});
        }
        for (const wua::simulated_update& update : recorded.script.updates)
        {
            total += *update.size;
        }
        told_job told = tell(recorded, false);
        REQUIRE_FALSE(told.shown.empty());
        const shown_progress last = told.shown.back();
        CHECK(told.shown.size() <= expected.size() + recorded.updates.size());
        CHECK(last.percent == 100);
        CHECK(last.update_percent == 100);
        CHECK(last.bytes == total);
        CHECK(last.total == total);
        CHECK(last.result == wua::orcSucceeded);
        // An update that ends while another goes on is told of with the last sample's numbers.
        told.shown.pop_back();
        REQUIRE(told.shown.size() >= expected.size());
        while (expected.size() != told.shown.size())
        {
            expected.push_back(expected.back());
            expected.back().result = told.shown[expected.size() - 1].result;
        }
        CHECK(told.shown == expected);
        CHECK(told.result == wua::orcSucceeded);
        CHECK(told.complaint == "");
    }
}

TEST_CASE("a recorded quirk breaks the rule that its job names, and no rule where it names none", "[recorded_jobs]")
{
    for (const wua::recorded_job& recorded : wua::recorded_jobs())
    {
        CAPTURE(std::string(sentence_of(recorded.quirk)));
        const std::optional<wua::progress_violation> violation = tell(recorded, false).violation;
        CHECK((violation ? violation->message : "").substr(0, 60) ==
              (recorded.broken ? std::string(sentence_of(*recorded.broken)) : "").substr(0, 60));
        CHECK((violation ? std::optional(violation->rule) : std::nullopt) == recorded.broken);
    }
}

TEST_CASE("with the contract on, the jobs of all recorded quirks keep it", "[recorded_jobs]")
{
    for (const wua::recorded_job& recorded : wua::recorded_jobs())
    {
        CAPTURE(std::string(sentence_of(recorded.quirk)));
        const told_job told = tell(recorded, true);
        CHECK((told.violation ? told.violation->message : "") == "");
        CHECK(told.result == wua::orcSucceeded);
        CHECK(told.complaint == "");
    }
}

TEST_CASE("recorded: the total is 0 until some time after the start", "[recorded_jobs]")
{
    CHECK(column(tell(wua::recorded_quirk::total_starts_at_zero), &shown_progress::total) ==
          totals{0, 0, 40'000'000, 40'000'000, 40'000'000});
}

TEST_CASE("recorded: the total grows", "[recorded_jobs]")
{
    totals shown = column(tell(wua::recorded_quirk::total_grows), &shown_progress::total);
    shown.erase(std::unique(shown.begin(), shown.end()), shown.end());
    CHECK(shown == totals{138'164'275, 654'243'560});
}

TEST_CASE("recorded: the total falls to 0 and returns", "[recorded_jobs]")
{
    CHECK(column(tell(wua::recorded_quirk::total_falls_to_zero), &shown_progress::total) ==
          totals{61'664'213, 0, 61'664'213, 61'664'213});
}

TEST_CASE("recorded: the total is exceeded", "[recorded_jobs]")
{
    const told_job told = tell(wua::recorded_quirk::total_is_exceeded);
    REQUIRE(told.shown.size() > 2);
    CHECK(told.shown[2].bytes > told.shown[2].total);
    CHECK(told.shown[2].percent == 50);
}

TEST_CASE("recorded: the index begins with the last update and jumps back", "[recorded_jobs]")
{
    numbers shown = column(tell(wua::recorded_quirk::index_jumps_back), &shown_progress::index);
    REQUIRE(shown.size() >= 4);
    shown.resize(4);
    CHECK(shown == numbers{5, 0, 5, 0});
}

TEST_CASE("recorded: the same progress is reported three times", "[recorded_jobs]")
{
    const told_job told = tell(wua::recorded_quirk::progress_repeats);
    REQUIRE(told.shown.size() == 5);
    CHECK(told.shown[0] == told.shown[1]);
    CHECK(told.shown[1] == told.shown[2]);
    CHECK_FALSE(told.shown[2] == told.shown[3]);
}

TEST_CASE("recorded: the percentage moves while the bytes do not", "[recorded_jobs]")
{
    const told_job told = tell(wua::recorded_quirk::percent_is_not_the_byte_ratio);
    CHECK(column(told, &shown_progress::percent) == numbers{5, 25, 45, 99, 100});
    CHECK(column(told, &shown_progress::bytes) == totals{24'487, 24'487, 24'487, 2'100'000, 2'310'805});
}

TEST_CASE("recorded: 100 percent comes before the result", "[recorded_jobs]")
{
    const told_job told = tell(wua::recorded_quirk::hundred_before_the_result);
    REQUIRE(told.shown.size() == 3);
    CHECK(told.shown[1].percent == 100);
    CHECK(told.shown[1].result == wua::orcInProgress);
    CHECK(told.shown[2].percent == 100);
    CHECK(told.shown[2].result == wua::orcSucceeded);
}

TEST_CASE("recorded: the verify phase is not shown while the job passes through it", "[recorded_jobs]")
{
    const auto phases = [](const told_job& told) {
        std::vector<wua::DownloadPhase> shown = column(told, &shown_progress::phase);
        shown.pop_back(); // the end is the ledger's
        return shown;
    };
    const auto has_verifying = [](const std::vector<wua::DownloadPhase>& shown) {
        return std::find(shown.begin(), shown.end(), wua::dphVerifying) != shown.end();
    };
    CHECK_FALSE(has_verifying(phases(tell(wua::recorded_quirk::verifying_is_not_shown, false))));
    CHECK(has_verifying(phases(tell(wua::recorded_quirk::verifying_is_not_shown, true))));
}

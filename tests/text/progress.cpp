// SPDX-License-Identifier: MIT
#include "catch.hpp"
#include "snapshots.hpp"
#include <wua/model/progress_contract.hpp>
#include <wua/text/progress.hpp>
#include <wua/text/progress_bar.hpp>

#include <string>
#include <vector>

namespace
{

std::string text(const wua::progress_values& values)
{
    return fmt::format("{}", snapshot_of(values));
}

TEST_CASE("a snapshot is one line", "[progress]")
{
    CHECK(text(usual_values()) == "42 % 4.2/10.0 MiB, update 2 of 5 downloading, 3.1 MiB/s, 0:02 left");
    CHECK(fmt::format("{:>70}|", snapshot_of(usual_values())) ==
          "    42 % 4.2/10.0 MiB, update 2 of 5 downloading, 3.1 MiB/s, 0:02 left|");
}

TEST_CASE("what is not known yet is left out or a question mark", "[progress]")
{
    wua::progress_values values = usual_values();
    values.bytes_per_second = 0;
    values.steady_bytes_per_second = 0;
    CHECK(text(values) == "42 % 4.2/10.0 MiB, update 2 of 5 downloading");
    values = usual_values();
    values.bytes_to_download = wua::unknown_bytes;
    CHECK(text(values) == "42 % 4.2/? MiB, update 2 of 5 downloading, 3.1 MiB/s");
    CHECK(fmt::format("{}", wua::progress_snapshot()) == "no updates");
}

TEST_CASE("a stall is shown in place of the speed and the time left", "[progress]")
{
    wua::progress_values values = usual_values();
    values.stalled_seconds = 7;
    CHECK(text(values) == "42 % 4.2/10.0 MiB, update 2 of 5 downloading, stalled 7 s");
    values.stalled_seconds = 65;
    CHECK(text(values) == "42 % 4.2/10.0 MiB, update 2 of 5 downloading, stalled 1:05");
    values.state = wua::job_state::aborting;
    CHECK(text(values) == "42 % 4.2/10.0 MiB, update 2 of 5 downloading, aborting");
}

TEST_CASE("a retry and an abort are shown", "[progress]")
{
    wua::progress_values values = usual_values();
    values.current_attempt = 3;
    values.phase = wua::dphVerifying;
    CHECK(text(values) == "42 % 4.2/10.0 MiB, update 2 of 5 verifying (attempt 3), 3.1 MiB/s, 0:02 left");
    values = usual_values();
    values.state = wua::job_state::aborting;
    CHECK(text(values) == "42 % 4.2/10.0 MiB, update 2 of 5 downloading, aborting");
}

TEST_CASE("a pause is shown, with the engine's reason, and for one update while others go on", "[progress][pause]")
{
    wua::progress_values values = usual_values();
    values.is_current_paused = true;
    CHECK(text(values) == "42 % 4.2/10.0 MiB, update 2 of 5 paused, 3.1 MiB/s, 0:02 left");
    values.state = wua::job_state::paused;
    values.bytes_per_second = 0;
    CHECK(text(values) == "42 % 4.2/10.0 MiB, update 2 of 5 downloading, paused");
    const auto table =
        wua::make<wua::detail::update_table>(std::vector<wua::update_pointer>(5, wua::make_item("", "")));
    values.pause_reason = table->number_of_reason("metered\x1b network") & 63U;
    CHECK(fmt::format("{}", wua::progress_snapshot(values, table)) ==
          "42 % 4.2/10.0 MiB, update 2 of 5 downloading, paused: metered\uFFFD network");
    CHECK(fmt::format("{}", wua::job_state::paused) == "paused");
}

TEST_CASE("the last snapshot tells how many updates ended in which way", "[progress]")
{
    using enum wua::OperationResultCode;
    const auto told = [](std::vector<wua::OperationResultCode> endings) {
        return fmt::format("{}", snapshot_of(completed_values(), "", endings));
    };
    CHECK(told({}) == "100 % 10.0/10.0 MiB, 5 succeeded");
    CHECK(told({orcFailed, orcSucceeded, orcFailed}) == "100 % 10.0/10.0 MiB, 3 succeeded, 2 failed");
    CHECK(told({orcFailed, orcFailed, orcFailed, orcFailed, orcFailed}) == "100 % 10.0/10.0 MiB, 5 failed");
    CHECK(told({orcSucceeded, orcAborted, orcAborted, orcAborted, orcAborted}) ==
          "100 % 10.0/10.0 MiB, aborted: 1 of 5 succeeded");
    CHECK(told({orcSucceeded, orcAborted, orcFailed, orcAborted, orcSucceededWithErrors}) ==
          "100 % 10.0/10.0 MiB, aborted: 1 of 5 succeeded, 1 with errors, 1 failed");
    wua::progress_values values = completed_values();
    CHECK(fmt::format("{}", wua::progress_snapshot(values, nullptr)) == "100 % 10.0/10.0 MiB, 5 ended");
}

TEST_CASE("a job that was aborted is not completed in any text", "[progress]")
{
    const auto last = snapshot_of(completed_values(), "", std::vector(5, wua::orcAborted));
    for (const std::string& text :
         {fmt::format("{}", last), fmt::format("{}", last.state()), wua::progress_bar().line(last, 100)})
    {
        CHECK(text.find("complete") == std::string::npos);
    }
}

TEST_CASE("states, rules and violations have words", "[progress]")
{
    CHECK(fmt::format("{} {} {} {}", wua::job_state::running, wua::job_state::aborting, wua::job_state::completed,
                      static_cast<wua::job_state>(9)) == "running aborting ended unknown (9)");
    CHECK(fmt::format("{}", wua::progress_rule::same_job) == "the number of updates never changes");
    CHECK(fmt::format("{}", static_cast<wua::progress_rule>(200)) == "unknown (200)");
    wua::progress_values values = usual_values();
    values.bytes_downloaded = 11;
    values.bytes_to_download = 10;
    const auto violation = wua::check_progress(snapshot_of(values));
    REQUIRE(violation);
    CHECK(fmt::format("{}", *violation) == "the job's bytes are not more than its total, if that is known: 11 10");
}

} // namespace

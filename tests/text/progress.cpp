// SPDX-License-Identifier: MIT
#include "catch.hpp"
#include "snapshots.hpp"
#include <wua/model/progress_contract.hpp>
#include <wua/text/progress.hpp>

#include <string>

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
    CHECK(text(values) == "42 % 4.2/10.0 MiB, update 2 of 5 downloading");
    values = usual_values();
    values.bytes_to_download = wua::unknown_bytes;
    CHECK(text(values) == "42 % 4.2/? MiB, update 2 of 5 downloading, 3.1 MiB/s");
    CHECK(fmt::format("{}", wua::progress_snapshot()) == "no updates");
}

TEST_CASE("a retry and an abort are told", "[progress]")
{
    wua::progress_values values = usual_values();
    values.current_attempt = 3;
    values.phase = wua::dphVerifying;
    CHECK(text(values) == "42 % 4.2/10.0 MiB, update 2 of 5 verifying (attempt 3), 3.1 MiB/s, 0:02 left");
    values = usual_values();
    values.state = wua::job_state::aborting;
    CHECK(text(values) == "42 % 4.2/10.0 MiB, update 2 of 5 downloading, aborting");
}

TEST_CASE("the last snapshot tells that the job is completed", "[progress]")
{
    wua::progress_values values = completed_values();
    CHECK(text(values) == "100 % 10.0/10.0 MiB, 5 updates completed");
    values.update_count = 1;
    CHECK(text(values) == "100 % 10.0/10.0 MiB, 1 update completed");
}

TEST_CASE("states, rules and violations are told in words", "[progress]")
{
    CHECK(fmt::format("{} {} {} {}", wua::job_state::running, wua::job_state::aborting, wua::job_state::completed,
                      static_cast<wua::job_state>(9)) == "running aborting completed unknown (9)");
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

// SPDX-License-Identifier: MIT
#include "catch.hpp"
#include "display_views.hpp"
#include <wua/text/display/display_frame.hpp>
#include <wua/text/printable.hpp>

#include <string>
#include <vector>

namespace
{

using wua::detail::frame_of;
using lines = std::vector<std::string>;

TEST_CASE("a frame of 24 x 80 has a row for each update on its way, a divider and the job", "[display_frame]")
{
    CHECK(texts_of(frame_of(usual_view(), {80, 24}, unicode_terminal)) ==
          lines{"  linux.iso             42 % ▕████▏     ▏ 10.1/24.0 MiB    6.0 MiB/s  0:02 left",
                "  driver.cab            42 % ▕████▏     ▏ 10.1/24.0 MiB stalled 12 s",
                "───────────────────────────────────────────────────────────────────────────────",
                "  2/5 done, 1 failed    50 % ▕█████     ▏ 30.0/60.0 MiB    6.0 MiB/s  0:05 left"});
}

TEST_CASE("a frame of 10 x 40 leaves out what does not fit", "[display_frame]")
{
    CHECK(texts_of(frame_of(usual_view(), {40, 10}, ascii_terminal)) ==
          lines{"linux.iso    42 % [##....]    6.0 MiB/s", "driver.cab   42 % [##....] stalled 12 s",
                "---------------------------------------", "2/5, 1!      50 % [###...]    6.0 MiB/s"});
}

TEST_CASE("a frame of 60 x 200 fills its lines, and shows the hosts and the reasons of retries", "[display_frame]")
{
    wua::job_view view = usual_view();
    view.active[0].host = "mirror.example.org:8080";
    view.active[0].attempt = 2;
    view.active[0].trouble = "HTTP 503";
    view.host_columns = 23;
    view.note_columns = 19;
    view.retries = 1;
    const std::vector<wua::detail::frame_line> frame = frame_of(view, {200, 60}, ascii_terminal);
    REQUIRE(frame.size() == 4);
    CHECK(frame[0].columns == 199);
    CHECK_THAT(frame[0].text, Catch::Matchers::EndsWith("10.1/24.0 MiB    6.0 MiB/s  0:02 left "
                                                        "attempt 2: HTTP 503 mirror.example.org:8080"));
    CHECK_THAT(frame[3].text, Catch::Matchers::StartsWith("  2 of 5 done, 1 failed") &&
                                  Catch::Matchers::EndsWith("0:05 left 1 retry"));
}

TEST_CASE("where a row shows its attempt, its note only gives the reason", "[display_frame]")
{
    wua::job_view view = usual_view();
    view.active.erase(view.active.begin());
    view.active[0].phase = wua::dphInitializing;
    view.active[0].attempt = 3;
    view.active[0].trouble = "HTTP 503";
    view.note_columns = 19;
    view.stalled = std::chrono::seconds(12);
    const lines frame = texts_of(frame_of(view, {120, 60}, ascii_terminal));
    REQUIRE(frame.size() >= 2);
    CHECK_THAT(frame[0], Catch::Matchers::Contains("attempt 3") && Catch::Matchers::Contains(" HTTP 503"));
    CHECK(frame[0].find("attempt", frame[0].find("attempt") + 1) == std::string::npos);
    CHECK_THAT(frame.back(), Catch::Matchers::Contains("stalled")); // the job, which brings nothing
}

TEST_CASE("no line reaches the last column, however narrow the terminal is", "[display_frame]")
{
    wua::job_view view = usual_view();
    view.active[0].name = "更新プログラム設定ファイル.bin";
    view.active[1].attempt = 3;
    view.active[1].trouble = "the connection was reset";
    view.host_columns = view.note_columns = view.name_columns = 30;
    view.active[0].host = "ミラー.example";
    view.state = wua::job_state::paused;
    view.pause_reason = "従量制ネットワーク";
    view.active[0].bytes = 18'000'000'000'000'000'000ULL;
    view.active[0].total = 18'446'744'073'709'551'000ULL;
    view.active[1].time_left = std::chrono::hours(99);
    for (const bool has_total : {true, false})
    {
        view.total = has_total ? view.total : std::nullopt;
        view.percent = has_total ? view.percent : std::nullopt;
        for (const wua::terminal_traits& traits : {ascii_terminal, unicode_terminal})
        {
            for (std::size_t columns = 0; columns != 210; ++columns)
            {
                for (const wua::detail::frame_line& line : frame_of(view, {columns, 24}, traits))
                {
                    INFO(columns << ": " << line.text);
                    CHECK(line.columns < columns);
                    CHECK(wua::columns_of(line.text) == line.columns);
                }
            }
        }
    }
}

TEST_CASE("as the width falls, fields go in a fixed order", "[display_frame]")
{
    wua::job_view view = usual_view();
    view.active.resize(1);
    view.active[0].host = "mirror.example.org";
    view.active[0].attempt = 2;
    view.host_columns = 18;
    view.note_columns = 9;
    const lines fields{"mirror.example.org", "try 2", "0:02 left", "10.1/24.0 MiB", "[##", "6.0 MiB/s", "li"};
    std::size_t left_out = 0;
    for (std::size_t columns = 120; columns != 12; --columns)
    {
        std::string line = frame_of(view, {columns, 24}, ascii_terminal).at(0).text;
        if (const std::size_t attempt = line.find("attempt"); attempt != std::string::npos)
        {
            line.replace(attempt, 7, "try");
        }
        INFO(columns << ": " << line);
        while (left_out != fields.size() && line.find(fields[left_out]) == std::string::npos)
        {
            ++left_out;
        }
        for (std::size_t i = 0; i != fields.size(); ++i)
        {
            CHECK((line.find(fields[i]) != std::string::npos) == (i >= left_out));
        }
    }
    CHECK(left_out == 6);
}

TEST_CASE("a frame is never higher than the terminal, and says how many it leaves out", "[display_frame]")
{
    wua::job_view view = usual_view();
    view.count = 50;
    view.active.assign(40, usual_row());
    for (std::size_t rows = 0; rows != 50; ++rows)
    {
        CHECK(frame_of(view, {80, rows}, ascii_terminal).size() <= std::max<std::size_t>(rows, 2) - 1);
    }
    const lines frame = texts_of(frame_of(view, {40, 7}, ascii_terminal));
    REQUIRE(frame.size() == 5);
    CHECK(frame[2] == "and 38 more");
    CHECK(texts_of(frame_of(view, {40, 2}, ascii_terminal)) == lines{"2/50, 1!     50 % [###...]    6.0 MiB/s"});
}

TEST_CASE("an update that is alone needs no row for its job", "[display_frame]")
{
    wua::job_view view = usual_view();
    view.count = 1;
    view.active.resize(1);
    CHECK(frame_of(view, {80, 24}, ascii_terminal).size() == 1);
    view.active.clear();
    CHECK(texts_of(frame_of(view, {40, 24}, ascii_terminal)) == lines{"2/1, 1!      50 % [###...]    6.0 MiB/s"});
}

TEST_CASE("where there is not room for a name there is a percentage", "[display_frame]")
{
    CHECK(texts_of(frame_of(usual_view(), {10, 24}, ascii_terminal)) == lines{"50%"});
    CHECK(texts_of(frame_of(usual_view(), {4, 24}, ascii_terminal)) == lines{"50%"});
    CHECK(frame_of(usual_view(), {3, 24}, ascii_terminal).empty());
    CHECK(frame_of(usual_view(), {0, 0}, ascii_terminal).empty());
}

TEST_CASE("colours stand for states and take no columns", "[display_frame]")
{
    wua::terminal_traits colourful = ascii_terminal;
    colourful.has_colors = true;
    const auto frame = frame_of(usual_view(), {40, 10}, colourful);
    CHECK(frame[0].text == "linux.iso    42 % [##....]    6.0 MiB/s");
    CHECK(frame[1].text == "driver.cab   42 % [##....] \x1b[33mstalled 12 s\x1b[0m");
    CHECK(frame[1].columns == 39);
}

TEST_CASE("the divider says why a job stands still", "[display_frame]")
{
    wua::job_view view = usual_view();
    view.state = wua::job_state::paused;
    view.pause_reason = "metered network";
    CHECK(texts_of(frame_of(view, {40, 10}, ascii_terminal))[2] == "-- paused: metered network ------------");
    view.state = wua::job_state::aborting;
    CHECK(texts_of(frame_of(view, {40, 10}, ascii_terminal))[2] == "-- aborting, keeping complete updates -");
}

TEST_CASE("while a size is unknown no share is shown", "[display_frame]")
{
    wua::job_view view = usual_view();
    view.active[0].total.reset();
    view.active[0].time_left.reset();
    view.total.reset();
    view.percent.reset();
    view.time_left.reset();
    const lines frame = texts_of(frame_of(view, {60, 10}, ascii_terminal));
    CHECK(frame[0] == "linux.iso                           10.1/? MiB    6.0 MiB/s");
    CHECK(frame[3] == "2/5, 1 failed                       30.0/? MiB    6.0 MiB/s");
}

TEST_CASE("the word of a row says what happens to it", "[display_frame]")
{
    using wua::detail::status_text;
    wua::update_row row = usual_row();
    CHECK(status_text(row) == "6.0 MiB/s");
    row.bytes_per_second = 0;
    CHECK(status_text(row) == "downloading");
    row.phase = wua::dphInitializing;
    CHECK(status_text(row) == "connecting");
    row.attempt = 3;
    CHECK(status_text(row) == "attempt 3");
    row.phase = wua::dphVerifying;
    CHECK(status_text(row) == "verifying");
    row.is_paused = true;
    CHECK(status_text(row) == "paused");
}

TEST_CASE("an update that has ended says how, a success on one line", "[display_frame]")
{
    using wua::detail::ended_line;
    wua::ended_row row;
    row.name = "linux-6.12-x86_64-netinst.iso";
    row.bytes = 24ULL << 20U;
    row.time = std::chrono::milliseconds(1250);
    row.result = wua::outcome::succeeded();
    CHECK(ended_line(row, 32, 80, unicode_terminal) == "✓ linux-6.12-x86_64-netinst.iso     24.0 MiB in 1.2 s");
    CHECK(ended_line(row, 32, 40, unicode_terminal) == "✓ linux-6.1…tinst.iso  24.0 MiB in 1.2 s");
    row.attempts = 2;
    row.time.reset();
    CHECK(ended_line(row, 0, 80, ascii_terminal) == "ok linux-6.12-x86_64-netinst.iso  24.0 MiB, 2 attempts");
    row.is_already_there = true;
    CHECK(ended_line(row, 0, 80, ascii_terminal) == "ok linux-6.12-x86_64-netinst.iso  24.0 MiB, already there");
    row.result = wua::outcome::failed(wua::wu_e_pt_http_status_not_found, {"http", 404}, "HTTP status 404: http://h/a");
    CHECK(ended_line(row, 0, 80, ascii_terminal) ==
          "!! linux-6.12-x86_64-netinst.iso  HTTP status 404: http://h/a, 2 attempts");
    row.result = wua::outcome::aborted();
    row.attempts = 1;
    CHECK(ended_line(row, 0, 80, ascii_terminal) == "!! linux-6.12-x86_64-netinst.iso  aborted, 24.0 MiB received");
}

TEST_CASE("the summary tells of files, bytes, time, speed, retries, failures and the place", "[display_frame]")
{
    wua::job_summary summary;
    summary.count = 3;
    summary.succeeded = 2;
    summary.failed = 1;
    summary.files = 4;
    summary.already_there = 1;
    summary.bytes = 30ULL << 20U;
    summary.elapsed = std::chrono::seconds(10);
    summary.retries = 2;
    summary.directory = "/srv/\x1b[2Jfiles";
    wua::ended_row failure;
    failure.name = "c.bin";
    failure.result = wua::outcome::failed(wua::wu_e_dm_incorrectfilehash);
    summary.failures = {failure};
    summary.more_failures = 3;
    CHECK(wua::detail::summary_lines(summary, unicode_terminal) ==
          lines{"2 of 3 done (4 files), 1 of them already there, 1 failed: 30.0 MiB in 10 s, 3.0 MiB/s on average, "
                "2 retries",
                "  c.bin: " + wua::detail::reason_text(failure.result), "  and 3 more",
                "The files are in /srv/\uFFFD[2Jfiles"});
    CHECK(wua::detail::summary_lines({.count = 1, .succeeded = 1, .files = 1, .bytes = 5}, ascii_terminal) ==
          lines{"1 of 1 done: 5 B"});
}

} // namespace

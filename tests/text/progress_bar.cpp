// SPDX-License-Identifier: MIT
#include "catch.hpp"
#include "snapshots.hpp"
#include <wua/text/printable.hpp>
#include <wua/text/progress_bar.hpp>

#include <cstdint>
#include <limits>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace
{

std::string line(const wua::progress_values& values, std::string_view title, std::size_t columns)
{
    return wua::progress_bar().line(snapshot_of(values), title, columns);
}

const std::string kernel = "Security update for the kernel";

TEST_CASE("the wider the line, the more it tells", "[progress_bar]")
{
    const wua::progress_values values = usual_values();
    CHECK(line(values, kernel, 0).empty());
    CHECK(line(values, kernel, 1).empty());
    CHECK(line(values, kernel, 2).empty());
    CHECK(line(values, kernel, 3) == "42%");
    CHECK(line(values, kernel, 4) == "42%");
    CHECK(line(values, kernel, 5) == " 42 %");
    CHECK(line(values, kernel, 10) == "1/5  42 %");
    CHECK(line(values, kernel, 20) == "1/5  42 % [###.....]");
    CHECK(line(values, kernel, 40) == "1/5  42 % [#####.........] 4.2/10.0 MiB");
    CHECK(line(values, kernel, 60) == "1/5  42 % [####......] 4.2/10.0 MiB     3.1 MiB/s  0:02 left");
    CHECK(line(values, kernel, 80) ==
          "1/5 Securit...  42 % [#######............] 4.2/10.0 MiB     3.1 MiB/s  0:02 left");
    CHECK(line(values, kernel, 200) ==
          "1/5 Security update for the kernel            42 % [#########################..........................."
          "........] 4.2/10.0 MiB     3.1 MiB/s  0:02 left");
}

TEST_CASE("a pause stands in the place of the speed, with its reason where there is room", "[progress_bar][pause]")
{
    wua::progress_values values = usual_values();
    values.bytes_per_second = 0;
    values.steady_bytes_per_second = 0;
    values.is_current_paused = true;
    CHECK(line(values, "", 60) == "1/5  42 % [####......] 4.2/10.0 MiB        paused");
    values.state = wua::job_state::paused;
    CHECK(line(values, "", 60) == "1/5  42 % [####......] 4.2/10.0 MiB        paused");
    const auto table =
        wua::make<wua::detail::update_table>(std::vector<wua::update_pointer>(5, wua::make_item("", "")));
    values.pause_reason = table->number_of_reason("metered network") & 63U;
    const wua::progress_snapshot metered(values, table);
    CHECK(wua::progress_bar().line(metered, "", 60) == "1/5  42 % [####......] 4.2/10.0 MiB  paused: metered network");
    CHECK(wua::progress_bar().line(metered, "", 100).find("paused: metered network") != std::string::npos);
    CHECK(wua::progress_bar().line(metered, "", 20) == "1/5  42 % [###.....]");
}

TEST_CASE("wide characters in a title are counted and cut as such", "[progress_bar]")
{
    CHECK(line(usual_values(), "更新プログラム", 80) ==
          "1/5 更新プ...   42 % [#######............] 4.2/10.0 MiB     3.1 MiB/s  0:02 left");
}

TEST_CASE("a title cannot steer the terminal", "[progress_bar]")
{
    CHECK(line(usual_values(),
               "\x1b[2J\r\n\x9b"
               "1m",
               80) == "1/5 \uFFFD[2J  \uFFFD1m   42 % [#######............] 4.2/10.0 MiB     3.1 MiB/s  0:02 left");
}

TEST_CASE("the title is by default the one that the updates name", "[progress_bar]")
{
    const wua::progress_bar bar;
    CHECK(bar.line(snapshot_of(usual_values(), kernel), 80) == line(usual_values(), kernel, 80));
    CHECK(wua::current_update_title(snapshot_of(usual_values(), kernel)) == kernel);
    CHECK(wua::current_update_title(wua::progress_snapshot()).empty());
    wua::progress_values values = usual_values();
    const wua::progress_snapshot usual = snapshot_of(values, kernel);
    values.current_index = 5;
    CHECK(wua::current_update_title(wua::progress_snapshot(values, usual.results())).empty());
}

TEST_CASE("the bar shows the state of a job in place of its speed", "[progress_bar]")
{
    wua::progress_values values = usual_values();
    values.phase = wua::dphVerifying;
    CHECK(line(values, "", 60) == "1/5  42 % [####......] 4.2/10.0 MiB     verifying  0:02 left");
    values.state = wua::job_state::aborting;
    CHECK(line(values, "", 60) == "1/5  42 % [####......] 4.2/10.0 MiB      aborting  0:02 left");
    CHECK(line(completed_values(), "", 60) == "5/5 100 % [##########] 10.0/10.0 MiB    succeeded");
    const auto ended = [&](std::vector<wua::OperationResultCode> endings) {
        return wua::progress_bar().line(snapshot_of(completed_values(), "", endings), 60);
    };
    CHECK(ended({wua::orcFailed}) == "5/5 100 % [##########] 10.0/10.0 MiB     1 failed");
    CHECK(ended({wua::orcFailed, wua::orcAborted}) == "5/5 100 % [##########] 10.0/10.0 MiB      aborted");
    values = usual_values();
    values.stalled_seconds = 59;
    CHECK(line(values, "", 60) == "1/5  42 % [####......] 4.2/10.0 MiB  stalled 59 s");
    values.stalled_seconds = 599;
    CHECK(line(values, "", 60) == "1/5  42 % [####......] 4.2/10.0 MiB  stalled 9:59");
    values = usual_values();
    values.bytes_per_second = 0;
    values.steady_bytes_per_second = 0;
    CHECK(line(values, "", 60) == "1/5  42 % [####......] 4.2/10.0 MiB   downloading");
    values.bytes_to_download = wua::unknown_bytes;
    CHECK(line(values, "", 60) == "1/5  42 % [#####.......] 4.2/? MiB    downloading");
}

TEST_CASE("what the fields say does not move them", "[progress_bar]")
{
    wua::progress_values values = usual_values();
    const auto end_of_bar = [&] { return line(values, kernel, 100).find(']'); };
    const std::size_t usual = end_of_bar();
    values.bytes_downloaded = 0;
    CHECK(end_of_bar() == usual);
    values.bytes_per_second = 0;
    CHECK(end_of_bar() == usual);
    values.phase = wua::dphInitializing;
    CHECK(end_of_bar() == usual);
    values.weight_others = 0;
    CHECK(end_of_bar() == usual);
}

TEST_CASE("the characters of the bar can be chosen", "[progress_bar]")
{
    const wua::progress_bar bar{.full = '=', .empty = ' '};
    CHECK(bar.line(snapshot_of(usual_values()), 20) == "1/5  42 % [===     ]");
}

TEST_CASE("percentages that the real agent was seen with do not break the line", "[progress_bar]")
{
    wua::progress_values values = usual_values();
    values.recorded_percent = 127;
    CHECK(line(values, "", 20) == "1/5 127 % [########]");
}

TEST_CASE("no snapshot and no title make a line wider than it may be, or one with control characters", "[progress_bar]")
{
    std::mt19937_64 random(20240117);
    const auto below = [&](std::uint64_t limit) { return random() % limit; };
    const auto bytes = [&] { return random() >> below(64); };
    const std::vector<std::string> pieces = {
        "a", "更", "\u0301", "\U0001f600", "\x1b[31m", "\r", "\xC2\x9B", "\xE6\x9B", "\xFF", "\u202e", "\ufe0f", " "};
    for (int round = 0; round != 5000; ++round)
    {
        wua::progress_values values;
        values.bytes_downloaded = bytes();
        values.bytes_to_download = below(4) == 0 ? wua::unknown_bytes : bytes();
        values.current_bytes_downloaded = bytes();
        values.current_bytes_to_download = below(4) == 0 ? wua::unknown_bytes : bytes();
        const bool is_endless = below(8) == 0;
        values.bytes_per_second = is_endless ? std::numeric_limits<double>::infinity() : static_cast<double>(bytes());
        values.steady_bytes_per_second = static_cast<float>(values.bytes_per_second);
        values.stalled_seconds = below(4) == 0 ? static_cast<std::uint32_t>(bytes()) : 0;
        values.weight_others = bytes();
        values.weight_total = 1 + bytes() / 2;
        values.update_count = static_cast<std::uint32_t>(bytes());
        values.current_index = static_cast<std::uint32_t>(bytes());
        values.phase = static_cast<std::uint8_t>(below(5));
        values.state = static_cast<wua::job_state>(below(3));
        values.recorded_percent = static_cast<std::int8_t>(static_cast<int>(below(256)) - 128);
        std::string title;
        for (std::uint64_t i = below(60); i != 0; --i)
        {
            title += pieces[static_cast<std::size_t>(below(pieces.size()))];
        }
        const auto columns = static_cast<std::size_t>(below(201));
        const std::string drawn = wua::progress_bar().line(wua::progress_snapshot(values, nullptr), title, columns);
        if (wua::columns_of(drawn) > columns || wua::printable(drawn) != drawn)
        {
            FAIL(columns << " columns: " << drawn);
        }
    }
}

} // namespace

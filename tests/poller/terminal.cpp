// SPDX-License-Identifier: MIT
// The poller on a terminal, which is one of tmux's: a real one, whose screen can be read.

#include "catch.hpp"
#include "servers/nginx.hpp"
#include "tmux_terminal.hpp"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace
{

using Catch::Matchers::Contains;
using wua_test::has_tmux;
using wua_test::temporary_folder;
using wua_test::tmux_terminal;
using screen_lines = std::vector<std::string>;

// However busy the machine is, nothing ends while a test looks at it.
const std::string slowly = "--speed 0.05 ";

bool has(const std::string& line, std::string_view words)
{
    return line.find(words) != std::string::npos;
}

} // namespace

TEST_CASE("on a terminal the display is drawn in place, survives a resize, and gives all back after Ctrl-C",
          "[poller][terminal]")
{
    if (!has_tmux())
    {
        skip("there is no tmux");
        return;
    }
    const tmux_terminal terminal(slowly, "-x 80 -y 24");
    terminal.lines_where(
        [](const screen_lines& lines) {
            return lines.size() == 6 && lines[0].starts_with("  Security I") && has(lines[0], "iB/s") &&
                   lines[4].starts_with("─────") && has(lines[5], " 0 of 5 done ");
        },
        "a row for each of four updates, the first with its speed, a rule and the job's row");
    CHECK_FALSE(terminal.is_cursor_visible());

    terminal.tell("resize-window -x 40 -y 8");
    terminal.lines_where(
        [](const screen_lines& lines) {
            const auto is_of_wider_frame = [](const std::string& line) { return has(line, "left"); };
            return !lines.empty() && lines.size() <= 7 && lines.back().starts_with("0 of 5 done ") &&
                   std::none_of(lines.begin(), lines.end(), is_of_wider_frame);
        },
        "a narrow frame and nothing of the wider one");

    terminal.tell("resize-window -x 100 -y 24");
    terminal.tell("send-keys C-c");
    const std::string shown = terminal.screen_with("status 130\n");
    CHECK_THAT(shown, Contains("\n0 of 5 done, 5 aborted: "));
    CHECK_THAT(shown, !Contains("^C") && !Contains(" 0 of 5 done  "));
    CHECK(terminal.is_cursor_visible());
}

TEST_CASE("a signal that ends the poller gives the cursor back", "[poller][terminal]")
{
    if (!has_tmux())
    {
        skip("there is no tmux");
        return;
    }
    const tmux_terminal terminal(slowly, "-x 80 -y 24");
    terminal.screen_with(" 0 of 5 done ");
    CHECK_FALSE(terminal.is_cursor_visible());
    terminal.tell("send-keys 'C-\\'");
    terminal.screen_with("status 131\n");
    CHECK(terminal.is_cursor_visible());
}

TEST_CASE("names from a manifest neither control the terminal nor break its lines", "[poller][terminal]")
{
    if (!has_tmux())
    {
        skip("there is no tmux");
        return;
    }
    const temporary_folder folder;
    wua_test::write_file(
        folder / "m.json", R"([{"title": "\u001b[2J\u001b]0;owned\u0007evil\n", "url": "http://h/a", "size": 90000000},
        {"title": "更新プログラム設定ファイル更新プログラム設定ファイル", "url": "http://h/b", "size": 90000000}])");
    const tmux_terminal terminal(
        slowly + "--engine simulated --color never --manifest '" + (folder / "m.json").string() + "'", "-x 60 -y 10");
    terminal.lines_where(
        [](const screen_lines& lines) {
            return lines.size() == 4 && lines[0].starts_with("�[2J�]0") && has(lines[0], " MiB") &&
                   lines[1].starts_with("更新プ") && has(lines[1], "…") && has(lines[1], " MiB") &&
                   has(lines[3], "0 of 2 done ");
        },
        "both names, without what controls terminals, cut where they are too long, and how much there is of each");
    CHECK_THAT(terminal.tell("display-message -p '#{pane_title}'"), !Contains("owned"));
    terminal.tell("send-keys C-c");
    terminal.screen_with("status 130\n");
}

TEST_CASE("lines are printed on request, on a terminal, too", "[poller][terminal]")
{
    if (!has_tmux())
    {
        skip("there is no tmux");
        return;
    }
    const tmux_terminal terminal("--speed 50", "-x 80 -y 40", "ACCESSIBLE=1");
    const std::string shown = terminal.screen_with("status 0\n");
    CHECK_THAT(shown, Contains("Display Driver: done, 12.0 MiB in ") || Contains("Display Driver: done, 12.0 MiB\n"));
    CHECK_THAT(shown, Contains("\n5 of 5 done: 55.0 MiB in "));
    CHECK(terminal.is_cursor_visible());
}

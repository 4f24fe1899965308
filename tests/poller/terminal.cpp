// SPDX-License-Identifier: MIT
// The poller on a terminal, which is one of tmux's: a real one, whose screen can be read.

#include "catch.hpp"
#include "servers/nginx.hpp"
#include "tmux_terminal.hpp"

#include <string>
#include <vector>

namespace
{

using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;
using wua_test::has_tmux;
using wua_test::temporary_folder;
using wua_test::tmux_terminal;

} // namespace

TEST_CASE("on a terminal the display is drawn in place, survives a resize, and gives all back after Ctrl-C",
          "[poller][terminal]")
{
    if (!has_tmux())
    {
        skip("there is no tmux");
        return;
    }
    const tmux_terminal terminal("", "-x 80 -y 24");
    terminal.screen_with(" 0 of 5 done ");
    std::vector<std::string> lines = terminal.lines();
    REQUIRE(lines.size() == 6);
    CHECK_THAT(lines[0], StartsWith("  Security I") && Contains("MiB/s"));
    CHECK_THAT(lines[4], StartsWith("─────"));
    CHECK_FALSE(terminal.is_cursor_visible());

    terminal.tell("resize-window -x 40 -y 8");
    terminal.screen_with("\n0 of 5 done ");
    lines = terminal.lines();
    CHECK(lines.size() <= 7);
    CHECK_THAT(lines.back(), StartsWith("0 of 5 done "));
    for (const std::string& line : lines)
    {
        CHECK_THAT(line, !Contains("left")); // of the wider frame nothing is to be seen
    }

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
    const tmux_terminal terminal("", "-x 80 -y 24");
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
        "--engine simulated --color never --speed 0.5 --manifest '" + (folder / "m.json").string() + "'",
        "-x 60 -y 10");
    terminal.screen_with("0 of 2 done ");
    const std::vector<std::string> lines = terminal.lines();
    REQUIRE(lines.size() == 4);
    CHECK_THAT(lines[0], StartsWith("�[2J�]0") && Contains(" MiB"));
    CHECK_THAT(lines[1], StartsWith("更新プ") && Contains("…") && Contains(" MiB"));
    CHECK_THAT(terminal.tell("display-message -p '#{pane_title}'"), !Contains("owned"));
    terminal.tell("send-keys C-c");
    terminal.screen_with("status 130\n");
}

TEST_CASE("who wants lines gets lines, on a terminal, too", "[poller][terminal]")
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

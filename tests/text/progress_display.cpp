// SPDX-License-Identifier: MIT
#include "catch.hpp"
#include "snapshots.hpp"
#include <wua/text/progress_display.hpp>

#include <chrono>
#include <cstdio>
#include <stdexcept>
#include <string>

namespace
{

using namespace std::chrono_literals;

// A display whose output, width and time belong to the test.
struct staged_display
{
    std::string shown;
    std::optional<std::size_t> columns;
    std::chrono::nanoseconds now = 0ns;
    wua::progress_display display{[this](std::string_view text) { shown += text; },
                                  [this] { return columns; },
                                  {.clock = [this] { return now; }}};

    // What the display wrote for this snapshot.
    std::string show(const wua::progress_values& values, const std::string& title = "Title")
    {
        shown.clear();
        display.show(snapshot_of(values, title));
        return shown;
    }
};

wua::progress_values values_at(std::uint64_t percent, std::uint32_t index = 0)
{
    wua::progress_values values = usual_values();
    values.weight_others = percent;
    values.current_index = index;
    return values;
}

TEST_CASE("on a terminal one line is redrawn in place and ended at the end", "[progress_display]")
{
    staged_display stage;
    stage.columns = 41;
    CHECK(stage.show(usual_values()) == "\r2/5  42 % [#####.........] 4.2/10.0 MiB\x1b[K");
    stage.now += 100ms;
    CHECK(stage.show(values_at(50, 1)) == "\r2/5  50 % [#######.......] 4.2/10.0 MiB\x1b[K");
    CHECK(stage.show(completed_values()) == "\r5/5 100 % [##############] 10.0/10.0 MiB\x1b[K\n");
    CHECK(stage.show(completed_values()).empty());
}

TEST_CASE("the line follows the width of the terminal and leaves its last column free", "[progress_display]")
{
    staged_display stage;
    stage.columns = 11;
    CHECK(stage.show(usual_values()) == "\r2/5  42 %\x1b[K");
    stage.now += 1s;
    stage.columns = 6;
    CHECK(stage.show(usual_values()) == "\r 42 %\x1b[K");
    stage.now += 1s;
    stage.columns = 5;
    CHECK(stage.show(usual_values()) == "\r42%\x1b[K");
    stage.now += 1s;
    stage.columns = 0;
    CHECK(stage.show(usual_values()) == "\r\x1b[K");
}

TEST_CASE("a terminal is not drawn on more often than the interval says, but for the end", "[progress_display]")
{
    staged_display stage;
    stage.columns = 11;
    CHECK(stage.show(values_at(1)) == "\r1/5   1 %\x1b[K");
    stage.now += 99ms;
    CHECK(stage.show(values_at(2)).empty());
    stage.now += 1ms;
    CHECK(stage.show(values_at(3)) == "\r1/5   3 %\x1b[K");
    stage.now += 1ms;
    CHECK(stage.show(completed_values()) == "\r5/5 100 %\x1b[K\n");
}

TEST_CASE("a line that did not change is not drawn again", "[progress_display]")
{
    staged_display stage;
    stage.columns = 11;
    stage.show(values_at(1));
    stage.now += 1s;
    CHECK(stage.show(values_at(1)).empty());
}

TEST_CASE("a cleared line is drawn again by the next call", "[progress_display]")
{
    staged_display stage;
    stage.columns = 11;
    stage.display.clear();
    CHECK(stage.shown.empty());
    stage.show(values_at(1));
    stage.shown.clear();
    stage.display.clear();
    CHECK(stage.shown == "\r\x1b[K");
    CHECK(stage.show(values_at(1)) == "\r1/5   1 %\x1b[K");
}

TEST_CASE("a display that goes away ends the line it was drawing", "[progress_display]")
{
    std::string shown;
    {
        wua::progress_display display([&](std::string_view text) { shown += text; }, [] { return 11; });
        display.show(snapshot_of(values_at(1)));
    }
    CHECK(shown == "\r1/5   1 %\x1b[K\n");
}

TEST_CASE("a display whose sink fails lets it through from show and not from its end", "[progress_display]")
{
    const auto fail = [](std::string_view) { throw std::runtime_error("the pipe is gone"); };
    wua::progress_display display(fail, [] { return 11; });
    CHECK_THROWS_AS(display.show(snapshot_of(values_at(1))), std::runtime_error);
}

TEST_CASE("without a terminal there are plain lines for each update, each tenth and the end", "[progress_display]")
{
    staged_display stage;
    wua::progress_values idle = values_at(0);
    idle.started = 0;
    CHECK(stage.show(idle).empty());
    CHECK(stage.show(values_at(0), "First") == "update 1 of 5: First\n");
    CHECK(stage.show(values_at(9), "First").empty());
    CHECK(stage.show(values_at(37), "First") == "37 % 4.2/10.0 MiB, update 1 of 5 downloading, 3.1 MiB/s, 0:02 left\n");
    CHECK(stage.show(values_at(39), "First").empty());
    CHECK(stage.show(values_at(41, 1), "Second") ==
          "update 2 of 5: Second\n"
          "41 % 4.2/10.0 MiB, update 2 of 5 downloading, 3.1 MiB/s, 0:02 left\n");
    CHECK(stage.show(values_at(42, 2), "") == "update 3 of 5\n");
    CHECK(stage.show(completed_values(), "Last") == "update 5 of 5: Last\n"
                                                    "100 % 10.0/10.0 MiB, 5 succeeded\n");
    CHECK(stage.show(completed_values(), "Last").empty());
}

TEST_CASE("without a terminal a hostile title brings no escape sequence and no line of its own", "[progress_display]")
{
    staged_display stage;
    CHECK(stage.show(values_at(0), "\x1b[2J\r\n100 % done\x9b") == "update 1 of 5: \uFFFD[2J  100 % done\uFFFD\n");
}

TEST_CASE("a display on a file writes plain lines", "[progress_display]")
{
    std::FILE* file = std::tmpfile();
    REQUIRE(file != nullptr);
    {
        wua::progress_display display(file);
        display.show(snapshot_of(completed_values(), "Last"));
    }
    std::rewind(file);
    char read[256] = {};
    std::string text(read, std::fread(read, 1, sizeof read, file));
    std::fclose(file);
    std::erase(text, '\r'); // a text stream of Windows writes one before each line end
    CHECK(text == "update 5 of 5: Last\n100 % 10.0/10.0 MiB, 5 succeeded\n");
}

} // namespace

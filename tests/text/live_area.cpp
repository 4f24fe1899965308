// SPDX-License-Identifier: MIT
#include "catch.hpp"
#include "virtual_terminal.hpp"
#include <wua/text/display/live_area.hpp>

#include <string>
#include <vector>

namespace
{

using wua::detail::frame_line;
using lines = std::vector<std::string>;

std::vector<frame_line> frame(const lines& texts)
{
    std::vector<frame_line> made;
    for (const std::string& text : texts)
    {
        made.push_back({text, text.size()});
    }
    return made;
}

TEST_CASE("lines take the place of those before, and what stays moves above them", "[live_area]")
{
    virtual_terminal terminal;
    wua::detail::live_area area;
    const wua::terminal_size size{80, 24};
    terminal.write("$ command\n");
    terminal.write(area.redraw({}, frame({"first row", "second row", "job"}), size, true));
    CHECK(terminal.shown() == lines{"$ command", "first row", "second row", "job"});
    terminal.write(area.redraw({"first is done"}, frame({"second", "job"}), size, true));
    CHECK(terminal.shown() == lines{"$ command", "first is done", "second", "job"});
    terminal.write(area.redraw({}, frame({"job"}), size, true));
    CHECK(terminal.shown() == lines{"$ command", "first is done", "job"});
    CHECK(area.redraw({}, frame({"job"}), size, true).empty());
    terminal.write(area.redraw({std::string(200, 'x')}, {}, size, true));
    CHECK(terminal.shown() ==
          lines{"$ command", "first is done", std::string(80, 'x'), std::string(80, 'x'), std::string(40, 'x')});
    CHECK(terminal.column == 0);
}

TEST_CASE("a line as wide as the terminal keeps its last character", "[live_area]")
{
    virtual_terminal terminal{.columns = 10};
    wua::detail::live_area area;
    terminal.write(area.redraw({}, frame({"row"}), {10, 24}, true));
    terminal.write(area.redraw({"0123456789"}, frame({"row"}), {10, 24}, true));
    CHECK(terminal.shown() == lines{"0123456789", "row"});
}

TEST_CASE("on a terminal that has become narrower, broken lines count as many", "[live_area]")
{
    wua::detail::live_area area;
    CHECK(area.redraw({}, frame({std::string(79, 'x'), "short"}), {80, 24}, true) ==
          std::string(79, 'x') + "\x1b[K\nshort\x1b[K\n");
    wua::detail::live_area other = area;
    CHECK(area.redraw({}, frame({"x"}), {40, 24}, true) == "\r\x1b[3A\x1b[2K\n\x1b[2K\n\x1b[2K\n\x1b[2K\r\x1b[3Ax\n");
    CHECK(other.redraw({}, frame({"x"}), {40, 24}, false) == "\r\x1b[2A\x1b[2K\n\x1b[2K\n\x1b[2K\r\x1b[2Ax\n");
}

TEST_CASE("nothing above the screen is drawn over, nor what is no longer the display's", "[live_area]")
{
    wua::detail::live_area area;
    area.redraw({}, frame({"a", "b", "c", "d"}), {80, 24}, true);
    CHECK(area.redraw({}, frame({"a"}), {80, 3}, true) == "\r\x1b[2A\x1b[2K\n\x1b[2K\n\x1b[2K\r\x1b[2Aa\n");
    area.forget();
    CHECK(area.redraw({}, frame({"a"}), {80, 3}, true) == "a\x1b[K\n");
}

} // namespace

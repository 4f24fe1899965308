// SPDX-License-Identifier: MIT
#include "catch.hpp"
#include "display_views.hpp"
#include <wua/text/display/shown_text.hpp>
#include <wua/text/printable.hpp>

#include <chrono>
#include <string>

namespace
{

using namespace std::chrono_literals;
using namespace wua::detail;

TEST_CASE("a bar grows by eighths of a column where there are such characters", "[shown_text]")
{
    CHECK(bar_of(0, 6, unicode_terminal) == "▕    ▏");
    CHECK(bar_of(0.5, 6, unicode_terminal) == "▕██  ▏");
    CHECK(bar_of(0.53125, 6, unicode_terminal) == "▕██▏ ▏");
    CHECK(bar_of(0.99, 6, unicode_terminal) == "▕███▉▏");
    CHECK(bar_of(1, 6, unicode_terminal) == "▕████▏");
    CHECK(bar_of(0.74, 6, ascii_terminal) == "[##..]");
    for (int percent = -10; percent != 120; ++percent)
    {
        CHECK(wua::columns_of(bar_of(percent / 100.0, 13, unicode_terminal)) == 13);
        CHECK(bar_of(percent / 100.0, 13, ascii_terminal).size() == 13);
    }
}

TEST_CASE("a name that is too long loses its middle, but not what tells it from others", "[shown_text]")
{
    CHECK(squeezed("short", 8, unicode_terminal) == "short   ");
    CHECK(squeezed("linux-6.12-netinst.iso", 14, unicode_terminal) == "linux-6…st.iso");
    CHECK(squeezed("linux-6.12-netinst.iso", 14, ascii_terminal) == "linux-..st.iso");
    CHECK(squeezed("abcdefghijkn\u0303wxyz", 10, unicode_terminal) == "abcde…wxyz"); // no tilde without its n
    const std::string name = "linux-firmware-2026.3-x86_64.tar.zst";
    const std::size_t telling = distinguishing_character(name, {"linux-firmware-2026.4-x86_64.tar.zst", "other"});
    CHECK(telling == 20);
    CHECK(squeezed(name, 20, unicode_terminal, telling) == "li…26.3-x86_64.tar.…");
    CHECK(squeezed(name, 26, unicode_terminal, telling) == "linux-…26.3-x86_64.tar.zst");
    // No joiner is left that would take the dots for a part of the character before.
    CHECK(squeezed("\U0001F469\u200D\U0001F469\u200D\U0001F467 family of three", 11, unicode_terminal) ==
          "\U0001F469\u200D\U0001F469\u2026three ");
    for (std::size_t columns = 0; columns != 40; ++columns)
    {
        CHECK(wua::columns_of(squeezed("更新プログラム設定ファイル.bin", columns, unicode_terminal, columns)) ==
              columns);
        CHECK(wua::columns_of(squeezed(name, columns, ascii_terminal, columns)) == columns);
    }
}

TEST_CASE("without Unicode nothing beyond ASCII is shown", "[shown_text]")
{
    CHECK(in_charset("a更\u009b[2J", ascii_terminal) == "a??[2J");
    CHECK(in_charset("a更", unicode_terminal) == "a更");
}

TEST_CASE("times keep within their columns", "[shown_text]")
{
    CHECK(time_left_text(5s) == "0:05 left");
    CHECK(time_left_text(59min + 50s) == "1:00 h left");
    CHECK(time_left_text(65min) == "1:05 h left");
    CHECK(time_left_text(99h + 58min).size() <= 12);
    CHECK(time_left_text(100h) == "4 d left");
    CHECK(time_left_text(std::chrono::hours(900'000)).size() <= 11);
    CHECK(time_left_text(std::nullopt).empty());
    CHECK(stall_text(59s) == "stalled 59 s");
    CHECK(stall_text(12min) == "stalled 12 m");
    CHECK(stall_text(1000h) == "stalled 99 h");
    CHECK(elapsed_text(340ms) == "0.3 s");
    CHECK(elapsed_text(42s) == "42 s");
    CHECK(elapsed_text(65s) == "1:05");
}

TEST_CASE("a failure is shown in words first", "[shown_text]")
{
    const wua::outcome failed =
        wua::outcome::failed(wua::wu_e_pt_http_status_not_found, {"http", 404}, "HTTP status 404: http://h/\x1b[2J");
    CHECK(reason_text(failed) == "HTTP status 404: http://h/\uFFFD[2J (0x80244019 WU_E_PT_HTTP_STATUS_NOT_FOUND)");
    CHECK(short_reason(failed) == "HTTP 404");
    const wua::outcome other_size =
        wua::outcome::failed(wua::wu_e_dm_contentchanged, {"http", 200}, "the server has 5 bytes, not 0: http://h/");
    CHECK(short_reason(other_size) == "the server has 5 bytes, not 0"); // HTTP 200 would be none
    CHECK(reason_text(wua::outcome::aborted()) == "aborted");
    CHECK(short_reason(wua::outcome::failed(wua::wu_e_pt_http_status_not_found)) == "HTTP 404");
}

} // namespace

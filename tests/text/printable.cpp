// SPDX-License-Identifier: MIT
#include "catch.hpp"
#include <wua/text/printable.hpp>

#include <string>

namespace
{

const std::string bad = "\xEF\xBF\xBD"; // U+FFFD

TEST_CASE("ordinary text of any script is shown as it is", "[printable]")
{
    CHECK(wua::printable("Update for Windows (KB5034441)") == "Update for Windows (KB5034441)");
    CHECK(wua::printable("Обновление 更新プログラム e\u0301 \U0001f600") ==
          "Обновление 更新プログラム e\u0301 \U0001f600");
    CHECK(wua::printable("").empty());
}

TEST_CASE("a title cannot smuggle in escape sequences", "[printable]")
{
    CHECK(wua::printable("\x1b[31mred\x1b[0m") == bad + "[31mred" + bad + "[0m");
    CHECK(wua::printable("\x1b]0;window\x07") == bad + "]0;window" + bad);
    CHECK(wua::printable("a\bb\x7f") == "a" + bad + "b" + bad);
    CHECK(wua::printable(std::string("a\0b", 3)) == "a" + bad + "b");
    CHECK(wua::printable("\xC2\x9B"
                         "31m") == bad + "31m"); // the C1 form of ESC [
    CHECK(wua::printable("\x9B"
                         "31m") == bad + "31m");
}

TEST_CASE("line breaks and tabs become blanks", "[printable]")
{
    CHECK(wua::printable("a\r\nb\tc\vd\fe") == "a  b c d e");
    CHECK(wua::printable("a\u0085b\u2028c\u2029d") == "a b c d");
}

TEST_CASE("a title cannot turn the direction of the line", "[printable]")
{
    CHECK(wua::printable("\u202egnp.exe\u202c") == bad + "gnp.exe" + bad);
    CHECK(wua::printable("\u2066a\u2069\u200f") == bad + "a" + bad + bad);
}

TEST_CASE("what cannot be seen is left out", "[printable]")
{
    CHECK(wua::printable("a\u200bb\ufeffc\u00add\ufe0f") == "abcd");
}

TEST_CASE("malformed UTF-8 becomes valid UTF-8", "[printable]")
{
    CHECK(wua::printable("a\xFF\xC0\xAF") == "a" + bad + bad + bad);
    CHECK(wua::printable("\xE6\x9B") == bad);
    CHECK(wua::printable("\xED\xA0\x80") == bad + bad + bad);
}

TEST_CASE("at most eight marks pile up on one character", "[printable]")
{
    std::string piled = "a";
    for (int i = 0; i != 1000; ++i)
    {
        piled += "\u0301";
    }
    std::string shown = "a";
    for (int i = 0; i != 8; ++i)
    {
        shown += "\u0301";
    }
    CHECK(wua::printable(piled + "b") == shown + "b");
    CHECK(wua::printable(shown + "b" + shown) == shown + "b" + shown);
}

TEST_CASE("the columns of a text are those of its characters", "[printable]")
{
    CHECK(wua::columns_of("") == 0);
    CHECK(wua::columns_of("abc") == 3);
    CHECK(wua::columns_of("更新") == 4);
    CHECK(wua::columns_of("e\u0301") == 1);
}

TEST_CASE("a fitted text has exactly the columns it was given", "[printable]")
{
    CHECK(wua::fitted("title", 0).empty());
    CHECK(wua::fitted("title", 2) == "ti");
    CHECK(wua::fitted("title", 3) == "tit");
    CHECK(wua::fitted("title", 4) == "t...");
    CHECK(wua::fitted("title", 5) == "title");
    CHECK(wua::fitted("title", 7) == "title  ");
    CHECK(wua::fitted("更新プログラム", 1) == " ");
    CHECK(wua::fitted("更新プログラム", 8) == "更新... ");
    CHECK(wua::fitted("更新プログラム", 9) == "更新プ...");
    CHECK(wua::fitted("e\u0301e\u0301e\u0301e\u0301e\u0301", 4) == "e\u0301...");
    CHECK(wua::fitted("e\u0301e\u0301", 2) == "e\u0301e\u0301");
}

} // namespace

// SPDX-License-Identifier: MIT
#include "catch.hpp"
#include <wua/text/terminal.hpp>

#include <cstdio>
#include <string>

#if __has_include(<sys/ioctl.h>)
#include "pseudo_terminal.hpp"

#include <cstdlib>
#endif

namespace
{

struct temporary_file
{
    std::FILE* stream = std::tmpfile();

    ~temporary_file()
    {
        std::fclose(stream);
    }
};

TEST_CASE("a file is no terminal", "[terminal]")
{
    const temporary_file file;
    REQUIRE(file.stream != nullptr);
    CHECK(wua::terminal_columns(file.stream) == std::nullopt);
}

TEST_CASE("text goes to a file as it is", "[terminal]")
{
    const temporary_file file;
    REQUIRE(file.stream != nullptr);
    wua::write_text(file.stream, "更新 1\n");
    std::rewind(file.stream);
    char read[32] = {};
    const std::size_t length = std::fread(read, 1, sizeof read, file.stream);
    std::string text(read, length);
    std::erase(text, '\r'); // a text stream of Windows writes one before each line end
    CHECK(text == "更新 1\n");
}

#if __has_include(<sys/ioctl.h>)

TEST_CASE("the width of a terminal is read again each time", "[terminal]")
{
    const pseudo_terminal terminal;
    if (terminal.stream == nullptr)
    {
        skip("this machine has no pseudo-terminal");
        return;
    }
    setenv("TERM", "xterm", 1);
    terminal.resize(40);
    CHECK(wua::terminal_columns(terminal.stream) == 40);
    terminal.resize(132);
    CHECK(wua::terminal_columns(terminal.stream) == 132);
}

TEST_CASE("a terminal that does not know its width counts as 80 columns", "[terminal]")
{
    const pseudo_terminal terminal;
    if (terminal.stream == nullptr)
    {
        skip("this machine has no pseudo-terminal");
        return;
    }
    setenv("TERM", "xterm", 1);
    terminal.resize(0);
    CHECK(wua::terminal_columns(terminal.stream) == 80);
}

TEST_CASE("a terminal without escape sequences does not count as one", "[terminal]")
{
    const pseudo_terminal terminal;
    if (terminal.stream == nullptr)
    {
        skip("this machine has no pseudo-terminal");
        return;
    }
    setenv("TERM", "dumb", 1);
    CHECK(wua::terminal_columns(terminal.stream) == std::nullopt);
    unsetenv("TERM");
    CHECK(wua::terminal_columns(terminal.stream) == std::nullopt);
}

#endif

} // namespace

// SPDX-License-Identifier: MIT
#include "catch.hpp"
#include "display_views.hpp"
#include "snapshots.hpp"
#include "virtual_terminal.hpp"
#include <wua/engine/simulated_engine.hpp>
#include <wua/job/job.hpp>
#include <wua/text/progress_display.hpp>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#if __has_include(<sys/ioctl.h>)
#include "pseudo_terminal.hpp"

#include <sys/wait.h>

#include <csignal>
#endif

namespace
{

using namespace std::chrono_literals;
using lines = std::vector<std::string>;

// A job and a display whose time, size and output belong to the test.
struct staged_display
{
    std::shared_ptr<wua::simulated_engine> engine;
    wua::job job;
    virtual_terminal terminal;
    std::size_t writes = 0;
    std::chrono::nanoseconds now = 0ns;
    wua::progress_display_options options;
    std::unique_ptr<wua::progress_display> display;

    explicit staged_display(wua::terminal_traits traits = ascii_terminal, wua::scenario script = {},
                            std::size_t count = 3, const std::string& title = "file")
        : engine(std::make_shared<wua::simulated_engine>(std::move(script))),
          job(wua::start(engine, updates(count, title)))
    {
        options.clock = [this] { return now; };
        options.directory = "/srv";
        make_display(traits);
    }

    void show_note(std::function<std::string()> note)
    {
        options.note = std::move(note);
        make_display(ascii_terminal);
    }

    void make_display(const wua::terminal_traits& traits)
    {
        display = std::make_unique<wua::progress_display>(
            [this](std::string_view text) {
                ++writes;
                terminal.write(text);
            },
            [this] { return wua::terminal_size{terminal.columns, terminal.rows}; }, traits, options);
    }

    static std::vector<wua::update_pointer> updates(std::size_t count, const std::string& title)
    {
        std::vector<wua::update_pointer> made;
        for (std::size_t i = 0; i != count; ++i)
        {
            made.push_back(wua::make_item(title + std::to_string(i), "https://host/x", 10'000'000));
        }
        return made;
    }

    // Time passes, and the display is shown.
    void step(std::chrono::nanoseconds time)
    {
        engine->advance(time);
        now += time;
        display->show(job);
    }

    lines run_to_end()
    {
        while (!job.is_completed())
        {
            step(100ms);
        }
        return terminal.shown();
    }
};

// A word of the environment as long as this lives.
struct environment_word
{
    environment_word(const char* name, const char* value) : m_name(name)
    {
        const char* const before = std::getenv(name);
        m_before = before != nullptr ? before : "";
        set(value);
    }
    ~environment_word()
    {
        set(m_before.c_str());
    }

private:
    void set(const char* value) const
    {
#if defined(_WIN32)
        ::_putenv_s(m_name, value);
#else
        ::setenv(m_name, value, 1);
#endif
    }

    const char* m_name;
    std::string m_before;
};

wua::scenario slow_scenario()
{
    wua::scenario script;
    script.parallelism = 2;
    script.updates.resize(3);
    for (wua::simulated_update& update : script.updates)
    {
        update.bytes_per_second = 5'000'000;
    }
    script.updates[1].faults.push_back({.at_byte = 5'000'000, .hresult = wua::wu_e_pt_http_status_not_found});
    return script;
}

TEST_CASE("on a terminal a job is drawn in place, and ends as lines that stay and a summary", "[progress_display]")
{
    staged_display stage(ascii_terminal, slow_scenario());
    stage.terminal.write("$ command\n");
    stage.display->show(stage.job);
    CHECK(stage.writes == 0);
    for (int i = 0; i != 5; ++i)
    {
        stage.step(100ms);
    }
    CHECK_FALSE(stage.terminal.is_cursor_visible);
    lines shown = stage.terminal.shown();
    REQUIRE(shown.size() == 5);
    CHECK_THAT(shown[1], Catch::Matchers::StartsWith("  file0 ") && Catch::Matchers::Contains("1.9/9.5 MiB"));
    CHECK_THAT(shown[2], Catch::Matchers::StartsWith("  file1 "));
    CHECK_THAT(shown[4], Catch::Matchers::StartsWith("  0 of 3 done "));
    shown = stage.run_to_end();
    CHECK(stage.terminal.is_cursor_visible);
    REQUIRE(shown.size() == 7);
    CHECK_THAT(shown[1], Catch::Matchers::StartsWith("!! file1  HTTP 404"));
    CHECK_THAT(shown[2], Catch::Matchers::StartsWith("ok file0  9.5 MiB in 2."));
    CHECK_THAT(shown[3], Catch::Matchers::StartsWith("ok file2  9.5 MiB in "));
    CHECK_THAT(shown[4], Catch::Matchers::StartsWith("2 of 3 done, 1 failed: 23.8 MiB in "));
    CHECK_THAT(shown[5], Catch::Matchers::StartsWith("  file1: HTTP 404 (0x80244019"));
    CHECK(shown[6] == "The files are in /srv");
    const std::size_t writes = stage.writes;
    stage.step(1s);
    CHECK(stage.writes == writes);
}

TEST_CASE("a job that is over before it becomes tedious shows only its results", "[progress_display]")
{
    staged_display stage;
    stage.display->show(stage.job);
    stage.engine->advance(1h);
    stage.now += 10ms;
    stage.display->show(stage.job);
    CHECK(stage.writes == 1);
    CHECK(stage.terminal.shown() == lines{"ok file0  9.5 MiB", "ok file1  9.5 MiB", "ok file2  9.5 MiB",
                                          "3 of 3 done: 28.6 MiB", "The files are in /srv"});
}

TEST_CASE("there are at most ten frames a second, and none without a change", "[progress_display]")
{
    staged_display stage(ascii_terminal, slow_scenario());
    stage.display->show(stage.job);
    stage.step(400ms);
    CHECK(stage.writes == 1);
    stage.step(99ms);
    CHECK(stage.writes == 1);
    stage.step(1ms);
    CHECK(stage.writes == 2);
    stage.job.pause();
    stage.step(1s);
    const std::size_t writes = stage.writes;
    stage.step(1s);
    stage.step(1s);
    CHECK(stage.writes == writes);
}

TEST_CASE("frames follow the size of the terminal, and stay within its screen", "[progress_display]")
{
    staged_display stage(ascii_terminal, slow_scenario());
    stage.display->show(stage.job);
    stage.step(400ms);
    stage.terminal.columns = 40;
    stage.step(100ms);
    const lines shown = stage.terminal.shown();
    CHECK_THAT(shown.back(), Catch::Matchers::StartsWith("0 of 3 done  13 % ["));
    for (const std::string& line : shown)
    {
        CHECK(line.size() < 80);
    }
}

TEST_CASE("a note stands below the job while it runs, and cannot control the terminal", "[progress_display]")
{
    staged_display stage(ascii_terminal, slow_scenario());
    std::string note = "2 peers\x1b[2J";
    stage.show_note([&] { return note; });
    stage.step(100ms);
    stage.step(400ms);
    lines shown = stage.terminal.shown();
    REQUIRE(shown.size() == 5);
    CHECK_THAT(shown[3], Catch::Matchers::StartsWith("  0 of 3 done "));
    CHECK(shown[4] == "  2 peers?[2J");
    note.clear();
    stage.step(100ms);
    CHECK(stage.terminal.shown().size() == 4);
    note = std::string(200, 'n');
    stage.step(100ms);
    shown = stage.terminal.shown();
    REQUIRE(shown.size() == 5);
    CHECK(shown[4].size() < stage.terminal.columns);
    stage.terminal.rows = 5;
    stage.step(100ms);
    CHECK_THAT(stage.terminal.shown().back(), Catch::Matchers::StartsWith("  0 of 3 done "));
    stage.terminal.rows = 24;
    CHECK_THAT(stage.run_to_end().back(), Catch::Matchers::StartsWith("The files are in "));
}

TEST_CASE("text can be printed above what is drawn, and what is drawn can be erased", "[progress_display]")
{
    staged_display stage(ascii_terminal, slow_scenario());
    stage.display->show(stage.job);
    stage.step(400ms);
    stage.display->print("a word\x1b[2J");
    CHECK(stage.terminal.shown().at(0) == "a word?[2J");
    CHECK(stage.terminal.shown().size() == 5);
    stage.display->clear();
    CHECK(stage.terminal.shown() == lines{"a word?[2J"});
    CHECK(stage.terminal.is_cursor_visible);
    stage.step(100ms);
    CHECK(stage.terminal.shown().size() == 5);
    CHECK_FALSE(stage.terminal.is_cursor_visible);
}

TEST_CASE("a display that goes away gives the cursor and the taskbar back", "[progress_display]")
{
    wua::terminal_traits traits = unicode_terminal;
    traits.has_taskbar = true;
    staged_display stage(traits, slow_scenario());
    stage.display->show(stage.job);
    stage.step(400ms);
    CHECK(stage.terminal.taskbar == "1;10");
    CHECK_FALSE(stage.terminal.is_cursor_visible);
    stage.display.reset();
    CHECK(stage.terminal.taskbar == "0;");
    CHECK(stage.terminal.is_cursor_visible);
}

TEST_CASE("the taskbar shows failures and pauses, and is clear in the end", "[progress_display]")
{
    wua::terminal_traits traits = ascii_terminal;
    traits.has_taskbar = true;
    staged_display stage(traits, slow_scenario());
    stage.display->show(stage.job);
    stage.step(1500ms);
    CHECK_THAT(stage.terminal.taskbar, Catch::Matchers::StartsWith("2;"));
    stage.job.pause();
    stage.step(100ms);
    CHECK_THAT(stage.terminal.taskbar, Catch::Matchers::StartsWith("4;"));
    stage.job.resume();
    stage.run_to_end();
    CHECK(stage.terminal.taskbar == "0;");
}

TEST_CASE("a hostile title neither controls the terminal nor breaks a frame", "[progress_display]")
{
    staged_display stage(unicode_terminal, slow_scenario(), 2, "\x1b[2J\x1b]0;x\x07\r\n更新更新更新更新更新\u202e");
    stage.display->show(stage.job);
    stage.step(400ms);
    CHECK(stage.terminal.shown().size() == 4);
    CHECK_THAT(stage.terminal.shown()[0], Catch::Matchers::Contains("\uFFFD[2J"));
    stage.run_to_end();
}

TEST_CASE("where nothing can be drawn there is a line for each change of state", "[progress_display]")
{
    wua::scenario script = slow_scenario();
    script.updates[0].stalls.push_back({.at_byte = 5'000'000, .duration = 8s});
    staged_display stage({}, script);
    stage.display->show(stage.job);
    const lines shown = stage.run_to_end();
    REQUIRE(shown.size() >= 7);
    CHECK(shown[0] == "file0: downloading 9.5 MiB from host");
    CHECK(shown[1] == "file1: downloading 9.5 MiB from host");
    CHECK_THAT(shown[2], Catch::Matchers::StartsWith("file1: failed: HTTP 404 (0x80244019"));
    CHECK(shown[3] == "file2: downloading 9.5 MiB from host");
    CHECK(shown[4] == "file2: verifying");
    CHECK_THAT(shown[5], Catch::Matchers::StartsWith("file2: done, 9.5 MiB in 2."));
    CHECK(shown[6] == "file0: stalled");
    CHECK(shown[7] == "file0: downloading 9.5 MiB from host");
    CHECK(shown.back() == "The files are in /srv");
    CHECK(stage.terminal.is_cursor_visible);
}

TEST_CASE("lines come every half minute even if nothing changes", "[progress_display]")
{
    wua::scenario script = slow_scenario();
    script.updates[0].bytes_per_second = 100'000;
    staged_display stage({}, script, 1);
    stage.display->show(stage.job);
    stage.step(100ms);
    for (int second = 0; second != 40; ++second)
    {
        stage.step(1s);
    }
    const lines shown = stage.terminal.shown();
    REQUIRE(shown.size() == 2);
    CHECK_THAT(shown[1], Catch::Matchers::StartsWith("30 %, 2.9/9.5 MiB, 0 of 1 done, 97.7 KiB/s, 1:"));
    stage.job.pause();
    for (int second = 0; second != 35; ++second)
    {
        stage.step(1s);
    }
    const lines later = stage.terminal.shown();
    REQUIRE(later.size() >= 4);
    CHECK_THAT(later.back(), Catch::Matchers::EndsWith(" MiB, 0 of 1 done, paused"));
}

TEST_CASE("a line that comes although nothing changes says that nothing comes", "[progress_display]")
{
    wua::scenario script = slow_scenario();
    script.updates[0].stalls.push_back({.at_byte = 5'000'000, .duration = 100s});
    staged_display stage({}, script, 1);
    stage.display->show(stage.job);
    for (int second = 0; second != 70; ++second)
    {
        stage.step(1s);
    }
    CHECK_THAT(stage.terminal.shown().back(),
               Catch::Matchers::Contains("0 of 1 done, ") && Catch::Matchers::Contains("stalled"));
}

TEST_CASE("a display that is to show nothing shows nothing", "[progress_display]")
{
    staged_display stage;
    stage.options.progress = wua::display_choice::never;
    std::string shown;
    wua::progress_display display([&](std::string_view text) { shown += text; }, {}, ascii_terminal, stage.options);
    stage.engine->advance(1h);
    display.show(stage.job);
    CHECK(shown.empty());
}

TEST_CASE("a display whose sink fails throws from show() but not from its end", "[progress_display]")
{
    staged_display stage;
    stage.engine->advance(1h);
    wua::progress_display display(
        [](std::string_view) { throw std::runtime_error("the pipe is gone"); }, {}, ascii_terminal);
    CHECK_THROWS_AS(display.show(stage.job), std::runtime_error);

    staged_display drawn(ascii_terminal, slow_scenario());
    bool is_gone = false;
    int refused = 0;
    drawn.display = std::make_unique<wua::progress_display>(
        [&](std::string_view) {
            refused += is_gone ? 1 : 0;
            return is_gone ? throw std::runtime_error("the pipe is gone") : void();
        },
        [] { return wua::terminal_size(); }, ascii_terminal, drawn.options);
    drawn.step(400ms);
    drawn.step(400ms);
    is_gone = true;
    CHECK_THROWS_AS(drawn.step(400ms), std::runtime_error);
    CHECK(refused == 1);
    CHECK_NOTHROW(drawn.display.reset());
    CHECK(refused == 2); // it has tried to give the cursor back
}

TEST_CASE("the taskbar receives changes only", "[progress_display]")
{
    wua::terminal_traits traits = ascii_terminal;
    traits.has_taskbar = true;
    std::string written; // also by the end of the display
    staged_display stage(traits, slow_scenario());
    stage.display = std::make_unique<wua::progress_display>(
        [&](std::string_view text) { written += text; }, [] { return wua::terminal_size(); }, traits, stage.options);
    stage.display->show(stage.job);
    stage.step(400ms);
    const auto tellings = [&] {
        std::size_t count = 0;
        for (std::size_t at = 0; (at = written.find("\x1b]9;4;", at)) != std::string::npos; ++at)
        {
            ++count;
        }
        return count;
    };
    stage.job.pause();
    stage.step(200ms);
    const std::size_t before = tellings();
    REQUIRE(before != 0);
    stage.display->print("a word"); // draws all anew
    stage.step(200ms);
    stage.step(200ms);
    CHECK(tellings() == before);
}

TEST_CASE("snapshots alone are drawn no more often than ten times a second, too", "[progress_display]")
{
    staged_display stage(wua::terminal_traits{});
    stage.display->show(stage.job.progress());
    stage.engine->advance(1s);
    stage.now += 50ms;
    const std::size_t before = stage.writes;
    stage.display->show(stage.job.progress());
    CHECK(stage.writes == before);
    stage.engine->advance(1h);
    stage.display->show(stage.job.progress()); // the last one comes at once
    CHECK(stage.writes != before);
}

TEST_CASE("a stream that is no terminal is as large as COLUMNS says", "[progress_display]")
{
    const auto widest_with = [](const char* columns) {
        std::FILE* const file = std::tmpfile();
        REQUIRE(file != nullptr);
        const environment_word said("COLUMNS", columns);
        staged_display stage(ascii_terminal, slow_scenario(), 3, std::string(100, 'x'));
        stage.options.progress = wua::display_choice::always;
        stage.display = std::make_unique<wua::progress_display>(file, stage.options);
        stage.display->show(stage.job);
        stage.step(400ms);
        stage.step(400ms);
        std::rewind(file);
        std::string text(10'000, '\0');
        text.resize(std::fread(text.data(), 1, text.size(), file));
        std::fseek(file, 0, SEEK_END);
        stage.display.reset();
        std::fclose(file);
        virtual_terminal wide;
        wide.columns = 300;
        wide.write(text);
        std::size_t widest = 0;
        for (const std::string& line : wide.shown())
        {
            widest = std::max(widest, wua::columns_of(line));
        }
        return widest;
    };
    CHECK(widest_with("60") == 59);
    CHECK(widest_with("120") == 119);
    CHECK(widest_with("many") == 79);
    CHECK(widest_with("") == 79);
}

TEST_CASE("a display on a file writes plain lines, also of snapshots alone", "[progress_display]")
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
    CHECK(text == "Last: done, 0 B\nLast: done, 0 B\nLast: done, 0 B\nLast: done, 0 B\nLast: done, 1.0 MiB\n"
                  "5 of 5 done: 1.0 MiB\n");
}

TEST_CASE("a job can be shown to its end by one call", "[progress_display]")
{
    wua::job job = wua::start(wua::simulated_engine(), staged_display::updates(1, "file"));
    wua::progress_display_options options;
    options.progress = wua::display_choice::never;
    CHECK(wua::show_progress(job, options).is_success());
}

#if __has_include(<sys/ioctl.h>)

TEST_CASE("a process that is stopped restores the terminal, and redraws everything when it is continued",
          "[progress_display]")
{
    const pseudo_terminal terminal;
    if (terminal.stream == nullptr)
    {
        skip("this machine has no pseudo-terminal");
        return;
    }
    terminal.resize(80);
    std::fflush(nullptr);
    const pid_t child = ::fork();
    REQUIRE(child >= 0);
    if (child == 0)
    {
        ::setpgid(0, 0); // what has no parent outside of its group is not stopped
        ::alarm(60);
        ::setenv("TERM", "xterm", 1);
        {
            staged_display stage(ascii_terminal, slow_scenario());
            stage.display = std::make_unique<wua::progress_display>(terminal.stream, stage.options);
            stage.display->show(stage.job);
            stage.step(400ms);
            std::fflush(terminal.stream);
            ::raise(SIGTSTP);
            stage.step(400ms);
        }
        std::fflush(terminal.stream);
        std::exit(0);
    }
    int status = 0;
    REQUIRE(::waitpid(child, &status, WUNTRACED) == child);
    CHECK(WIFSTOPPED(status));
    const std::string before = terminal.written();
    CHECK_THAT(before, Catch::Matchers::StartsWith("\x1b[?25l") && Catch::Matchers::EndsWith("\x1b[?25h\x1b[0m"));
    CHECK_THAT(before, Catch::Matchers::Contains("file0"));
    ::kill(child, SIGCONT);
    REQUIRE(::waitpid(child, &status, 0) == child);
    CHECK(WIFEXITED(status));
    CHECK(WEXITSTATUS(status) == 0);
    const std::string after = terminal.written();
    CHECK_THAT(after, Catch::Matchers::StartsWith("\x1b[?25l") && Catch::Matchers::EndsWith("\x1b[?25h"));
    CHECK_THAT(after, Catch::Matchers::Contains("file0") && Catch::Matchers::Contains("file1"));
}

#endif

} // namespace

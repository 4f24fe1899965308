// SPDX-License-Identifier: MIT
#pragma once

// The poller on a real terminal, which tmux provides, and whose screen can be read.

#include "catch.hpp"
#include "servers/nginx.hpp"

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdio>
#include <sstream>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

namespace wua_test
{

inline std::string output_of(const std::string& command)
{
    std::FILE* const pipe = ::popen(command.c_str(), "r");
    if (pipe == nullptr)
    {
        throw std::runtime_error("popen");
    }
    std::string output;
    std::array<char, 4096> buffer;
    for (std::size_t count = 0; (count = std::fread(buffer.data(), 1, buffer.size(), pipe)) != 0;)
    {
        output.append(buffer.data(), count);
    }
    ::pclose(pipe);
    return output;
}

inline bool has_tmux()
{
    static const bool has = !output_of("command -v tmux").empty();
    return has;
}

// A shell command that runs the poller, and then prints its status.
class tmux_terminal
{
public:
    tmux_terminal(const std::string& arguments, const std::string& size, const std::string& environment = "")
    {
        tell("-f /dev/null new-session -d " + size + " \"ulimit -c 0; env -u NO_COLOR LANG=C.UTF-8 LC_ALL= " +
             environment + " '" WUA_POLLER "' " + arguments + "; echo status \\$?; exec sleep 300\"");
    }

    tmux_terminal(const tmux_terminal&) = delete;
    tmux_terminal& operator=(const tmux_terminal&) = delete;

    ~tmux_terminal()
    {
        tell("kill-server");
    }

    std::string tell(const std::string& command) const
    {
        return output_of("tmux -S '" + (m_folder / "socket").string() + "' " + command + " 2>&1");
    }

    std::string screen() const
    {
        return tell("capture-pane -p");
    }

    static std::vector<std::string> lines_of_screen(const std::string& shown)
    {
        std::vector<std::string> lines;
        std::istringstream text(shown);
        for (std::string line; std::getline(text, line);)
        {
            lines.push_back(line);
        }
        while (!lines.empty() && lines.back().empty())
        {
            lines.pop_back();
        }
        return lines;
    }

    // The screen's text as soon as it contains these words; fails after some time.
    std::string screen_with(const std::string& words) const
    {
        return screen_where([&](const std::string& shown) { return shown.find(words) != std::string::npos; }, words);
    }

    // The screen's lines as soon as is_right(lines) is true.
    template <class F>
    std::vector<std::string> lines_where(F&& is_right, const std::string& description) const
    {
        std::vector<std::string> lines;
        screen_where([&](const std::string& shown) { return is_right(lines = lines_of_screen(shown)); }, description);
        return lines;
    }

    bool is_cursor_visible() const
    {
        return tell("display-message -p '#{cursor_flag}'") == "1\n";
    }

private:
    template <class F>
    std::string screen_where(F&& is_right, const std::string& description) const
    {
        const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(60);
        std::string shown;
        while (!is_right(shown = screen()))
        {
            if (std::chrono::steady_clock::now() > deadline)
            {
                FAIL("the screen never had '" << description << "':\n" << shown);
            }
            std::this_thread::sleep_for(std::chrono::milliseconds(10));
        }
        return shown;
    }

    temporary_folder m_folder;
};

} // namespace wua_test

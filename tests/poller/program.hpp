// SPDX-License-Identifier: MIT
#pragma once

// The poller as users run it: a process with output and an exit status.

#include "servers/nginx.hpp"

#include <nlohmann/json.hpp>
#include <sys/wait.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace wua_test
{

struct ended_program
{
    int status = -1;
    std::string output; // both streams
};

// Runs a shell command in which "poller" stands for the program.
inline ended_program run(std::string_view arguments, std::string_view before = "")
{
    const std::string command = std::string(before) + " '" WUA_POLLER "' " + std::string(arguments) + " 2>&1";
    std::FILE* const pipe = ::popen(command.c_str(), "r");
    if (pipe == nullptr)
    {
        throw std::runtime_error("popen");
    }
    ended_program ended;
    std::array<char, 4096> buffer;
    for (std::size_t count = 0; (count = std::fread(buffer.data(), 1, buffer.size(), pipe)) != 0;)
    {
        ended.output.append(buffer.data(), count);
    }
    const int status = ::pclose(pipe);
    ended.status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    return ended;
}

// The same with two commands on its standard input: one at once, the other as soon as the output contains `words`,
// however long that takes.
inline ended_program run_and_tell(std::string_view arguments, std::string_view first, std::string_view words,
                                  std::string_view then)
{
    const temporary_folder folder;
    const std::string output = "'" + (folder / "output").string() + "'";
    std::string told = "(echo '" + std::string(first) + "'; left=3000; until grep -qsF '" + std::string(words) + "' ";
    told += output + " || [ $left = 0 ]; do left=$((left - 1)); sleep 0.02; done; echo '" + std::string(then) + "') |";
    ended_program ended = run(std::string(arguments) + " >" + output, told);
    ended.output = read_file(folder / "output");
    return ended;
}

inline std::string some_bytes(std::size_t size)
{
    std::string bytes(size, '\0');
    std::uint32_t state = 1;
    for (char& byte : bytes)
    {
        state = state * 1664525U + 1013904223U;
        byte = static_cast<char>(state >> 24U);
    }
    return bytes;
}

inline std::vector<nlohmann::json> lines_of(const std::string& output)
{
    std::vector<nlohmann::json> lines;
    std::istringstream text(output);
    for (std::string line; std::getline(text, line);)
    {
        lines.push_back(nlohmann::json::parse(line));
    }
    return lines;
}

} // namespace wua_test

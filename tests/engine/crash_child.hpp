// SPDX-License-Identifier: MIT
#pragma once

// A process that is killed in the middle of a download: this program again, in the role of a child.

#include "catch.hpp"

#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <cstddef>
#include <cstdlib>
#include <stdexcept>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

namespace wua_test
{

// Runs this program again, with only the test of that name or tag and with this environment. Returns the number of the
// signal that ended it, or 0. May be called on any thread; throws if the test fails.
inline int run_crash_child(std::string test, const std::vector<std::pair<std::string, std::string>>& told)
{
    std::vector<std::string> texts;
    for (const auto& [name, value] : told)
    {
        texts.push_back("WUA_CRASH_" + name + '=' + value);
    }
    std::vector<char*> environment;
    for (std::string& text : texts)
    {
        environment.push_back(text.data());
    }
    environment.push_back(nullptr);
    std::string program = "tests";
    char* const arguments[] = {program.data(), test.data(), nullptr};
    pid_t child = -1;
    const int error = ::posix_spawn(&child, "/proc/self/exe", nullptr, nullptr, arguments, environment.data());
    if (error != 0)
    {
        throw std::system_error(error, std::generic_category(), "posix_spawn");
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    if (WIFEXITED(status) && WEXITSTATUS(status) != 0)
    {
        throw std::runtime_error("the part of the child has failed");
    }
    return WIFSIGNALED(status) ? WTERMSIG(status) : 0;
}

// What run_crash_child() passed to the child; "AT" is the number of operations after which it dies.
class crash_child
{
public:
    static std::string told(const std::string& name)
    {
        const char* const value = std::getenv(("WUA_CRASH_" + name).c_str());
        REQUIRE(value != nullptr);
        return value;
    }

    // Kills the process at the chosen operation.
    void count_operation()
    {
        if (++m_operations == m_last)
        {
            ::kill(::getpid(), SIGKILL);
        }
    }

private:
    const std::size_t m_last = std::stoul(told("AT"));
    std::atomic<std::size_t> m_operations{0};
};

} // namespace wua_test

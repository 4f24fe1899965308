// SPDX-License-Identifier: MIT
#pragma once

// Runs a command to its end, and measures what it takes.

#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include <cerrno>
#include <chrono>
#include <stdexcept>
#include <string>
#include <system_error>

extern char** environ;

namespace bench
{

struct usage
{
    double wall = 0;      // seconds
    double processor = 0; // seconds, all threads and children
    double memory = 0;    // KiB, peak
};

// Runs it in a shell. Throws if the command fails.
inline usage run_measured(const std::string& command)
{
    std::string shell = "sh";
    std::string option = "-c";
    std::string text = command;
    char* const arguments[] = {shell.data(), option.data(), text.data(), nullptr};
    pid_t process = 0;
    const auto start = std::chrono::steady_clock::now();
    if (const int error = posix_spawn(&process, "/bin/sh", nullptr, nullptr, arguments, environ); error != 0)
    {
        throw std::system_error(error, std::generic_category(), "posix_spawn");
    }
    int status = 0;
    rusage used{};
    while (wait4(process, &status, 0, &used) < 0)
    {
        if (errno != EINTR)
        {
            throw std::system_error(errno, std::generic_category(), "wait4");
        }
    }
    const std::chrono::duration<double> wall = std::chrono::steady_clock::now() - start;
    if (status != 0)
    {
        throw std::runtime_error("failed: " + command);
    }
    const auto seconds = [](const timeval& time) {
        return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
    };
    return {wall.count(), seconds(used.ru_utime) + seconds(used.ru_stime), static_cast<double>(used.ru_maxrss)};
}

} // namespace bench

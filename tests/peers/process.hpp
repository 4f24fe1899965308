// SPDX-License-Identifier: MIT
#pragma once

// Runs a program in a folder of its own, with a time limit.

#include <spawn.h>
#include <sys/wait.h>

#include <cerrno>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <optional>
#include <string>
#include <system_error>
#include <thread>
#include <vector>

namespace peers
{

struct process_end
{
    std::optional<int> exit_status{}; // nullopt if it was killed, or died of a signal
    bool is_late = false;             // it was still running at the limit
    std::chrono::duration<double> took{};
};

// Runs the program, found by the system's path, with the folder as its home, an otherwise empty environment, and no
// output. At the limit it is killed together with everything it started.
inline process_end run_within(std::chrono::seconds limit, std::vector<std::string> command,
                              const std::filesystem::path& home)
{
    std::vector<std::string> variables{"PATH=/usr/local/bin:/usr/bin:/bin", "LC_ALL=C", "HOME=" + home.string()};
    const auto pointers_to = [](std::vector<std::string>& texts) {
        std::vector<char*> pointers;
        for (std::string& text : texts)
        {
            pointers.push_back(text.data());
        }
        pointers.push_back(nullptr);
        return pointers;
    };
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    for (const int stream : {0, 1, 2})
    {
        posix_spawn_file_actions_addopen(&actions, stream, "/dev/null", stream == 0 ? 0 : 1, 0); // O_RDONLY, O_WRONLY
    }
    posix_spawnattr_t attributes;
    posix_spawnattr_init(&attributes);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP);
    pid_t process = 0;
    const auto began = std::chrono::steady_clock::now();
    const int error = posix_spawnp(&process, command.front().c_str(), &actions, &attributes,
                                   pointers_to(command).data(), pointers_to(variables).data());
    posix_spawn_file_actions_destroy(&actions);
    posix_spawnattr_destroy(&attributes);
    if (error != 0)
    {
        throw std::system_error(error, std::generic_category(), command.front());
    }
    int status = 0;
    bool is_late = false;
    pid_t ended = 0;
    while ((ended = waitpid(process, &status, is_late ? 0 : WNOHANG)) != process)
    {
        if (ended < 0 && errno != EINTR)
        {
            throw std::system_error(errno, std::generic_category(), "waitpid");
        }
        if (std::chrono::steady_clock::now() - began >= limit)
        {
            is_late = true;
            ::kill(-process, SIGKILL);
            continue;
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    const auto took = std::chrono::steady_clock::now() - began;
    return {is_late || !WIFEXITED(status) ? std::nullopt : std::optional(WEXITSTATUS(status)), is_late, took};
}

} // namespace peers

// SPDX-License-Identifier: MIT
#pragma once

// How long something takes this process, independent of the machine's other load.

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <system_error>

namespace wua_test
{

// Measures from its construction on. Time during which threads of the process were ready but had no processor does not
// count, where the system reports it; time during which they slept or worked does.
class unhindered_time
{
public:
    std::chrono::nanoseconds passed() const
    {
        const auto all = std::chrono::steady_clock::now() - m_began;
        std::chrono::nanoseconds waited{0};
        for (const auto& [thread, total] : waits())
        {
            const auto before = m_before.find(thread);
            waited += total - (before == m_before.end() ? std::chrono::nanoseconds(0) : before->second);
        }
        return std::max<std::chrono::nanoseconds>(all - waited, std::chrono::nanoseconds(0));
    }

private:
    using wait_map = std::map<std::string, std::chrono::nanoseconds>;

    // The waiting time of each thread since it was started; empty if the system does not report it.
    static wait_map waits()
    {
        wait_map all;
        std::error_code error;
        for (std::filesystem::directory_iterator thread("/proc/self/task", error), end; !error && thread != end;
             thread.increment(error))
        {
            std::ifstream file(thread->path() / "schedstat");
            std::uint64_t ran = 0; // both in nanoseconds
            std::uint64_t waited = 0;
            if (file >> ran >> waited)
            {
                all[thread->path().filename().string()] = std::chrono::nanoseconds(waited);
            }
        }
        return all;
    }

    const wait_map m_before = waits();
    const std::chrono::steady_clock::time_point m_began = std::chrono::steady_clock::now();
};

} // namespace wua_test

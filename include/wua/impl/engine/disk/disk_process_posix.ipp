// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/engine/disk/disk_process_posix.hpp>.

#include <wua/engine/disk/disk_process_posix.hpp>

#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <fstream>
#include <iterator>
#include <sstream>

namespace wua::detail
{

WUA_INLINE std::string name_of_process(pid_t process)
{
    std::array<char, 256> host{};
    ::gethostname(host.data(), host.size() - 1);
    std::string start = "-";
    if (std::ifstream file("/proc/" + std::to_string(process) + "/stat"); file)
    {
        const std::string text(std::istreambuf_iterator<char>(file), {});
        std::istringstream fields(text.substr(text.rfind(')') + 1)); // behind a name that may have blanks
        std::string state;
        fields >> state;
        constexpr int fields_to_start = 19;
        for (int field = 0; field != fields_to_start && state != "Z"; ++field)
        {
            fields >> start;
        }
    }
    return std::string(host.data()) + ' ' + std::to_string(process) + ' ' + start + '\n';
}

WUA_INLINE bool has_process_ended(const std::string& name)
{
    std::istringstream fields(name);
    std::string host;
    pid_t process = 0;
    fields >> host >> process;
    const std::string now = name_of_process(process);
    const bool is_of_this_host = fields && process > 0 && now.substr(0, now.find(' ')) == host;
    return is_of_this_host && ((::kill(process, 0) != 0 && errno == ESRCH) || now != name);
}

} // namespace wua::detail

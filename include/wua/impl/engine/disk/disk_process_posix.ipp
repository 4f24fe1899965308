// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/engine/disk/disk_process_posix.hpp>.

#include <wua/com/ascii.hpp>
#include <wua/engine/disk/disk_process_posix.hpp>
#include <wua/engine/transfer/joined_text.hpp>

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstddef>
#include <limits>

namespace wua::detail
{

WUA_COLD std::string beginning_of_file(const std::string& path)
{
    constexpr std::size_t max_bytes = 4096;
    const int handle = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (handle < 0)
    {
        return {};
    }
    std::string text(max_bytes, '\0');
    const ssize_t size = ::read(handle, text.data(), text.size());
    ::close(handle);
    text.resize(size > 0 ? static_cast<std::size_t>(size) : 0);
    return text;
}

WUA_COLD std::string_view take_word(std::string_view& text) noexcept
{
    const std::string_view all = trimmed(text);
    const std::string_view word = all.substr(0, all.find(' '));
    text = all.substr(word.size());
    return word;
}

WUA_COLD std::string name_of_process(pid_t process)
{
    std::array<char, 256> host{};
    ::gethostname(host.data(), host.size() - 1);
    const std::string text = beginning_of_file(joined({"/proc/", process, "/stat"}));
    // Skips the program's name, which may contain blanks.
    std::string_view fields = std::string_view(text).substr(text.rfind(')') + 1);
    const std::string_view state = take_word(fields);
    std::string_view start = "-";
    constexpr int fields_to_start = 19;
    for (int field = 0; field != fields_to_start && state != "Z" && !fields.empty(); ++field)
    {
        start = take_word(fields);
    }
    return joined({host.data(), " ", process, " ", start, "\n"});
}

WUA_COLD bool has_process_ended(const std::string& name)
{
    std::string_view fields = name;
    const std::string_view host = take_word(fields);
    const std::uint64_t number = parse_decimal(take_word(fields)).value_or(0);
    if (number == 0 || number > std::numeric_limits<pid_t>::max())
    {
        return false;
    }
    const auto process = static_cast<pid_t>(number);
    const std::string now = name_of_process(process);
    const bool is_of_this_host = now.substr(0, now.find(' ')) == host;
    return is_of_this_host && ((::kill(process, 0) != 0 && errno == ESRCH) || now != name);
}

} // namespace wua::detail

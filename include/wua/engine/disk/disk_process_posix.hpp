// SPDX-License-Identifier: MIT
#pragma once

// Which process created a file that serves as a lock, and whether it still exists.

#include <wua/separate_compilation.hpp>

#include <sys/types.h>

#include <string>
#include <string_view>

namespace wua::detail
{

// One line: the host, the process id and, where available, the process's start time, because process ids are reused.
std::string name_of_process(pid_t process);

// At most one page of a file, even a virtual one such as in /proc; empty if it cannot be read.
std::string beginning_of_file(const std::string& path);

// Removes and returns the next word, without the blanks around it.
std::string_view take_word(std::string_view& text) noexcept;

// True when that line names a process of this host that has ended.
bool has_process_ended(const std::string& name);

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/engine/disk/disk_process_posix.ipp>
#endif

// SPDX-License-Identifier: MIT
#pragma once

// Which process made a file that serves as a lock, and whether it is still there.

#include <wua/separate_compilation.hpp>

#include <sys/types.h>

#include <string>
#include <string_view>

namespace wua::detail
{

// One line: the host, the process and, where the system tells, when that began, since numbers of processes come again.
std::string name_of_process(pid_t process);

// As much of a file as one page has, be it one that the system makes up; empty when it cannot be read.
std::string beginning_of_file(const std::string& path);

// What is up to the next blank, and without those around it; what follows it is left.
std::string_view take_word(std::string_view& text) noexcept;

// True when that line names a process of this host that has ended.
bool has_process_ended(const std::string& name);

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/engine/disk/disk_process_posix.ipp>
#endif

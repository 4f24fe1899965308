// SPDX-License-Identifier: MIT
#pragma once

// writable_directory by asking the system about permissions.

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <system_error>

namespace poller
{

// Why no file can be created there; an empty code if one can.
inline std::error_code fault_of_directory(const std::filesystem::path& directory)
{
    return ::faccessat(AT_FDCWD, directory.c_str(), W_OK | X_OK, AT_EACCESS) == 0
               ? std::error_code()
               : std::error_code(errno, std::generic_category());
}

} // namespace poller

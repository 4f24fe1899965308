// SPDX-License-Identifier: MIT
#pragma once

// Who may access what an engine stores.

#include <cstdint>

namespace wua
{

/// For new files and folders. On Windows they inherit from their directory in either case.
enum class file_access : std::uint8_t
{
    usual,      // like this process's new files and folders: 0666 and 0777 minus the umask
    owner_only, // 0600 and 0700
};

} // namespace wua

// SPDX-License-Identifier: MIT
#pragma once

// Who may use what an engine stores.

#include <cstdint>

namespace wua
{

/// Of files and folders that are made. On Windows they have what their directory hands down, whichever it is.
enum class file_access : std::uint8_t
{
    usual,      // what this process' new files and folders have: 0666 and 0777 without the umask
    owner_only, // 0600 and 0700
};

} // namespace wua

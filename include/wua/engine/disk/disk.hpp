// SPDX-License-Identifier: MIT
#pragma once

// The few file operations that a download needs, each of them checked. The platform decides which file implements them.

#if defined(_WIN32)
#include <wua/engine/disk/disk_windows.hpp>
#else
#include <wua/engine/disk/disk_posix.hpp>
#endif

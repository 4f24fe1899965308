// SPDX-License-Identifier: MIT
#pragma once

// The few operations on files that a download needs, each of them checked. Which file implements them is the platform's
// choice.

#if defined(_WIN32)
#include <wua/engine/disk/disk_windows.hpp>
#else
#include <wua/engine/disk/disk_posix.hpp>
#endif

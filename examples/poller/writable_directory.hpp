// SPDX-License-Identifier: MIT
#pragma once

// Tests whether files can be created in a directory, without leaving one behind even if the program is killed
// meanwhile.

#if defined(_WIN32)
#include "writable_directory_windows.hpp"
#else
#include "writable_directory_posix.hpp"
#endif

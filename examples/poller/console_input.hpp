// SPDX-License-Identifier: MIT
#pragma once

// Reads what is typed while the poller runs.

#if defined(_WIN32)
#include "console_input_windows.hpp"
#else
#include "console_input_posix.hpp"
#endif

// SPDX-License-Identifier: MIT
#pragma once

// What a loop asks the system about sockets and threads. Which file answers is the platform's choice.

#if defined(_WIN32)
#include <wua/engine/curl/loop_system_windows.hpp>
#else
#include <wua/engine/curl/loop_system_posix.hpp>
#endif

// SPDX-License-Identifier: MIT
#pragma once

// The system calls of a loop for sockets and threads. The platform decides which header implements them.

#if defined(_WIN32)
#include <wua/engine/curl/loop_system_windows.hpp>
#else
#include <wua/engine/curl/loop_system_posix.hpp>
#endif

// SPDX-License-Identifier: MIT
#pragma once

// Identifies the current process, so that a child of fork() knows that it is one.

#if defined(_WIN32)
#include <wua/com/windows/process.hpp>
#else
#include <wua/com/portable/process.hpp>
#endif

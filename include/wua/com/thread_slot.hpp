// SPDX-License-Identifier: MIT
#pragma once

// An object that each thread keeps for later, until the thread ends.

#if defined(_WIN32)
#include <wua/com/windows/thread_slot.hpp>
#else
#include <wua/com/portable/thread_slot.hpp>
#endif

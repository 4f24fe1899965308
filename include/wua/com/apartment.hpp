// SPDX-License-Identifier: MIT
#pragma once

// Calls objects on the one thread that may call them, such as a script's objects.

#include <wua/com/abi.hpp>

#if defined(_WIN32)
#include <wua/com/windows/apartment.hpp>
#else
#include <wua/com/portable/apartment.hpp>
#endif

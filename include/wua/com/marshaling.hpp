// SPDX-License-Identifier: MIT
#pragma once

// What the platform requires of every object besides its own interfaces.

#include <wua/com/abi.hpp>

#if defined(_WIN32)
#include <wua/com/windows/marshaling.hpp>
#else
#include <wua/com/portable/marshaling.hpp>
#endif

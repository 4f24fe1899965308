// SPDX-License-Identifier: MIT
#pragma once

// Objects that may be called on one thread alone, as a script's are: a way to call them there.

#include <wua/com/abi.hpp>

#if defined(_WIN32)
#include <wua/com/windows/apartment.hpp>
#else
#include <wua/com/portable/apartment.hpp>
#endif

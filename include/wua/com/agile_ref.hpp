// SPDX-License-Identifier: MIT
#pragma once

// A reference to a client's object that all threads can use.

#include <wua/com/abi.hpp>

#if defined(_WIN32)
#include <wua/com/windows/agile_ref.hpp>
#else
#include <wua/com/portable/agile_ref.hpp>
#endif

// SPDX-License-Identifier: MIT
#pragma once

// How often this thread has allocated memory.

#include <cstddef>

namespace wua_test
{

// Keeps counting; a test may set it.
std::size_t& allocations() noexcept;

} // namespace wua_test

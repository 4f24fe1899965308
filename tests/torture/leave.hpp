// SPDX-License-Identifier: MIT
#pragma once

// The ways in which a program can end.

#include <cstdint>
#include <string_view>

namespace torture
{

void print_ways();

// Ends the program in that way while a job is running: in a static object's destructor, on a thread, in a callback ...
// Returns the status for main() if main() is to return. A program that hangs is killed.
int leave(std::string_view how, std::uint64_t seed);

} // namespace torture

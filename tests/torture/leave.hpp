// SPDX-License-Identifier: MIT
#pragma once

// The ways in which programs end.

#include <cstdint>
#include <string_view>

namespace torture
{

void print_ways();

// Goes that way, with a job under way: from a static object or a thread, out of a callback ... Returns the status for
// main() if that is to return. One that hangs on its way is killed.
int leave(std::string_view how, std::uint64_t seed);

} // namespace torture

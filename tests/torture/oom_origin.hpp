// SPDX-License-Identifier: MIT
#pragma once

// Finds out who requests memory: this library, or a library that it uses.

namespace oom
{

// To be called first. Throws std::runtime_error if this program has no symbols.
void read_own_functions();

// Called while memory is allocated. Looks for the first caller that belongs to this library, including other templates
// instantiated with its types, or to libtorrent; returns true if it is this library's.
bool is_own_allocation() noexcept;

} // namespace oom

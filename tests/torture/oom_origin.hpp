// SPDX-License-Identifier: MIT
#pragma once

// Who asks for memory: this library, or a library that it uses.

namespace oom
{

// Before the other one. Throws std::runtime_error when this program has no symbols.
void read_own_functions();

// Called while memory is allocated: of the callers, whom among this library's functions, templates of others with a
// type of this library included, and those of libtorrent comes first? False when it is none of them.
bool is_own_allocation() noexcept;

} // namespace oom

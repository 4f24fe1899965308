// SPDX-License-Identifier: MIT
#pragma once

// Which letters differ in case alone.

#include <wua/separate_compilation.hpp>

namespace wua::detail
{

// The same for all letters that file systems take for one where case does not matter, as far as one letter stands for
// one: those of Unicode 14 that its upper, lower and title case or its folding lead from one to another, whichever of
// these a file system goes by. The dotless i is a letter of its own. What is no letter stays as it is.
char32_t caseless_letter(char32_t letter) noexcept;

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/engine/disk/letter_case.ipp>
#endif

// SPDX-License-Identifier: MIT
#pragma once

// The two ways to compile this library.
//
// By default it is header-only: every function is inline. A program that defines WUA_SEPARATE_COMPILATION for all of
// its translation units sees declarations alone and links the bodies, which are compiled once: with CMake by linking
// wua::compiled instead of wua::wua, else by one source file of its own with `#include <wua/impl/core.hpp>`.
//
// A program must choose one way. Where the two meet, the linker reports more than one definition of
// wua_header_only_and_separate_compilation_mixed. Not detected: on macOS, and across shared libraries.

#if defined(WUA_SEPARATE_COMPILATION)
#define WUA_INLINE
#define WUA_COMPILATION_MODE "2"
#else
#define WUA_INLINE inline
#define WUA_COMPILATION_MODE "1"
#endif

// For the body of a function that runs a few times per file, or when something has failed: it is compiled for size,
// which takes less time.
#if defined(_MSC_VER) && !defined(__clang__)
#define WUA_COLD WUA_INLINE
#else
#define WUA_COLD [[gnu::cold]] WUA_INLINE
#endif

#if defined(_MSC_VER)
#pragma detect_mismatch("wua_header_only_and_separate_compilation_mixed", WUA_COMPILATION_MODE)
#elif defined(__ELF__) || defined(_WIN32)

#if defined(WUA_SEPARATE_COMPILATION)
#define WUA_COMPILATION_NAME compiled_separately
#else
#define WUA_COMPILATION_NAME compiled_header_only
#endif
#if defined(__ELF__)
#define WUA_HIDDEN_SYMBOL(symbol) ".hidden " symbol "\n"
#else
#define WUA_HIDDEN_SYMBOL(symbol)
#endif

namespace wua::detail
{

// Linkers accept several absolute symbols of one name if their values are equal. The directives stand in a function,
// since link-time optimisation would take those of a whole file for definitions that collide in any case; the condition
// finds the mixture where it assembles several files as one.
[[gnu::used]] inline void WUA_COMPILATION_NAME() noexcept
{
    // clang-format off
    __asm__(".ifndef wua_header_only_and_separate_compilation_mixed\n"
            ".globl wua_header_only_and_separate_compilation_mixed\n"
            WUA_HIDDEN_SYMBOL("wua_header_only_and_separate_compilation_mixed")
            ".set wua_header_only_and_separate_compilation_mixed, " WUA_COMPILATION_MODE "\n"
            ".endif\n"
            ".if wua_header_only_and_separate_compilation_mixed - " WUA_COMPILATION_MODE "\n"
            ".error \"wua_header_only_and_separate_compilation_mixed\"\n"
            ".endif");
    // clang-format on
}

} // namespace wua::detail

#undef WUA_COMPILATION_NAME
#undef WUA_HIDDEN_SYMBOL
#endif
#undef WUA_COMPILATION_MODE

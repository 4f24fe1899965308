// SPDX-License-Identifier: MIT
#pragma once
// Catch2, whichever of its major versions is there: tests include this file and use the names both versions then have.

#if __has_include(<catch2/catch_all.hpp>)
#include <catch2/catch_all.hpp>
using Catch::Approx;
#else
#include <catch2/catch.hpp>
namespace Catch::Matchers
{
inline auto ContainsSubstring(std::string const& part)
{
    return Contains(part);
}
} // namespace Catch::Matchers
#endif

// A test that the machine cannot run says why, and returns: CTest then counts it as skipped, and names it.
inline void skip(const std::string& why)
{
    WARN("skipped: " << why);
}

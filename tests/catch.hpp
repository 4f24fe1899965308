// SPDX-License-Identifier: MIT
#pragma once
// Catch2, whichever major version is installed: tests include this file and use names that both versions have.

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

// For a test that the machine cannot run: gives the reason and returns. CTest counts the test as skipped, and names it.
inline void skip(const std::string& why)
{
    WARN("skipped: " << why);
}

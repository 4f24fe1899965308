// SPDX-License-Identifier: MIT
#pragma once

// An allocator that can be made to fail: operator new and delete are replaced in oom_allocation.cpp.

#include <cstdint>
#include <limits>

namespace oom
{

inline constexpr std::uint64_t never = std::numeric_limits<std::uint64_t>::max();

// From now on the allocations made while an `armed` exists are counted from 1; the one with number `at` fails, and with
// `for_ever` all later ones, too.
void plan(std::uint64_t at, bool for_ever) noexcept;

// Sets a function to be called where an allocation fails.
void on_failure(void (*call)()) noexcept;

// The allocations counted since plan(), and how many of them failed.
std::uint64_t counted() noexcept;
std::uint64_t failed() noexcept;

// Blocks that are allocated now, by anybody.
std::int64_t live() noexcept;

// While one of these exists allocations are counted, on all threads. They must not be nested.
class armed
{
public:
    armed() noexcept;
    ~armed();
    armed(const armed&) = delete;
    armed& operator=(const armed&) = delete;
};

// While one of these exists this thread's allocations are not counted: for those of the checks themselves.
class spared
{
public:
    spared() noexcept;
    ~spared();
    spared(const spared&) = delete;
    spared& operator=(const spared&) = delete;
};

// While one of these exists, only allocations requested by this library are counted, also through the standard library
// and other templates; but none by libtorrent, wherever it is called from: see oom_origin.hpp.
class own_only
{
public:
    own_only();
    ~own_only();
    own_only(const own_only&) = delete;
    own_only& operator=(const own_only&) = delete;
};

} // namespace oom

// SPDX-License-Identifier: MIT
#pragma once

// A range of a file.

#include <cstdint>

namespace wua::detail
{

// From `begin` up to but excluding `end`.
struct byte_range
{
    std::uint64_t begin = 0;
    std::uint64_t end = 0;

    std::uint64_t size() const noexcept
    {
        return end - begin;
    }
    bool operator==(const byte_range&) const = default;
};

} // namespace wua::detail

// SPDX-License-Identifier: MIT
#pragma once

// The size of a terminal.

#include <cstddef>

namespace wua
{

struct terminal_size
{
    std::size_t columns = 80;
    std::size_t rows = 24;

    bool operator==(const terminal_size&) const = default;
};

} // namespace wua

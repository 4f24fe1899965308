// SPDX-License-Identifier: MIT
#pragma once

// The results of files that a job remembers.

#include <wua/model/file_result.hpp>

#include <cstddef>
#include <vector>

namespace wua::detail
{

struct file_results
{
    explicit file_results(std::size_t updates) : files(updates) {}

    std::vector<std::vector<file_result>> files; // by update
};

} // namespace wua::detail

// SPDX-License-Identifier: MIT
#pragma once

// Options of the command line that are about one thing, and say nothing where that is not done.

#include "usage_error.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <string_view>
#include <vector>

namespace poller
{

class used_options
{
public:
    CLI::Option* add(CLI::Option* one)
    {
        m_options.push_back(one);
        return one;
    }

    // Throws usage_error if one was given: its name, and the reason behind it.
    void refuse(std::string_view reason) const
    {
        for (const CLI::Option* const each : m_options)
        {
            if (each->count() != 0)
            {
                throw usage_error(fmt::format("{} {}", each->get_name(), reason));
            }
        }
    }

private:
    std::vector<CLI::Option*> m_options;
};

} // namespace poller

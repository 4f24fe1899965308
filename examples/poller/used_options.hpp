// SPDX-License-Identifier: MIT
#pragma once

// Options of the command line that concern one feature, and must not be given without it.

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

    // If one was given, throws usage_error with its name and this reason.
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

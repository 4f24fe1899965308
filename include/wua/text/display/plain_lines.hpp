// SPDX-License-Identifier: MIT
#pragma once

// A job as lines that are only ever added: for pipes, files, screen readers and terminals that understand no sequences.

#include <wua/separate_compilation.hpp>
#include <wua/text/display/job_view.hpp>
#include <wua/text/display/terminal_traits.hpp>

#include <chrono>
#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace wua::detail
{

// One line for each change of a state, and one now and then in which nothing changes. One thread at a time uses it.
class plain_lines
{
public:
    explicit plain_lines(std::chrono::nanoseconds heartbeat) : m_heartbeat(heartbeat) {}

    // What has changed since the last time, or nothing.
    std::vector<std::string> changes(const job_view& view, const std::vector<ended_row>& ended,
                                     const terminal_traits& traits, std::chrono::nanoseconds now);

    // "42 %, 21.2/55.0 MiB, 2 of 5 done, 6.0 MiB/s, 0:05 left"
    static std::string heartbeat(const job_view& view);

private:
    const std::chrono::nanoseconds m_heartbeat;
    std::map<std::size_t, std::string> m_told; // of the updates that are on their way
    job_state m_state = job_state::running;
    std::optional<std::chrono::nanoseconds> m_last;
};

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/text/display/plain_lines.ipp>
#endif

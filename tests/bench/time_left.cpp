// SPDX-License-Identifier: MIT
// How accurate estimates of the remaining time are, and how much they jump, over traces of realistic networks.

#include "job/rate_traces.hpp"
#include "row.hpp"

#include <cstdio>
#include <string>
#include <vector>

namespace
{

using namespace bench;

std::vector<row> measure(effort)
{
    const std::vector<rate_traces::trace> traces = rate_traces::all();
    const rate_traces::figures ours = rate_traces::judge(traces, rate_traces::of_snapshots());
    std::vector<row> rows;
    for (const rate_traces::method& other :
         {rate_traces::of_curl(), rate_traces::of_aria2(), rate_traces::of_average("average_3s", 3)})
    {
        const rate_traces::figures theirs = rate_traces::judge(traces, other);
        const bool is_first = rows.empty();
        const std::string name = is_first ? "" : "_beside_" + other.name;
        rows.push_back(
            {"time_left_error" + name, ours.error, theirs.error,
             other.name + "'s guess on the same traces, factor of error", ours.error, is_first ? "<= 1.55" : ""});
        rows.push_back(
            {"time_left_jump" + name, ours.jump, theirs.jump,
             other.name + "'s guess on the same traces, s between two looks", ours.jump, is_first ? "<= 3" : ""});
    }
    return rows;
}

const suite guessing("time left", &measure);

} // namespace

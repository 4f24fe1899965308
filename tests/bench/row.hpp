// SPDX-License-Identifier: MIT
#pragma once

// A figure of the report, and the suites that produce figures.

#include <string>
#include <utility>
#include <vector>

namespace bench
{

// One row of report.json. The ratio is what a goal is about; `ours` and `reference` have the unit that the reference's
// name ends with.
struct row
{
    std::string name;
    double ours = 0;
    double reference = 0;
    std::string reference_name;
    double ratio = 0;
    std::string goal; // "<= 1.5", ">= 1.0", "0"; empty: nothing is required
};

// Long measurements take minutes, short ones seconds, a glimpse just enough to see what has become worse by half.
// WUA_BENCH=long or glimpse in the environment chooses.
enum class effort
{
    glimpse,
    brief,
    thorough
};

// Measures something and returns its rows. A file of a suite says: const bench::suite mine("name", &measure);
class suite
{
public:
    using measurement = std::vector<row> (*)(effort);

    suite(std::string name, measurement measure)
    {
        all().emplace_back(std::move(name), measure);
    }

    // In no order that one could rely on.
    static std::vector<std::pair<std::string, measurement>>& all()
    {
        static std::vector<std::pair<std::string, measurement>> suites;
        return suites;
    }
};

} // namespace bench

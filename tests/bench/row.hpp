// SPDX-License-Identifier: MIT
#pragma once

// A figure of the report, and the suites that measure them.

#include <string>
#include <utility>
#include <vector>

namespace bench
{

// One row of report.json. Goals concern the ratio; `ours` and `reference` are in the unit with which the reference's
// name ends.
struct row
{
    std::string name;
    double ours = 0;
    double reference = 0;
    std::string reference_name;
    double ratio = 0;
    std::string goal; // "<= 1.5", ">= 1.0", "0"; empty if there is no goal
};

// Long measurements take minutes, short ones seconds, and a glimpse just long enough to notice what has become half as
// slow again. The environment variable WUA_BENCH=long or glimpse chooses.
enum class effort
{
    glimpse,
    brief,
    thorough
};

// Measures something and returns its rows. A suite's file defines: const bench::suite mine("name", &measure);
class suite
{
public:
    using measurement = std::vector<row> (*)(effort);

    suite(std::string name, measurement measure)
    {
        all().emplace_back(std::move(name), measure);
    }

    // In unspecified order.
    static std::vector<std::pair<std::string, measurement>>& all()
    {
        static std::vector<std::pair<std::string, measurement>> suites;
        return suites;
    }
};

} // namespace bench

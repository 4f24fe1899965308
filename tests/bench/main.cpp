// SPDX-License-Identifier: MIT
// wua_bench REPORT [SUITE]: runs every suite, or those whose names begin with SUITE, adds the rows that other programs
// have left, writes all rows to REPORT, and reports missed goals. See README.md.

#include "row.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace
{

using namespace bench;

// Also returns false for a goal that it does not understand.
bool is_met(double ratio, const std::string& goal)
{
    if (goal.rfind("<= ", 0) == 0)
    {
        return ratio <= std::stod(goal.substr(3));
    }
    if (goal.rfind(">= ", 0) == 0)
    {
        return ratio >= std::stod(goal.substr(3));
    }
    return goal.empty() || ratio == std::stod(goal);
}

nlohmann::ordered_json to_json(const row& figure)
{
    return {{"name", figure.name},           {"ours", figure.ours},
            {"reference", figure.reference}, {"reference_name", figure.reference_name},
            {"ratio", figure.ratio},         {"goal", figure.goal}};
}

row from_json(const nlohmann::ordered_json& object)
{
    return {object.at("name"),           object.at("ours"),  object.at("reference"),
            object.at("reference_name"), object.at("ratio"), object.at("goal")};
}

std::vector<row> measure(effort wanted, std::string_view beginning)
{
    auto& suites = suite::all();
    std::sort(suites.begin(), suites.end());
    std::vector<row> rows;
    for (const auto& [name, measurement] : suites)
    {
        if (name.rfind(beginning, 0) != 0)
        {
            continue;
        }
        std::printf("== bench: %s\n", name.c_str());
        std::fflush(stdout);
        const std::vector<row> more = measurement(wanted);
        rows.insert(rows.end(), more.begin(), more.end());
    }
    return rows;
}

// Reads the rows in build/report.d, for a report at build/bench/report.json.
std::vector<row> read_others(const std::filesystem::path& folder)
{
    std::vector<std::filesystem::path> files;
    if (std::filesystem::is_directory(folder))
    {
        for (const auto& entry : std::filesystem::directory_iterator(folder))
        {
            if (entry.path().extension() == ".json")
            {
                files.push_back(entry.path());
            }
        }
    }
    std::sort(files.begin(), files.end());
    std::vector<row> rows;
    for (const std::filesystem::path& file : files)
    {
        try
        {
            std::ifstream stream(file);
            for (const auto& object : nlohmann::ordered_json::parse(stream))
            {
                rows.push_back(from_json(object));
            }
        }
        catch (const std::exception& error)
        {
            throw std::runtime_error(file.string() + ": " + error.what());
        }
    }
    return rows;
}

effort wanted_effort()
{
    const char* const told = std::getenv("WUA_BENCH");
    const std::string_view length = told != nullptr ? told : "";
    return length == "long" ? effort::thorough : length == "glimpse" ? effort::glimpse : effort::brief;
}

int report(const std::filesystem::path& path, std::string_view suites)
{
    std::vector<row> rows = measure(wanted_effort(), suites);
    if (rows.empty())
    {
        throw std::runtime_error("no suite's name begins with '" + std::string(suites) + "'");
    }
    if (suites.empty())
    {
        const auto others = read_others(std::filesystem::absolute(path).parent_path().parent_path() / "report.d");
        rows.insert(rows.end(), others.begin(), others.end());
    }

    nlohmann::ordered_json all = nlohmann::ordered_json::array();
    for (const row& figure : rows)
    {
        all.push_back(to_json(figure));
    }
    std::ofstream stream(path);
    stream << all.dump(2) << '\n';
    if (!stream.flush())
    {
        throw std::runtime_error(path.string() + " cannot be written");
    }
    for (const row& figure : rows)
    {
        if (!is_met(figure.ratio, figure.goal))
        {
            std::printf("missed: %s is %.3g, the goal %s\n", figure.name.c_str(), figure.ratio, figure.goal.c_str());
        }
    }
    return EXIT_SUCCESS; // a missed goal is no failure, since the machine may just be busy
}

} // namespace

int main(int argc, char** argv)
{
    if (argc != 2 && argc != 3)
    {
        std::fprintf(stderr, "usage: wua_bench REPORT [beginning of a suite's name]\n");
        return 2;
    }
    try
    {
        return report(argv[1], argc == 3 ? argv[2] : "");
    }
    catch (const std::exception& error)
    {
        std::fprintf(stderr, "wua_bench: %s\n", error.what());
        return EXIT_FAILURE;
    }
}

// SPDX-License-Identifier: MIT
#pragma once

// Lines of README.md and of the pages in docs/, each with the tests that would fail if it became untrue.

#include "catch.hpp"
#include "test_sources.hpp"

#include <algorithm>
#include <cstddef>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

namespace stated_lines
{

struct statement
{
    std::string_view says; // the first cell of a row, or the beginning of a list item
    std::vector<std::string_view> tests;
};

struct stated_page
{
    const char* file;
    std::vector<std::string_view> headings;
    std::vector<statement> statements;
};

// The first cells of the rows, and the items of the lists, below these headings.
inline std::vector<std::string> stated(const stated_page& one)
{
    std::istringstream text(sources::text_of(sources::root() / one.file));
    std::vector<std::string> found;
    bool is_below = false;
    bool is_head = true; // in the head of a table
    for (std::string line; std::getline(text, line);)
    {
        if (line.starts_with("## "))
        {
            const std::string heading = line.substr(3);
            is_below = std::find(one.headings.begin(), one.headings.end(), heading) != one.headings.end();
        }
        else if (is_below && line.starts_with("|---"))
        {
            is_head = false;
        }
        else if (is_below && line.starts_with("| "))
        {
            if (!is_head)
            {
                found.push_back(line.substr(2, line.find(" | ") - 2));
            }
        }
        else if (is_below && line.starts_with("- "))
        {
            found.push_back(line.substr(2));
        }
        else if (is_below && line.starts_with("  ") && !found.empty())
        {
            found.back() += line.substr(1);
        }
        is_head = is_head || line.empty();
    }
    return found;
}

// Checks that each line has its tests, in the order of the page.
inline void check_lines(const stated_page& one)
{
    const std::vector<std::string> lines = stated(one);
    CHECK(lines.size() == one.statements.size());
    for (std::size_t i = 0; i != std::min(lines.size(), one.statements.size()); ++i)
    {
        INFO(one.file << ": " << lines[i]);
        CHECK(lines[i].starts_with(one.statements[i].says));
        CHECK_FALSE(one.statements[i].tests.empty());
    }
}

inline void check_tests(const stated_page& one)
{
    const std::vector<sources::test> tests = sources::read_tests();
    for (const statement& line : one.statements)
    {
        for (const std::string_view name : line.tests)
        {
            INFO(one.file << ": " << line.says << ": " << name);
            CHECK(std::any_of(tests.begin(), tests.end(), [&](const sources::test& t) { return t.name == name; }));
        }
    }
}

} // namespace stated_lines

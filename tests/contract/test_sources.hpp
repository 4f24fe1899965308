// SPDX-License-Identifier: MIT
#pragma once

// The test cases of this repository, found in the sources.

#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

namespace sources
{

namespace fs = std::filesystem;

struct test
{
    std::string file;
    std::string name;
    std::string tags;
    std::string body;
};

inline fs::path root()
{
    return fs::absolute(__FILE__).parent_path().parent_path().parent_path();
}

inline std::string text_of(const fs::path& path)
{
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

// The name and the tags of a test case: the two texts after its opening, each perhaps of several literals.
inline std::vector<std::string> literals(std::string_view source)
{
    std::vector<std::string> found(1);
    bool is_inside = false;
    for (std::size_t i = 0; i != source.size(); ++i)
    {
        const char c = source[i];
        if (is_inside)
        {
            if (c == '\\')
            {
                found.back() += source[++i];
            }
            else if (c == '"')
            {
                is_inside = false;
            }
            else
            {
                found.back() += c;
            }
        }
        else if (c == '"')
        {
            is_inside = true;
        }
        else if (c == ',' && found.size() == 1)
        {
            found.emplace_back();
        }
        else if (c == ',' || c == ')')
        {
            break;
        }
    }
    found.resize(2);
    return found;
}

inline void read_tests(const fs::path& path, std::vector<test>& tests)
{
    const std::string source = text_of(path);
    constexpr std::string_view opening = "TEST_CASE(";
    std::size_t begin = source.find(opening);
    while (begin != std::string::npos)
    {
        begin += opening.size();
        const std::size_t next = source.find(opening, begin);
        const std::string_view part = std::string_view(source).substr(begin, next - begin);
        const std::vector<std::string> texts = literals(part);
        tests.push_back({fs::relative(path, root()).generic_string(), texts[0], texts[1], std::string(part)});
        begin = next;
    }
}

inline std::vector<test> read_tests()
{
    std::vector<fs::path> files;
    for (const char* folder : {"com", "wuapi", "model", "job", "objects", "agent", "engine", "testing", "windows"})
    {
        if (!fs::exists(root() / "tests" / folder))
        {
            continue;
        }
        for (const auto& entry : fs::directory_iterator(root() / "tests" / folder))
        {
            if (entry.path().extension() == ".cpp")
            {
                files.push_back(entry.path());
            }
        }
    }
    std::sort(files.begin(), files.end());
    std::vector<test> tests;
    for (const fs::path& file : files)
    {
        read_tests(file, tests);
    }
    return tests;
}

} // namespace sources

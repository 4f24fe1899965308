// SPDX-License-Identifier: MIT
// The page on the progress contract and the checker say the same.

#include "catch.hpp"
#include <wua/engine/recorded_jobs.hpp>
#include <wua/model/progress_contract.hpp>

#include <cctype>
#include <cstddef>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

namespace
{

std::vector<std::string> lines_below(const std::string& heading)
{
    std::ifstream page(std::filesystem::path(__FILE__).parent_path() / "../../docs/progress-contract.md");
    REQUIRE(page.is_open());
    std::vector<std::string> lines;
    bool is_below = false;
    for (std::string line; std::getline(page, line);)
    {
        if (line.starts_with("## "))
        {
            is_below = line == "## " + heading;
        }
        else if (is_below)
        {
            lines.push_back(line);
        }
    }
    return lines;
}

std::string as_sentence(std::string_view words)
{
    std::string sentence(words);
    sentence.front() = static_cast<char>(std::toupper(static_cast<unsigned char>(sentence.front())));
    return sentence + '.';
}

} // namespace

TEST_CASE("the page on the progress contract has the checker's sentences, all of them and in their order",
          "[progress_contract]")
{
    std::vector<std::string> on_the_page;
    for (const std::string& line : lines_below("The rules"))
    {
        if (line.starts_with("- "))
        {
            on_the_page.push_back(line.substr(2));
        }
    }
    std::vector<std::string> checked;
    for (std::size_t n = 0; n <= static_cast<std::size_t>(wua::progress_rule::paused_stands_still); ++n)
    {
        checked.push_back(as_sentence(sentence_of(static_cast<wua::progress_rule>(n))));
    }
    CHECK(on_the_page == checked);
}

TEST_CASE("the page on the progress contract has a line for each recorded quirk", "[progress_contract]")
{
    std::size_t rows = 0;
    for (const std::string& line : lines_below("Where this is stricter than the real agent"))
    {
        rows += line.starts_with("| ") ? 1U : 0U;
    }
    // The first three quirks are one row; the header is another.
    CHECK(rows == wua::recorded_quirks.size() - 2 + 1);
}

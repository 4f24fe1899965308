// SPDX-License-Identifier: MIT
// The page with the table of misbehaviours has them all.

#include "catch.hpp"
#include <wua/testing/fault_server/misbehaviours.hpp>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

TEST_CASE("the page on misbehaviours has a row for each of them, in their order", "[fault_server]")
{
    std::ifstream page(std::filesystem::path(__FILE__).parent_path() / "../../docs/misbehaviours.md");
    REQUIRE(page.is_open());
    std::vector<std::string> on_the_page;
    for (std::string line; std::getline(page, line);)
    {
        if (line.starts_with("| `"))
        {
            on_the_page.push_back(line.substr(3, line.find('`', 3) - 3));
        }
    }
    std::vector<std::string> known;
    for (const wua::misbehaviour& behaviour : wua::all_misbehaviours())
    {
        known.emplace_back(behaviour.name);
    }
    CHECK(on_the_page == known);
}

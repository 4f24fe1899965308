// SPDX-License-Identifier: MIT
// Plans by identity.

#include "catch.hpp"
#include <wua/engine/simulated/plan_lookup.hpp>

#include <memory>
#include <string>
#include <vector>

namespace
{

wua::update_pointer item(const std::string& id)
{
    wua::update_item made;
    made.identity.update_id = id;
    return std::make_shared<const wua::update_item>(std::move(made));
}

} // namespace

TEST_CASE("each update has the plan of its identity, else that of its place", "[plan_lookup]")
{
    wua::scenario script;
    script.updates.resize(2);
    CHECK(wua::detail::find_rows(script, std::vector{item("a")}).empty());

    std::vector<wua::update_pointer> updates;
    for (int i = 1000; i != 0; --i)
    {
        script.updates_by_id.emplace_back().update_id = std::to_string(i);
        updates.push_back(item(std::to_string(1001 - i)));
    }
    script.updates_by_id.emplace_back().update_id = "7"; // the first of that name counts
    updates[1] = item("another");
    updates[2] = item("one more");
    const wua::detail::dynamic_array<std::uint32_t> rows = wua::detail::find_rows(script, updates);
    REQUIRE(rows.size() == updates.size());
    for (std::size_t i = 0; i != rows.size(); ++i)
    {
        const wua::simulated_update& plan = rows[i] == 0 ? script.update(i) : script.updates_by_id[rows[i] - 1];
        CHECK(&plan == &script.update(i, *updates[i]));
    }
    CHECK(rows[0] == 1000);
    CHECK(rows[1] == 0);
    CHECK(rows[2] == 0);
}

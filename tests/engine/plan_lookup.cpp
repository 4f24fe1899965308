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
    CHECK(wua::detail::plans_of(script, std::vector{item("a")}).empty());

    std::vector<wua::update_pointer> updates;
    for (int i = 1000; i != 0; --i)
    {
        script.updates_by_id.push_back({std::to_string(i)});
        updates.push_back(item(std::to_string(1001 - i)));
    }
    script.updates_by_id.push_back({"7"}); // the first of that name counts
    updates[1] = item("another");
    updates[2] = item("one more");
    const auto plans = wua::detail::plans_of(script, updates);
    REQUIRE(plans.size() == updates.size());
    for (std::size_t i = 0; i != plans.size(); ++i)
    {
        CHECK(plans[i] == &script.update(i, *updates[i]));
    }
    CHECK(plans[1] == &script.updates[1]);
    CHECK(plans[2] == &script.others);
}

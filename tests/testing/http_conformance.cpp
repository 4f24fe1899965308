// SPDX-License-Identifier: MIT
// The conformance suite for engines that download by HTTP, without one of them; curl_conformance.cpp has one.

#include "catch.hpp"
#include <wua/engine/simulated_engine.hpp>
#include <wua/testing/http_conformance.hpp>

#include <set>
#include <string>

TEST_CASE("updates that can be downloaded by HTTP each have an address and a file name of their own",
          "[http_conformance]")
{
    wua::http_updates updates;
    std::set<std::string> urls;
    for (int i = 0; i != 10; ++i)
    {
        for (const wua::update_pointer& update : {updates.make(), updates.make_failing()})
        {
            REQUIRE(update->files.size() == 1);
            CHECK(update->size() == wua::http_updates::size);
            CHECK(update->files.front().digest == wua::http_updates::digest());
            CHECK(update->files.front().urls.front().starts_with(updates.server().origin() + '/'));
            urls.insert(update->files.front().urls.front());
        }
    }
    CHECK(urls.size() == 20);
}

TEST_CASE("an engine that claims to have downloaded what no server has is found", "[http_conformance]")
{
    std::set<wua::engine_rule> broken;
    wua::conformance_options options;
    options.many = 40;
    for (const auto& violation : wua::check_http_engine([] { return wua::simulated_engine(); }, options))
    {
        broken.insert(violation.rule);
    }
    CHECK(broken == std::set{wua::engine_rule::results_are_right});
}

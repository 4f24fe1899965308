// SPDX-License-Identifier: MIT
// What a search found, as an object.

#include "objects/late_bound.hpp"
#include "objects/null_places.hpp"
#include <wua/agent/search_result.hpp>
#include <wua/com/com_ptr.hpp>
#include <wua/objects/update.hpp>
#include <wua/objects/update_collection.hpp>
#include <wua/objects/update_exception.hpp>

#include <catch.hpp>

TEST_CASE("a search without warnings succeeded, and its updates are read-only",
          "[search_result][ISearchResult::get_RootCategories][ISearchResult::get_Updates]")
{
    const auto update = wua::make_update(wua::make_item("a", "http://a/1"));
    const auto result =
        wua::make<wua::search_result>(std::vector<wua::com_ptr<wua::IUpdate>>{update}, std::vector<wua::variant>{});
    CHECK(late::number(late::get(*result, "ResultCode")) == wua::orcSucceeded);
    wua::com_ptr<wua::IUpdateCollection> updates;
    wua::com_ptr<wua::ICategoryCollection> categories;
    REQUIRE(result->get_Updates(updates.put()) == wua::s_ok);
    CHECK(wua::updates_of(*updates) == std::vector<wua::com_ptr<wua::IUpdate>>{update});
    CHECK(updates->RemoveAt(0) == wua::wu_e_not_supported);
    REQUIRE(result->get_RootCategories(categories.put()) == wua::s_ok);
    CHECK(late::number(late::get(*categories, "Count")) == 0);
    refuses_null_places<wua::ISearchResult>(
        *result, &wua::ISearchResult::get_ResultCode, &wua::ISearchResult::get_RootCategories,
        &wua::ISearchResult::get_Updates, &wua::ISearchResult::get_Warnings);
}

TEST_CASE("a search with warnings succeeded with errors",
          "[search_result][ISearchResult::get_ResultCode][ISearchResult::get_Warnings]")
{
    const auto warning = wua::make<wua::update_exception>(wua::e_fail, "why", wua::uecSearchIncomplete);
    const auto result =
        wua::make<wua::search_result>(std::vector<wua::com_ptr<wua::IUpdate>>{}, std::vector<wua::variant>{warning});
    CHECK(late::number(late::get(*result, "ResultCode")) == wua::orcSucceededWithErrors);
    CHECK(late::text(late::get(*late::get(*result, "Warnings", {0}).value.get().pdispVal, "Message").value) == "why");
}

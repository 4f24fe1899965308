// SPDX-License-Identifier: MIT
// Warnings as objects.

#include "late_bound.hpp"
#include <wua/objects/update_exception.hpp>
#include <wua/wuapi/errors.hpp>

#include <catch.hpp>

TEST_CASE("a warning tells its message, its code and where it comes from", "[update_exception]")
{
    const auto warning = wua::make<wua::update_exception>(wua::e_fail, "why", wua::uecSearchIncomplete);
    CHECK(late::text(late::get(*warning, "Message").value) == "why");
    CHECK(late::number(late::get(*warning, "HResult")) == wua::e_fail);
    CHECK(late::number(late::get(*warning, "Context")) == wua::uecSearchIncomplete);
    CHECK(warning->get_Message(nullptr) == wua::e_pointer);
    CHECK(warning->get_HResult(nullptr) == wua::e_pointer);
    CHECK(warning->get_Context(nullptr) == wua::e_pointer);
    const auto all = wua::make_exception_collection({warning});
    CHECK(late::number(late::get(*all, "Count")) == 1);
    CHECK(late::get(*all, "Item", {1}).failure == wua::wu_e_invalidindex);
    CHECK(late::each(*all).size() == 1);
}

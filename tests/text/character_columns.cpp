// SPDX-License-Identifier: MIT
#include "catch.hpp"
#include <wua/text/character_columns.hpp>

#include <span>

namespace
{

constexpr bool is_ordered(std::span<const wua::detail::character_range> ranges)
{
    for (std::size_t i = 0; i != ranges.size(); ++i)
    {
        if (ranges[i].first > ranges[i].last || (i != 0 && ranges[i - 1].last >= ranges[i].first))
        {
            return false;
        }
    }
    return true;
}

static_assert(is_ordered(wua::detail::combining_marks), "a binary search needs order");
static_assert(is_ordered(wua::detail::wide_characters), "a binary search needs order");

TEST_CASE("letters take one column, East Asian characters and emoji two, combining marks none", "[character_columns]")
{
    CHECK(wua::columns_of(U'a') == 1);
    CHECK(wua::columns_of(U'\u00e9') == 1);
    CHECK(wua::columns_of(U'\u0416') == 1);
    CHECK(wua::columns_of(U'\u2588') == 1);
    CHECK(wua::columns_of(U'\u66f4') == 2);
    CHECK(wua::columns_of(U'\uac00') == 2);
    CHECK(wua::columns_of(U'\uff21') == 2);
    CHECK(wua::columns_of(U'\U0001f600') == 2);
    CHECK(wua::columns_of(U'\U00020000') == 2);
    CHECK(wua::columns_of(U'\u0301') == 0);
    CHECK(wua::columns_of(U'\u200d') == 0);
}

TEST_CASE("the ends of a range belong to it and their neighbours do not", "[character_columns]")
{
    CHECK(wua::columns_of(U'\u10ff') == 1);
    CHECK(wua::columns_of(U'\u1100') == 2);
    CHECK(wua::columns_of(U'\u115f') == 2);
    CHECK(wua::columns_of(U'\u1160') == 0);
    CHECK(wua::columns_of(U'\u11ff') == 0);
    CHECK(wua::columns_of(U'\u1200') == 1);
    CHECK(wua::columns_of(U'\u02ff') == 1);
    CHECK(wua::columns_of(U'\u0300') == 0);
    CHECK(wua::columns_of(U'\u036f') == 0);
    CHECK(wua::columns_of(U'\u0370') == 1);
}

} // namespace

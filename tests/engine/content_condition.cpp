// SPDX-License-Identifier: MIT

#include "catch.hpp"
#include <wua/engine/transfer/content_condition.hpp>

TEST_CASE("an ETag has quotes and nothing that a header could not bear", "[content_condition]")
{
    for (const char* const etag : {"\"\"", "\"a\"", "W/\"a-b:c\"", "\"!#\x80\xFF\""})
    {
        CHECK(wua::detail::is_etag(etag));
    }
    for (const char* const other :
         {"", "a", "\"", "\"a", "a\"", "W/a", "W/\"", "w/\"a\"", "\"a b\"", "\"a\"\"", "\"a\t\""})
    {
        CHECK_FALSE(wua::detail::is_etag(other));
    }
    CHECK(wua::detail::is_same_etag("\"a\"", "W/\"a\""));
    CHECK_FALSE(wua::detail::is_same_etag("\"a\"", "\"A\""));
}

TEST_CASE("a date of HTTP has one form", "[content_condition]")
{
    CHECK(wua::detail::is_http_date("Sun, 06 Nov 1994 08:49:37 GMT"));
    for (const char* const other : {"", "Sun Nov  6 08:49:37 1994", "Sun, 06 Nov 1994 08:49:37 UTC",
                                    "Sun, 6 Nov 1994 08:49:37 GMT", "Sun, 06 Nov 1994 08:49:37 GMT "})
    {
        CHECK_FALSE(wua::detail::is_http_date(other));
    }
}

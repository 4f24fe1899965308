// SPDX-License-Identifier: MIT

#include "catch.hpp"
#include <wua/engine/transfer/content_range.hpp>

TEST_CASE("a Content-Range is read when it is right", "[content_range]")
{
    CHECK((wua::detail::content_range::from_text("bytes 5-9/100") == wua::detail::content_range{5, 9, 100}));
    CHECK((wua::detail::content_range::from_text("bytes 0-0/1") == wua::detail::content_range{0, 0, 1}));
    CHECK((wua::detail::content_range::from_text("bytes 5-9/*") == wua::detail::content_range{5, 9, std::nullopt}));
    CHECK((wua::detail::content_range::from_text("Bytes 5-9/100") == wua::detail::content_range{5, 9, 100}));
    CHECK((wua::detail::content_range::from_text("bytes */7") ==
           wua::detail::content_range{std::nullopt, std::nullopt, 7}));
    CHECK((wua::detail::content_range::from_text("bytes 0-18446744073709551614/18446744073709551615") ==
           wua::detail::content_range{0, 18446744073709551614U, 18446744073709551615U}));
}

TEST_CASE("a Content-Range that is wrong or contradicts itself does not count", "[content_range]")
{
    for (const char* text : {"", "bytes", "bytes ", "bytes /", "bytes */*", "bytes 5-9", "bytes 5-/9", "bytes -5/9",
                             "bytes 9-5/100", "bytes 5-100/100", "bytes 5-9/x", "bytes 5-9/-1", "bytes +5-9/100",
                             "bytes 5 -9/100", "items 5-9/100", "bytes 5-18446744073709551616/*", "5-9/100"})
    {
        INFO(text);
        CHECK_FALSE(wua::detail::content_range::from_text(text).has_value());
    }
}

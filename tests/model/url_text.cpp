// SPDX-License-Identifier: MIT

#include "catch.hpp"
#include <wua/model/url_text.hpp>

TEST_CASE("the host of a URL has its port and no credentials", "[url_text]")
{
    CHECK(wua::detail::host_of("http://host/x") == "host");
    CHECK(wua::detail::host_of("http://u:p@host:81?x@y") == "host:81");
    CHECK(wua::detail::host_of("https://[::1]:8/") == "[::1]:8");
    CHECK(wua::detail::host_of("no url") == "");
}

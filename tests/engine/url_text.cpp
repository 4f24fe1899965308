// SPDX-License-Identifier: MIT

#include "catch.hpp"
#include <wua/engine/transfer/url_text.hpp>

TEST_CASE("the host of a URL has its port and no credentials", "[url_text]")
{
    CHECK(wua::detail::host_of("http://host/x") == "host");
    CHECK(wua::detail::host_of("http://u:p@host:81?x@y") == "host:81");
    CHECK(wua::detail::host_of("https://[::1]:8/") == "[::1]:8");
    CHECK(wua::detail::host_of("no url") == "");
}

TEST_CASE("credentials leave a URL, and more when it is printed", "[url_text]")
{
    CHECK(wua::detail::without_credentials("http://u:p@host/x?y=1#z") == "http://host/x?y=1");
    CHECK(wua::detail::without_credentials("http://u@v:p@host/x@y") == "http://host/x@y");
    CHECK(wua::detail::without_credentials("http://host/x") == "http://host/x");
    CHECK(wua::detail::printable_url("http://u:p@host/x?token=secret#z") == "http://host/x?...");
    CHECK(wua::detail::printable_url("http://host/a\nb") == "http://host/a_b");
}

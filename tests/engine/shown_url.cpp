// SPDX-License-Identifier: MIT
#include "catch.hpp"
#include <wua/engine/shown_url.hpp>

#include <string>

using wua::detail::shown_url;

TEST_CASE("of a URL that is beyond doubt host, port and path are shown", "[shown_url]")
{
    CHECK(shown_url("https://host/a") == "https://host/a");
    CHECK(shown_url("http://user:pass@host:8080/a/b") == "http://host:8080/a/b");
    CHECK(shown_url("https://u@v@host/a@b") == "https://host/a@b");
    CHECK(shown_url("https://host/a?token=1#x") == "https://host/a?...");
    CHECK(shown_url("https://host#secret") == "https://host");
    CHECK(shown_url("https://host?a@b") == "https://host?...");
    CHECK(shown_url("https://[2001:db8::1]:443/a") == "https://[2001:db8::1]:443/a");
    CHECK(shown_url("https://host/" + std::string(2000, 'x')) == "https://host/" + std::string(987, 'x') + "...");
}

TEST_CASE("nothing is shown of a URL that two readers may read differently", "[shown_url]")
{
    for (const char* const url :
         {"", "host/a", "https:/host", "https://", "://host", "https://user\\@host/", "https://a b@host/",
          "https://\xC3\xA9@host/", "ht tp://host/", "h2://host", "https://host/\n"})
    {
        INFO(url);
        CHECK(shown_url(url) == "(a URL that cannot be read)");
    }
}

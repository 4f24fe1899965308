// SPDX-License-Identifier: MIT

#include "catch.hpp"
#include <wua/engine/disk/file_name.hpp>
#include <wua/engine/printable_url.hpp>

#include <string>

using Catch::Matchers::ContainsSubstring;

TEST_CASE("nothing secret is shown of a URL, in whichever form libcurl accepts it", "[printable_url]")
{
    const std::string url = GENERATE(
        as<std::string>(), //
        "http://u:secret@host/x", "http://secret@host/x", "http://u:p@secret@host/x", "http://u;secret:p@host/x",
        "http://u:se\\secret@host/x", "http://secret\\a@host/x", "https:/u:secret@host/x", "https:///u:secret@host/x",
        "https:////u:secret@host/x", "HTTP://u:secret@host/x", "http:\\\\u:secret@host/x", "http://u:secret@host",
        "http://u:p?secret@host/x", "http://u:p#secret@host/x", "http://u:p/secret@host/x?a", "http://host/x?secret",
        "http://host?secret", "http://host/x#secret", "http://host/x?a#secret", "u:secret@host/x", "//u:secret@host/x",
        " http://u:secret@h");
    INFO(url);
    if (url.find("p/secret") == std::string::npos) // where it is a part of the path
    {
        CHECK_THAT(wua::printable_url(url), !ContainsSubstring("secret"));
    }
    const std::string bare = wua::detail::bare_url(url);
    CHECK_THAT(bare, !ContainsSubstring("secret@") && !ContainsSubstring("#secret"));
    CHECK(wua::detail::bare_url(bare) == bare);
}

TEST_CASE("a URL is shown with its host and path, and says that it has a query", "[printable_url]")
{
    CHECK(wua::printable_url("http://host/x") == "http://host/x");
    CHECK(wua::printable_url("https://u:p@host:81/a/b.cab?token=1#z") == "https://host:81/a/b.cab?...");
    CHECK(wua::printable_url("https:/u:p@host/x") == "https://host/x");
    CHECK(wua::printable_url("file:///x") == "file:///x");
    CHECK(wua::printable_url("http://host/\xc3\xa4") == "http://host/%C3%A4");
    CHECK(wua::printable_url("http://u:p w@host/a b%20c?d e") == "http://host/a%20b%20c?...");
    CHECK(wua::printable_url("http://my host/x") == "(a URL that cannot be read)");
    CHECK(wua::printable_url("no URL") == "(a URL that cannot be read)");
    CHECK(wua::detail::bare_url("http://u:p@host/x?y=1#z") == "http://host/x?y=1");
    CHECK(wua::printable_url("http://host/" + std::string(2000, 'a')) ==
          "http://host/" + std::string(988, 'a') + "...");
}

TEST_CASE("no credentials become the name of a file", "[printable_url]")
{
    for (const char* const url : {"https:/u:secret@host", "https:///u:secret@host", "https://u:secret@host/"})
    {
        CHECK(wua::detail::file_name_from_url(url) == "download");
    }
    CHECK(wua::detail::file_name_from_url("https:/u:secret@host/x") == "x");
    CHECK(wua::detail::file_name_from_url("file:///x") == "x");
}

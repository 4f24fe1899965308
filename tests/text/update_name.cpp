// SPDX-License-Identifier: MIT
#include "catch.hpp"
#include <wua/text/update_name.hpp>

#include <string>

namespace
{

std::string name_of(const std::string& title, const std::string& url, const std::string& file = "")
{
    wua::update_item item = *wua::make_item(title, url);
    item.files[0].file_name = file;
    item.identity = {"1234", 7};
    return wua::update_name(item);
}

TEST_CASE("an update is called by its title, else by its file, and never by a URL", "[update_name]")
{
    CHECK(name_of("Driver", "https://host/a.iso") == "Driver");
    CHECK(name_of("", "https://host/folder/a%20b.iso?key=secret#part") == "a b.iso");
    CHECK(name_of("https://host/a.iso", "https://host/a.iso") == "a.iso");
    CHECK(name_of("", "https://host/a.iso", "bin/tool") == "tool");
    CHECK(name_of("", "https://me:secret@host:81/") == "host:81");
    CHECK(name_of("", "") == "1234 revision 7");
    CHECK(wua::update_name({}) == "an update without a name");
}

TEST_CASE("the name of an update cannot control a terminal", "[update_name]")
{
    CHECK(name_of("a\x1b[2J\n", "") == "a\uFFFD[2J ");
    CHECK(name_of("", "https://host/%1b%5b2J%0d.iso") == "\uFFFD[2J .iso");
}

} // namespace

// SPDX-License-Identifier: MIT

#include "catch.hpp"
#include "engine/curl_update_fixture.hpp"
#include <wua/engine/curl/file_place.hpp>
#include <wua/objects/to_update_item.hpp>

#include <filesystem>

using namespace wua_test;

TEST_CASE("the name of a file says in which folder it is, which is made only when it is needed", "[file_place]")
{
    update_fixture f(to_update_item(some_url, "some"));
    wua::detail::file_place place(f.update(), 0);
    place.set_name("one/two/a");
    CHECK(place.name() == "one/two/a");
    CHECK(place.leaf() == "a");
    CHECK(place.open(false) == nullptr);
    CHECK_FALSE(std::filesystem::exists(f.folder() / "one"));
    CHECK(place.open(true) != nullptr);
    CHECK(place.folder().get() == place.open(false));
    CHECK(std::filesystem::is_directory(f.folder() / "one/two"));
}

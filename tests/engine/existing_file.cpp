// SPDX-License-Identifier: MIT

#include "catch.hpp"
#include "engine/curl_update_fixture.hpp"
#include <wua/engine/curl/existing_file.hpp>
#include <wua/engine/curl/file_place.hpp>
#include <wua/objects/to_update_item.hpp>

#include <filesystem>
#include <utility>
#include <vector>

using namespace wua_test;

namespace
{

class existing_fixture : public update_fixture
{
public:
    explicit existing_fixture(wua::update_pointer item = to_update_item(some_url, "some"))
        : update_fixture(std::move(item)),
          place(update(), 0)
    {
        place.set_name("a");
    }

    // False when there is nothing to hash.
    bool hash()
    {
        const bool is_hashing =
            file.try_hash([this](std::vector<wua::content_digest>&& digests) { found = std::move(digests); });
        wait_for_background();
        return is_hashing;
    }

    wua::detail::file_place place;
    wua::detail::existing_file file{place};
    std::vector<wua::content_digest> found;
};

} // namespace

TEST_CASE("an existing file is the wanted one by its digest", "[existing_file]")
{
    existing_fixture f;
    SECTION("which is right")
    {
        f.write("a", "some");
        REQUIRE(f.hash());
        const wua::detail::existing_file::hashed it = f.file.take_hashed(f.found);
        CHECK(it.file);
        CHECK(it.size == 4);
    }
    SECTION("which is wrong")
    {
        f.write("a", "tome");
        REQUIRE(f.hash());
        CHECK_FALSE(f.file.take_hashed(f.found).file);
    }
}

TEST_CASE("a file that was replaced while it was hashed is not the wanted one", "[existing_file]")
{
    existing_fixture f;
    f.write("a", "some");
    REQUIRE(f.hash());
    f.write("b", "some");
    std::filesystem::rename(f.folder() / "b", f.folder() / "a");
    CHECK_FALSE(f.file.take_hashed(f.found).file);
}

TEST_CASE("a file that cannot be the wanted one is not even hashed", "[existing_file]")
{
    SECTION("because it is not there")
    {
        existing_fixture f;
        CHECK_FALSE(f.hash());
    }
    SECTION("because of its size")
    {
        existing_fixture f;
        f.write("a", "more than that");
        CHECK_FALSE(f.hash());
    }
    SECTION("because no digest could tell")
    {
        existing_fixture f(wua::make_item("an update", some_url));
        f.write("a", "some");
        CHECK_FALSE(f.hash());
    }
}

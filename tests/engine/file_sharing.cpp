// SPDX-License-Identifier: MIT
// The owner of the file is played by the test.

#include "catch.hpp"
#include "engine/curl_update_fixture.hpp"
#include <wua/engine/curl/file_place.hpp>
#include <wua/engine/curl/file_sharing.hpp>
#include <wua/engine/transfer/http_errors.hpp>
#include <wua/engine/transfer/shared_file.hpp>
#include <wua/objects/to_update_item.hpp>

#include <cstdint>
#include <memory>
#include <utility>

using namespace wua_test;
using wua::detail::file_sharing;
using wua::detail::shared_end;
using shared_sight = file_sharing::sight::what;

namespace
{

class sharing_fixture : public update_fixture
{
public:
    static constexpr std::uint64_t max_bytes = 100;

    explicit sharing_fixture(wua::update_pointer item = wua::make_item("an update", some_url))
        : update_fixture(std::move(item)),
          place(limited_update(), 0)
    {
        place.set_name("a");
    }

    // Somebody else downloads the same; the file under test follows.
    wua::detail::shared_file& owner()
    {
        if (!m_owner)
        {
            m_owner = core().shared.try_join("a", place.file(), false, max_bytes);
            REQUIRE(sharing.join(false) == file_sharing::role::follower);
        }
        return *m_owner;
    }

    wua::detail::file_place place;
    file_sharing sharing{place};

private:
    wua::detail::curl_update& limited_update()
    {
        options.policy.max_update_bytes = max_bytes;
        return update();
    }

    std::shared_ptr<wua::detail::shared_file> m_owner;
};

} // namespace

TEST_CASE("the first that wants a file owns it until it leaves", "[file_sharing]")
{
    sharing_fixture f;
    file_sharing other(f.place);
    CHECK(f.sharing.join(false) == file_sharing::role::owner);
    CHECK(other.join(false) == file_sharing::role::follower);
    CHECK(f.sharing.has_followers());
    f.sharing.leave(shared_end::left);
    CHECK_FALSE(f.sharing.has_followers());
    CHECK(other.follow().now == shared_sight::nothing);
    CHECK(f.sharing.join(true) == file_sharing::role::owner);
}

TEST_CASE("a file whose name belongs to other content can neither be downloaded nor followed", "[file_sharing]")
{
    sharing_fixture f;
    wua::content_file other;
    other.urls = {"http://127.0.0.1:9/other/a"};
    const auto owner = f.core().shared.try_join("a", other, false, 100);
    CHECK(f.sharing.join(false) == file_sharing::role::none);
}

TEST_CASE("a follower reports the owner's bytes and is complete with it", "[file_sharing]")
{
    sharing_fixture f;
    f.owner().set_size(4);
    f.owner().set_phase(wua::dphDownloading);
    f.owner().set_bytes(3);
    CHECK(f.sharing.follow().now == shared_sight::in_progress);
    CHECK(f.look().bytes_downloaded() == 3);
    f.owner().set_bytes(4);
    f.owner().end(shared_end::complete);
    const file_sharing::sight seen = f.sharing.follow();
    CHECK(seen.now == shared_sight::complete);
    CHECK(seen.bytes == 4);
}

TEST_CASE("an owner's file of another size than the follower's is of no use to it", "[file_sharing]")
{
    sharing_fixture f(to_update_item(some_url, "some"));
    f.owner().set_size(5);
    f.owner().set_phase(wua::dphDownloading);
    f.owner().set_bytes(5);
    CHECK(f.sharing.follow().now == shared_sight::in_progress);
    CHECK(f.look().bytes_downloaded() == 0);
    f.owner().end(shared_end::complete);
    CHECK(f.sharing.follow().now == shared_sight::nothing);
}

TEST_CASE("a follower fails as the owner did", "[file_sharing]")
{
    sharing_fixture f;
    f.owner().fail(wua::outcome::failed(wua::e_accessdenied, {}, "no"));
    const file_sharing::sight seen = f.sharing.follow();
    REQUIRE(seen.now == shared_sight::failed);
    CHECK(seen.failure->result.hresult == wua::e_accessdenied);
    CHECK(seen.failure->remedy == wua::detail::remedy::give_up);
}

TEST_CASE("a follower fails as soon as the owner has more bytes than it may have", "[file_sharing]")
{
    sharing_fixture f;
    f.owner().set_bytes(sharing_fixture::max_bytes + 1);
    const file_sharing::sight seen = f.sharing.follow();
    REQUIRE(seen.now == shared_sight::failed);
    CHECK(seen.failure->result.hresult == wua::detail::update_too_large);
}

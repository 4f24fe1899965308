// SPDX-License-Identifier: MIT

#include "catch.hpp"
#include <wua/engine/transfer/http_errors.hpp>
#include <wua/engine/transfer/shared_file.hpp>

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <vector>

using wua::detail::shared_end;

namespace
{

constexpr std::uint64_t no_limit = std::numeric_limits<std::uint64_t>::max();

wua::content_file file_of(std::string url, std::optional<std::uint64_t> size = {},
                          std::optional<std::uint8_t> digest = {})
{
    wua::content_file file;
    file.urls = {std::move(url)};
    file.size = size;
    if (digest)
    {
        file.digest = wua::content_digest{wua::digest_algorithm::sha1, std::vector<std::uint8_t>(20, *digest)};
    }
    return file;
}

struct registry
{
    int ends = 0;
    wua::detail::shared_files files{[this] { ++ends; }};
};

} // namespace

TEST_CASE("the same digest or the same URLs are the same content, if the sizes allow it", "[shared_file]")
{
    using wua::detail::is_same_content;
    CHECK(is_same_content(file_of("http://a/x", 5, 1), file_of("http://b/x", 5, 1)));
    CHECK(is_same_content(file_of("http://a/x", 5, 1), file_of("http://b/x", {}, 1)));
    CHECK_FALSE(is_same_content(file_of("http://a/x", 5, 1), file_of("http://a/x", 6, 1)));
    CHECK_FALSE(is_same_content(file_of("http://a/x", 5, 1), file_of("http://a/x", 5, 2)));
    CHECK_FALSE(is_same_content(file_of("http://a/x", 5, 1), file_of("http://a/x", 5)));
    CHECK(is_same_content(file_of("http://a/x", 5), file_of("http://a/x", 5)));
    CHECK_FALSE(is_same_content(file_of("http://a/x", 5), file_of("http://a/x")));
    CHECK_FALSE(is_same_content(file_of("http://a/x", 5), file_of("http://b/x", 5)));

    // Nobody checks for another what that one demands besides.
    const auto further = wua::content_digest::sha256(std::string(64, 'a'));
    wua::content_file two = file_of("http://a/x", 5, 1);
    two.add_digest(further);
    CHECK_FALSE(is_same_content(two, file_of("http://a/x", 5, 1)));
    wua::content_file reversed = file_of("http://b/x", 5);
    reversed.add_digest(further);
    reversed.add_digest(*file_of({}, {}, 1).digest);
    CHECK(is_same_content(two, reversed));
}

TEST_CASE("the first update that wants a file owns it, and the others read its reports", "[shared_file]")
{
    registry r;
    const wua::content_file file = file_of("http://a/x");
    const auto owner = r.files.try_join("x", file, false, no_limit);
    const auto follower = r.files.try_join("x", file, false, no_limit);
    CHECK(owner->is_owner());
    CHECK_FALSE(follower->is_owner());
    CHECK(r.files.try_join("y", file, false, no_limit)->is_owner());
    CHECK(r.files.try_join("x", file_of("http://b/x"), false, no_limit) == nullptr);

    owner->set_phase(wua::dphDownloading);
    owner->set_size(100);
    owner->set_bytes(60);
    wua::detail::shared_progress seen = follower->look();
    CHECK(seen.phase == wua::dphDownloading);
    CHECK(seen.size == 100U);
    CHECK(seen.bytes == 60);
    owner->retry(40);
    seen = follower->look();
    CHECK(seen.phase == wua::dphInitializing);
    CHECK_FALSE(seen.size);
    CHECK(seen.bytes == 40);
    CHECK(seen.retries == 1);
    CHECK(seen.end == shared_end::none);

    owner->end(shared_end::complete);
    owner->end(shared_end::left); // too late
    CHECK(follower->look().end == shared_end::complete);
    CHECK(r.files.try_join("x", file, false, no_limit)->is_owner()); // nobody joins what has ended
    CHECK(r.files.ends() == 1);
    CHECK(r.ends == 1);
}

TEST_CASE("an end without waiting updates wakes none", "[shared_file]")
{
    registry r;
    const wua::content_file file = file_of("http://a/x");
    const auto owner = r.files.try_join("x", file, false, no_limit);
    r.files.try_join("x", file, false, no_limit).reset();
    owner->end(shared_end::complete);
    CHECK(r.files.ends() == 0);
    CHECK(r.ends == 0);
}

TEST_CASE("a file whose owner is gone is left to the others", "[shared_file]")
{
    registry r;
    const wua::content_file file = file_of("http://a/x");
    auto owner = r.files.try_join("x", file, false, no_limit);
    const auto first = r.files.try_join("x", file, false, no_limit);
    const auto second = r.files.try_join("x", file, false, no_limit);
    owner.reset();
    CHECK(first->look().end == shared_end::left);
    CHECK(second->look().end == shared_end::left);
    CHECK(r.files.try_join("x", file, false, no_limit)->is_owner());
}

TEST_CASE("a failure applies to all updates that would meet it", "[shared_file]")
{
    registry r;
    const wua::content_file file = file_of("http://a/x", {}, 1);
    const wua::content_file elsewhere = file_of("http://b/x", {}, 1);
    const auto owner = r.files.try_join("x", file, false, 100);
    const auto same = r.files.try_join("x", file, false, 100);
    const auto larger = r.files.try_join("x", file, false, 101);
    const auto other_url = r.files.try_join("x", elsewhere, false, 100);
    const auto forced = r.files.try_join("x", file, true, 100);
    const bool is_too_large = GENERATE(true, false);
    const auto failure =
        wua::outcome::failed(is_too_large ? wua::detail::update_too_large : wua::wu_e_dm_incorrectfilehash, {}, "why");
    same->fail(wua::outcome::failed(wua::e_outofmemory)); // its own alone
    owner->fail(failure);
    for (const auto& each : {same, larger, other_url, forced})
    {
        CHECK(each->look().end == shared_end::failed);
    }
    CHECK(same->failure() == failure);
    CHECK(larger->failure().has_value() == !is_too_large);
    CHECK_FALSE(other_url->failure());
    CHECK_FALSE(forced->failure());
}

// SPDX-License-Identifier: MIT
// Files that are to be had from several servers, not all of which are good.

#include "engine/curl_fixture.hpp"
#include <wua/engine/curl_engine.hpp>
#include <wua/testing/fault_server.hpp>

#include <memory>
#include <string>
#include <vector>

using namespace wua_test;

namespace
{

// Half of an older content, whatever is asked for; the rest never comes.
constexpr wua::misbehaviour stale_half{
    .name = "stale_half",
    .meaning = "Half of an older content, always.",
    .expected = wua::expectation::must_fail,
    .respond = wua::detail::behaviours::same_etag_changed};

wua::update_pointer update_at(std::vector<std::string> urls, const std::string& content)
{
    wua::update_item item;
    item.files.push_back({std::move(urls), "a", content.size(), sha256_of(content)});
    return std::make_shared<const wua::update_item>(std::move(item));
}

} // namespace

TEST_CASE("a mirror that begins with wrong bytes does not spoil one that ends with right ones", "[curl_engine]")
{
    wua::fault_server bad;
    wua::fault_server good;
    const std::string content = some_bytes(5U << 20U);
    temporary_folder output;
    wua::curl_engine engine(quick_options(output.path()));
    watched_job job(update_at({bad.serve("/a", content, stale_half), good.serve("/a", content)}, content));
    engine.start(job.transfer());
    REQUIRE(job.wait());
    CHECK(job.result() == wua::outcome::succeeded());
    CHECK(has_content(output / "a", content));
    CHECK(bad.requests().size() == 1);
    const auto asked = good.requests();
    REQUIRE(asked.size() == 2);
    CHECK(asked[0].field("Range").has_value());
    CHECK_FALSE(asked[1].field("Range").has_value());
}

TEST_CASE("a mirror that ends with wrong bytes does not spoil one that can give the whole", "[curl_engine]")
{
    wua::fault_server good;
    wua::fault_server bad;
    const std::string content = some_bytes(5U << 20U);
    temporary_folder output;
    wua::curl_engine engine(quick_options(output.path()));
    watched_job job(update_at({good.serve("/a", content, wua::misbehaviour_named("truncated_at_half")),
                               bad.serve("/a", content, wua::misbehaviour_named("other_content"))},
                              content));
    engine.start(job.transfer());
    REQUIRE(job.wait());
    CHECK(job.result() == wua::outcome::succeeded());
    CHECK(has_content(output / "a", content));
}

TEST_CASE("a server that wastes bytes does not starve a good mirror", "[curl_engine]")
{
    wua::fault_server bad;
    wua::fault_server good;
    const std::string content = some_bytes(5U << 20U);
    temporary_folder output;
    wua::curl_engine engine(quick_options(output.path()));
    watched_job job(update_at({bad.serve("/a", content, wua::misbehaviour_named("ranges_not_accepted_and_cut")),
                               good.serve("/a", content, wua::misbehaviour_named("flaps_503"))},
                              content));
    engine.start(job.transfer());
    REQUIRE(job.wait());
    CHECK(job.result() == wua::outcome::succeeded());
    CHECK(bad.requests().size() <= 3);
}

TEST_CASE("too long a header line leads to another mirror", "[curl_engine]")
{
    wua::fault_server bad;
    wua::fault_server good;
    const std::string content = some_bytes(5U << 20U);
    temporary_folder output;
    wua::curl_engine engine(quick_options(output.path()));
    watched_job job(update_at(
        {bad.serve("/a", content, wua::misbehaviour_named("huge_header")), good.serve("/a", content)}, content));
    engine.start(job.transfer());
    REQUIRE(job.wait());
    CHECK(job.result() == wua::outcome::succeeded());
    CHECK(bad.requests().size() == 1);
}

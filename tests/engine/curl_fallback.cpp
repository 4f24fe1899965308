// SPDX-License-Identifier: MIT
// Two curl_engines as one: the second continues what the first has left in their directory.

#include "engine/curl_fixture.hpp"
#include <wua/engine/curl_engine.hpp>
#include <wua/engine/fallback_engine.hpp>
#include <wua/testing/http_conformance.hpp>

#include <string>
#include <utility>
#include <vector>

namespace curl_fallback_test
{

using namespace wua_test;

// They let go of a file at once, and need not wait for the disk.
wua::curl_options options_for(const std::filesystem::path& directory)
{
    wua::curl_options options = quick_options(directory);
    options.sync = wua::sync_policy::never;
    return options;
}

// One to whom no server can give an answer that is short enough.
wua::curl_options hopeless_options(const std::filesystem::path& directory)
{
    wua::curl_options options = options_for(directory);
    options.max_header_bytes = 16;
    options.retry.attempts = 1;
    return options;
}

TEST_CASE("a server that falls silent is given up, and the second curl engine continues the file", "[curl_fallback]")
{
    wua::http_updates updates(wua::misbehaviour_named("part_stalls_once"));
    const wua::update_pointer update = updates.make();
    temporary_folder output;
    wua::fallback_options options;
    options.no_bytes_for = 150ms;
    wua::fallback_engine engine(
        wua::curl_engine(options_for(output.path())), wua::curl_engine(options_for(output.path())), options);
    watched_job job(update);
    engine.start(job.transfer());
    REQUIRE(job.wait());
    CHECK(job.result() == wua::outcome::succeeded());
    CHECK(job.ledger().progress_of(0).attempt == 2);
    const std::vector<wua::http_request> requests = updates.server().requests();
    REQUIRE(requests.size() == 2);
    CHECK(!requests[0].field("Range"));
    CHECK(requests[1].field("Range") == "bytes=50000-");
}

TEST_CASE("a server that answers one engine no more serves the second", "[curl_fallback]")
{
    const nginx server("if ($http_user_agent ~ dead) { return 444; }");
    const std::string content = some_bytes(300'000);
    std::vector<wua::update_pointer> items;
    for (const char* name : {"a", "b", "c"})
    {
        write_file(server.root() / name, content);
        items.push_back(to_update_item(server.url(name), content));
    }
    temporary_folder output;
    wua::curl_options dead = options_for(output.path());
    dead.user_agent = "dead";
    dead.retry.attempts = 1;
    wua::fallback_engine engine{wua::curl_engine(dead), wua::curl_engine(options_for(output.path()))};
    watched_job job(items);
    engine.start(job.transfer());
    REQUIRE(job.wait());
    for (std::size_t index = 0; index != items.size(); ++index)
    {
        CHECK(job.ledger().progress_of(index).result == wua::outcome::succeeded());
        CHECK(job.ledger().progress_of(index).attempt == 2);
    }
    CHECK(names_in(output.path()) == std::vector<std::string>{"a", "b", "c"});
    CHECK(has_content(output / "b", content));
}

TEST_CASE("two curl engines conform as one, also where the first is hopeless", "[curl_fallback]")
{
    wua::conformance_options limits;
    limits.many = 20;
    limits.announce = {};
    for (const bool is_hopeless : {false, true})
    {
        temporary_folder output;
        CHECK(wua::http_engine_violations(
                  [&] {
                      return wua::fallback_engine{
                          wua::curl_engine(is_hopeless ? hopeless_options(output.path()) : options_for(output.path())),
                          wua::curl_engine(options_for(output.path()))};
                  },
                  limits) == std::vector<std::string>());
    }
}

} // namespace curl_fallback_test

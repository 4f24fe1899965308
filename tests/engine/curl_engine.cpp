// SPDX-License-Identifier: MIT
// curl_engine against a server that behaves well.

#include <wua/engine/curl_engine.hpp>

#include <algorithm>
#include <string>
#include <vector>

#include "engine/curl_fixture.hpp"

using namespace wua_test;

TEST_CASE("a file is downloaded, verified and given its name", "[curl_engine]")
{
    nginx server;
    const std::string content = some_bytes(300'000);
    write_file(server.root() / "update.cab", content);
    temporary_folder output;
    wua::curl_engine engine(quick_options(output.path()));
    watched_job job(item_of(server.url("update.cab"), content));
    engine.start(job.transfer());
    REQUIRE(job.wait());
    CHECK(job.result() == wua::outcome::succeeded());
    CHECK(job.ledger().progress_of(0).bytes_downloaded == content.size());
    CHECK(job.ledger().progress_of(0).phase == wua::dphVerifying);
    CHECK(has_content(output / "update.cab", content));
    CHECK(names_in(output.path()) == std::vector<std::string>{"update.cab"});
}

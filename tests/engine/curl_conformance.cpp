// SPDX-License-Identifier: MIT
// curl_engine through the conformance suite that the library gives to authors of engines.

#include "engine/curl_fixture.hpp"
#include <wua/engine/curl_engine.hpp>
#include <wua/testing/http_conformance.hpp>

#include <cstddef>
#include <string>
#include <vector>

using namespace wua_test;

namespace
{

const std::vector<std::string> no_violations;

// Every file is made safe on the disk, which the long job would only wait for.
wua::curl_options hasty_options(const std::filesystem::path& directory, std::size_t loops)
{
    wua::curl_options options = quick_options(directory);
    options.loops = loops;
    options.sync = wua::sync_policy::never;
    return options;
}

// The long job of the suite need not be longer than this: ThreadSanitizer makes each file take long.
wua::conformance_options limits_with(std::size_t many)
{
    wua::conformance_options limits;
    limits.many = many;
    return limits;
}

} // namespace

TEST_CASE("the digest of the updates of the conformance suite is that of their content", "[curl_engine]")
{
    CHECK(wua::http_updates::digest() == sha256_of(wua::patterned_bytes(wua::http_updates::size).str()));
}

TEST_CASE("the curl engine conforms", "[curl_engine]")
{
    temporary_folder output;
    CHECK(wua::http_engine_violations(
              [&] { return wua::curl_engine(hasty_options(output.path(), 1)); }, limits_with(300)) == no_violations);
}

TEST_CASE("the curl engine conforms with two loops", "[curl_engine]")
{
    temporary_folder output;
    CHECK(wua::http_engine_violations(
              [&] { return wua::curl_engine(hasty_options(output.path(), 2)); }, limits_with(300)) == no_violations);
}

TEST_CASE("the curl engine conforms when one update is downloaded after the other, as slow as it has to be",
          "[curl_engine]")
{
    temporary_folder output;
    wua::curl_options options = hasty_options(output.path(), 1);
    options.parallel = {1, 1, 1};
    options.engine_bandwidth = 10'000'000;
    CHECK(wua::http_engine_violations([&] { return wua::curl_engine(options); }, limits_with(40)) == no_violations);
}

TEST_CASE("the curl engine conforms if every answer is cut once, or starts over, or is wrong at first", "[curl_engine]")
{
    for (const char* const fault :
         {"truncated_at_half", "range_ignored", "etag_changed", "corrupted_at_half", "flaps_503", "chunk_truncated"})
    {
        INFO(fault);
        temporary_folder output;
        CHECK(wua::http_engine_violations([&] { return wua::curl_engine(hasty_options(output.path(), 2)); },
                                          limits_with(40), wua::misbehaviour_named(fault)) == no_violations);
    }
}

TEST_CASE("the curl engine conforms when the disk is waited for, and the journal is written all the time",
          "[curl_engine]")
{
    temporary_folder output;
    wua::curl_options options = quick_options(output.path());
    options.journal_from = 1;
    options.journal_every = 1ms;
    CHECK(wua::http_engine_violations([&] { return wua::curl_engine(options); }, limits_with(40)) == no_violations);
}

TEST_CASE("an update that has its result before the start is passed over by the curl engine", "[curl_engine]")
{
    wua::http_updates updates;
    temporary_folder output;
    wua::curl_engine engine(hasty_options(output.path(), 1));
    watched_job job({updates.make(), updates.make()});
    job.ledger().finish(0, wua::outcome::succeeded(wua::wu_s_already_downloaded));
    engine.start(job.transfer());
    REQUIRE(job.wait());
    CHECK(job.ledger().engine_faults() == 0);
    CHECK(job.result(0) == wua::outcome::succeeded(wua::wu_s_already_downloaded));
    CHECK(job.result(1) == wua::outcome::succeeded());
    CHECK(updates.server().requests().size() == 1);
}

TEST_CASE("an update that ends at once does not keep the next one waiting", "[curl_engine]")
{
    wua::http_updates updates;
    temporary_folder output;
    wua::curl_options options = hasty_options(output.path(), 1);
    options.parallel = {1, 1, 1};
    wua::curl_engine engine(options);
    const auto empty = std::make_shared<const wua::update_item>();
    watched_job job({empty, empty, updates.make(), empty});
    engine.start(job.transfer());
    REQUIRE(job.wait(10s)); // a loop that waits for nothing does so for a minute
    CHECK(job.result(0).hresult == wua::wu_e_dm_urlnotavailable);
    CHECK(job.result(2) == wua::outcome::succeeded());
}

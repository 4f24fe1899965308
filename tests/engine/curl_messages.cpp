// SPDX-License-Identifier: MIT
// What curl_engine says of a failure: which URL, which digests, which limit.

#include "engine/curl_fixture.hpp"
#include <wua/engine/curl/curl_errors.hpp>
#include <wua/engine/curl_engine.hpp>
#include <wua/engine/disk/disk_errors.hpp>
#include <wua/engine/transfer/http_errors.hpp>
#include <wua/job/job.hpp>
#include <wua/testing/fault_server.hpp>

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

using namespace wua_test;

namespace
{

wua::update_pointer titled_item(std::vector<std::string> urls, std::optional<wua::content_digest> digest = std::nullopt,
                                std::string name = {})
{
    wua::update_item item;
    item.title = "an update";
    item.files.push_back({std::move(urls), std::move(name), std::nullopt, std::move(digest)});
    return std::make_shared<const wua::update_item>(std::move(item));
}

wua::outcome result_of(wua::curl_engine& engine, wua::update_pointer update)
{
    watched_job job(std::move(update));
    engine.start(job.transfer());
    REQUIRE(job.wait());
    return job.result();
}

} // namespace

TEST_CASE("a wrong digest shows the expected and the actual one", "[curl_messages]")
{
    nginx server;
    const std::string served = some_bytes(3U << 20U, 2);
    const std::string wanted = some_bytes(3U << 20U, 1);
    write_file(server.root() / "a", served);
    const std::string sentence = "the content has the wrong digest: expected " + sha256_of(wanted).to_hex() +
                                 ", actual " + sha256_of(served).to_hex() + ": " + server.url("a");
    for (const bool hashes_behind : {false, true})
    {
        temporary_folder output;
        if (hashes_behind) // what an earlier run left is hashed by the other thread
        {
            write_file(output / "a.part", served.substr(0, 1000));
        }
        wua::curl_engine engine(quick_options(output.path()));
        const wua::outcome result = result_of(engine, titled_item({server.url("a")}, sha256_of(wanted)));
        CHECK(result.hresult == wua::wu_e_dm_incorrectfilehash);
        CHECK(result.detail == sentence);
    }
}

TEST_CASE("with mirrors the failure tells the story of each", "[curl_messages]")
{
    nginx server;
    const std::string served = some_bytes(5000, 2);
    write_file(server.root() / "wrong", served);
    const wua::content_digest wanted = sha256_of(some_bytes(5000, 1));
    temporary_folder output;
    wua::curl_engine engine(quick_options(output.path()));
    const wua::outcome result =
        result_of(engine, titled_item({server.url("none"), server.url("wrong"), "ftp://host/a"}, wanted, "a"));
    CHECK(result.hresult == wua::wu_e_dm_incorrectfilehash);
    CHECK(result.detail ==
          "the content has the wrong digest: expected " + wanted.to_hex() + ", actual " + sha256_of(served).to_hex() +
              ": " + server.url("wrong") + "; before that: HTTP status 404: " + server.url("none") +
              "; the scheme is not allowed: ftp://host/a");
}

TEST_CASE("an update that is too large fails with its size and the limit", "[curl_messages]")
{
    nginx server;
    write_file(server.root() / "a", some_bytes(5000));
    temporary_folder output;
    wua::curl_options options = quick_options(output.path());
    options.max_update_bytes = 4999;
    wua::curl_engine engine(options);
    const std::string sentence = "the update has 5000 bytes or more, but may have 4999 at most";
    CHECK(result_of(engine, titled_item({server.url("a")})).detail == sentence);
    CHECK(result_of(engine, wua::make_item("an update", server.url("a"), 5000)).detail == sentence);
}

TEST_CASE("an invalid URL is reported as such, also if another update has the same file name", "[curl_messages]")
{
    nginx server;
    const std::string content = some_bytes(5000);
    write_file(server.root() / "a", content);
    temporary_folder output;
    wua::curl_engine engine(quick_options(output.path()));
    watched_job job({titled_item({"http://[::bad/a"}), titled_item({"ftp://host/a"}), titled_item({"no URL/a"}),
                     to_update_item(server.url("a"), content), titled_item({server.url("b")}, std::nullopt, "a")});
    engine.start(job.transfer());
    REQUIRE(job.wait());
    for (const std::size_t invalid : {0U, 1U, 2U})
    {
        CHECK(job.result(invalid).hresult == wua::wu_e_pt_invalid_url);
    }
    CHECK(job.result(0).detail == "this is not a URL: (a URL that cannot be read)");
    CHECK(job.result(1).detail == "the scheme is not allowed: ftp://host/a");
    CHECK(job.result(2).detail == "this is not a URL, since it lacks https:// or http://: (a URL that cannot be read)");
    CHECK(job.result(3) == wua::outcome::succeeded()); // no invalid one has the name
    CHECK(job.result(4).hresult == wua::error_file_exists);
    CHECK(job.result(4).detail == "another file of the job has this name, or one that differs in case alone: a");
}

TEST_CASE("spaces and other letters of a URL are percent-encoded in messages", "[curl_messages]")
{
    nginx server;
    temporary_folder output;
    wua::curl_engine engine(quick_options(output.path()));
    CHECK(result_of(engine, titled_item({server.url("a b/\xC3\xA9?key=secret")})).detail ==
          "HTTP status 404: " + server.url("a%20b/%C3%A9?..."));
}

TEST_CASE("a connection that is not accepted is reported with its URL", "[curl_messages]")
{
    temporary_folder output;
    wua::curl_options options = quick_options(output.path());
    options.retry.attempts = 1;
    wua::curl_engine engine(options);
    const wua::outcome result = result_of(engine, titled_item({"http://127.0.0.1:1/a"}));
    CHECK(result.hresult == wua::wininet_e_cannot_connect);
    CHECK(result.detail.ends_with(": http://127.0.0.1:1/a"));
}

TEST_CASE("a stalled server is reported with the bytes that came and the time", "[curl_messages]")
{
    wua::fault_server server;
    temporary_folder output;
    wua::curl_options options = quick_options(output.path());
    options.retry.attempts = 1;
    options.retry.stall_time = 100ms;
    wua::curl_engine engine(options);
    const std::string url = server.serve("/a", some_bytes(100'000), wua::misbehaviour_named("stalls_after_head"));
    CHECK(result_of(engine, titled_item({url})).detail ==
          "fewer than 1024 bytes came in 100 ms, after 0 bytes of the file: " + url);
}

TEST_CASE("every code that the engine produces has a name", "[curl_messages]")
{
    using namespace wua::detail;
    std::vector<wua::HRESULT> codes{
        error_http_redirect_failed,
        size_differs,
        update_too_large,
        error_winhttp_header_size_overflow,
        error_winhttp_secure_failure,
        error_write_fault,
        error_sharing_violation,
        error_file_exists,
        error_invalid_name,
        wua::wu_e_pt_invalid_url,
        wua::wu_e_pt_unexpected};
    for (const error_rule& rule : curl_error_rules)
    {
        codes.push_back(rule.hresult);
    }
    for (const error_rule& rule : errno_rules)
    {
        codes.push_back(rule.hresult);
    }
    for (const wua::HRESULT code : codes)
    {
        INFO(std::hex << static_cast<std::uint32_t>(code));
        CHECK(wua::describe(code) != nullptr);
    }
}

TEST_CASE("an engine tells where it stores a file", "[curl_messages]")
{
    temporary_folder output;
    const wua::curl_engine engine(quick_options(output.path()));
    CHECK(engine.path_of({{"http://host/folder/a%20b?c"}}) == output / "a b");
    CHECK(engine.path_of({{"http://host/a"}, "named"}) == output / "named");
    CHECK(engine.path_of({}).empty());
}

TEST_CASE("an engine that was moved from throws instead of crashing", "[curl_messages]")
{
    temporary_folder output;
    wua::curl_engine engine(quick_options(output.path()));
    const wua::curl_engine kept = std::move(engine);
    CHECK_THROWS_WITH(
        wua::start(std::move(engine), {wua::make_item("a", "http://host/a")}), "the engine was moved from");
    CHECK_THROWS_WITH(engine.path_of({{"http://host/a"}}), "the engine was moved from");
}

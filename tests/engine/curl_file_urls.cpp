// SPDX-License-Identifier: MIT
// file:// URLs, of files and of what is none.

#include "engine/curl_fixture.hpp"
#include <wua/engine/curl_engine.hpp>
#include <wua/engine/disk/disk_errors.hpp>
#include <wua/engine/transfer/http_errors.hpp>
#include <wua/model/download_story.hpp>
#include <wua/objects/to_update_item.hpp>
#include <wua/testing/fault_server.hpp>

#include <sys/stat.h>

#include <chrono>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

using namespace wua_test;
using names = std::vector<std::string>;

namespace
{

wua::curl_options options_with_files(const std::filesystem::path& directory)
{
    wua::curl_options options = quick_options(directory);
    options.allows_file_urls = true;
    return options;
}

std::string file_url(const std::filesystem::path& path)
{
    return "file://" + path.string();
}

} // namespace

TEST_CASE("a file:// URL of a file that has more bytes than it says is no failure of HTTP", "[curl_engine]")
{
    const temporary_folder output;
    wua::curl_engine engine(options_with_files(output.path()));
    watched_job job(wua::make_item("an endless file", "file:///proc/self/status"));
    engine.start(job.transfer());
    REQUIRE(job.wait());
    CHECK(job.result() == wua::outcome::failed(wua::detail::size_differs, {},
                                               "the file has more than 0 bytes: file:///proc/self/status"));
}

TEST_CASE("a file:// URL of a pipe, a device or a directory fails at once, and blocks nothing", "[curl_engine]")
{
    wua::fault_server server;
    const temporary_folder source;
    const temporary_folder output;
    const std::string content = some_bytes(100'000);
    REQUIRE(::mkfifo((source / "pipe").c_str(), 0600) == 0);
    wua::curl_engine engine(options_with_files(output.path()));
    watched_job job(
        {wua::make_item("a pipe", file_url(source / "pipe")), wua::make_item("a device", "file:///dev/zero"),
         wua::make_item("a directory", file_url(source.path())), to_update_item(server.serve("/a", content), content)});
    engine.start(job.transfer());
    REQUIRE(job.wait(5s));
    for (std::size_t i = 0; i != 3; ++i)
    {
        CHECK(job.result(i).hresult == wua::detail::win32_access_denied);
        CHECK_THAT(job.result(i).detail, Catch::Matchers::ContainsSubstring("is no file"));
        CHECK_THAT(job.result(i).detail, Catch::Matchers::ContainsSubstring("file://"));
    }
    CHECK(job.result(3) == wua::outcome::succeeded());
    CHECK(names_in(output.path()) == names{"a"});
}

TEST_CASE("a huge file:// URL lets others go on, and can be aborted", "[curl_engine]")
{
    wua::fault_server server;
    const temporary_folder source;
    const temporary_folder output;
    const std::string content = some_bytes(1'000'000);
    write_file(source / "huge", {});
    std::filesystem::resize_file(source / "huge", 32ULL << 30U); // which takes no room
    wua::curl_options options = options_with_files(output.path());
    options.checks_free_space = false;
    options.sync = wua::sync_policy::never;
    wua::curl_engine engine(options);
    watched_job job(wua::make_item("huge", file_url(source / "huge")));
    engine.start(job.transfer());
    REQUIRE(job.wait_for([](const auto& snapshot) { return snapshot.bytes_downloaded() != 0; }));
    watched_job other(to_update_item(server.serve("/a", content), content));
    engine.start(other.transfer());
    REQUIRE(other.wait(5s));
    CHECK(other.result() == wua::outcome::succeeded());
    CHECK_FALSE(job.look().is_completed());
    const auto began = std::chrono::steady_clock::now();
    job.ledger().request_abort();
    REQUIRE(job.wait());
    CHECK(std::chrono::steady_clock::now() - began < 1s);
    CHECK(job.result() == wua::outcome::aborted());
    CHECK(names_in(output.path()) == names{"a"});
}

TEST_CASE("a file:// URL is read as it is meant: escapes, links, no bytes at all", "[curl_engine]")
{
    const temporary_folder source;
    const temporary_folder output;
    const std::string content = some_bytes(3'000'000);
    write_file(source / "a b", content);
    write_file(source / "empty", {});
    std::filesystem::create_symlink(source / "a b", source / "link");
    wua::curl_engine engine(options_with_files(output.path()));
    std::filesystem::create_symlink(source / "a b", source / "other");
    std::filesystem::create_symlink(source / "a b", source / "third");
    watched_job job({to_update_item(file_url(source.path()) + "/a%20b", content),
                     wua::make_item("a link", file_url(source / "link")),
                     wua::make_item("an empty one", file_url(source / "empty")),
                     wua::make_item("one with a host", "file://localhost" + (source / "other").string() + "#x"),
                     to_update_item(file_url(source / "third"), content + "more")});
    engine.start(job.transfer());
    REQUIRE(job.wait());
    for (std::size_t i = 0; i != 4; ++i)
    {
        CHECK(job.result(i) == wua::outcome::succeeded());
    }
    CHECK(job.result(4).code == wua::orcFailed);
    CHECK(has_content(output / "a b", content));
    CHECK(has_content(output / "link", content));
    CHECK(has_content(output / "empty", {}));
}

TEST_CASE("a file:// URL after a server that breaks off starts the file over", "[curl_engine]")
{
    wua::fault_server server;
    const std::string content = some_bytes(300'000);
    const temporary_folder source;
    write_file(source / "b", content);
    const temporary_folder output;
    wua::curl_options options = options_with_files(output.path());
    options.retry.attempts = 1;
    wua::update_item item;
    item.files.push_back(
        {.urls = {server.serve("/a", content, wua::misbehaviour_named("truncated_always")), file_url(source / "b")},
         .file_name = "a",
         .size = content.size(),
         .digest = sha256_of(content)});
    wua::curl_engine engine(options);
    watched_job job(std::make_shared<const wua::update_item>(item));
    engine.start(job.transfer());
    REQUIRE(job.wait());
    CHECK(job.result() == wua::outcome::succeeded());
    CHECK(has_content(output / "a", content));
    CHECK(job.look().bytes_downloaded() == content.size());
    CHECK(job.ledger().progress_of(0).attempt == 2);
    CHECK(job.ledger().story(0).attempts.at(0).discards_bytes);
    CHECK(server.requests().size() == 1);
}

TEST_CASE("a file:// URL does not use what an earlier run has of the file", "[curl_engine]")
{
    const std::string content = some_bytes(300'000);
    const temporary_folder source;
    write_file(source / "b", content);
    const temporary_folder output;
    write_file(output / "a.part", content.substr(0, 200'000));
    wua::update_item item;
    item.files.push_back(
        {.urls = {file_url(source / "b")}, .file_name = "a", .size = content.size(), .digest = sha256_of(content)});
    wua::curl_engine engine(options_with_files(output.path()));
    watched_job job(std::make_shared<const wua::update_item>(item));
    engine.start(job.transfer());
    REQUIRE(job.wait());
    CHECK(job.result() == wua::outcome::succeeded());
    CHECK(has_content(output / "a", content));
    CHECK(job.look().bytes_downloaded() == content.size());
}

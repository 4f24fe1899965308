// SPDX-License-Identifier: MIT
// Files in folders of the output directory, and their permissions.

#include "catch.hpp"
#include "engine/curl_fixture.hpp"
#include "engine/zsync_text.hpp"
#include <wua/engine/curl_engine.hpp>
#include <wua/engine/disk/disk_errors.hpp>
#include <wua/engine/unfinished_download.hpp>
#include <wua/testing/fault_server.hpp>

#include <sys/stat.h>

#include <cstddef>
#include <filesystem>
#include <fstream>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

using namespace wua_test;

namespace
{

wua::update_pointer update_of(const std::string& url, std::string_view content, std::string name, unsigned mode = 0)
{
    wua::update_item item = *to_update_item(url, content);
    item.files[0].file_name = std::move(name);
    item.files[0].mode = static_cast<std::uint16_t>(mode);
    return std::make_shared<wua::update_item>(std::move(item));
}

// The result of the last one.
wua::outcome outcome_with(const wua::curl_options& options, std::vector<wua::update_pointer> updates)
{
    wua::curl_engine engine{wua::curl_options(options)};
    const std::size_t last = updates.size() - 1;
    watched_job job(std::move(updates));
    engine.start(job.transfer());
    REQUIRE(job.wait());
    return job.result(last);
}

unsigned mode_of(const std::filesystem::path& path)
{
    struct stat status = {};
    REQUIRE(::stat(path.c_str(), &status) == 0);
    return status.st_mode & 07777U;
}

class path_restored
{
public:
    path_restored() : m_before(std::filesystem::current_path()) {}
    path_restored(const path_restored&) = delete;
    path_restored& operator=(const path_restored&) = delete;
    ~path_restored()
    {
        std::filesystem::current_path(m_before);
    }

private:
    std::filesystem::path m_before;
};

class umask_set
{
public:
    explicit umask_set(mode_t mask) : m_before(::umask(mask)) {}
    umask_set(const umask_set&) = delete;
    umask_set& operator=(const umask_set&) = delete;
    ~umask_set()
    {
        ::umask(m_before);
    }

private:
    mode_t m_before;
};

} // namespace

TEST_CASE("files are stored in folders, which are made", "[curl_folders]")
{
    const umask_set mask(022);
    wua::fault_server server;
    temporary_folder output;
    const std::string content = some_bytes(1000);
    const std::string url = server.serve("/a", content);
    CHECK(outcome_with(quick_options(output.path()),
                       {update_of(url, content, "share/doc/a"), update_of(url, content, "bin/a", 0755),
                        update_of(url, content, "bin/b", 0600), update_of(url, content, "a")}) ==
          wua::outcome::succeeded());
    for (const char* const name : {"share/doc/a", "bin/a", "bin/b", "a"})
    {
        CHECK(has_content(output / name, content));
    }
    CHECK(mode_of(output / "share") == 0755);
    CHECK(mode_of(output / "share/doc") == 0755);
    CHECK(mode_of(output / "share/doc/a") == 0644);
    CHECK(mode_of(output / "bin/a") == 0755);
    CHECK(mode_of(output / "bin/b") == 0600);
    CHECK(names_in(output / "bin") == std::vector<std::string>{"a", "b"});
}

TEST_CASE("what only its owner may use is closed to others, whatever its mode says", "[curl_folders]")
{
    const umask_set mask(022);
    wua::fault_server server;
    temporary_folder output;
    const std::string content = some_bytes(1000);
    wua::curl_options options = quick_options(output.path());
    options.access = wua::file_access::owner_only;
    const std::string url = server.serve("/a", content);
    CHECK(outcome_with(options, {update_of(url, content, "bin/a", 0755), update_of(url, content, "bin/b")}) ==
          wua::outcome::succeeded());
    CHECK(mode_of(output / "bin") == 0700);
    CHECK(mode_of(output / "bin/a") == 0700);
    CHECK(mode_of(output / "bin/b") == 0600);
}

TEST_CASE("a file that is there already gets the mode that it is to have", "[curl_folders]")
{
    wua::fault_server server;
    temporary_folder output;
    const std::string content = some_bytes(1000);
    const std::string url = server.serve("/a", content);
    std::filesystem::create_directory(output / "bin");
    std::ofstream(output / "bin/a") << content;
    CHECK(outcome_with(quick_options(output.path()), {update_of(url, content, "bin/a", 0750)}).hresult ==
          wua::wu_s_already_downloaded);
    CHECK(mode_of(output / "bin/a") == 0750);
    CHECK(server.requests().empty());
}

TEST_CASE("a name that leads out of the directory is refused before anything is asked for or made", "[curl_folders]")
{
    wua::fault_server server;
    temporary_folder output;
    const std::string content = some_bytes(10);
    const std::string url = server.serve("/a", content);
    for (const char* const name : {"../a", "/a", "a//b", "a/../../b", "a\\b", "a/", "./a", "con/a", "a/b.part", "x:/a"})
    {
        CAPTURE(name);
        const wua::outcome result = outcome_with(quick_options(output.path()), {update_of(url, content, name)});
        CHECK(result.code == wua::orcFailed);
    }
    const wua::outcome result = outcome_with(quick_options(output.path()), {update_of(url, content, "a", 04755)});
    CHECK(result.code == wua::orcFailed);
    CHECK(server.requests().empty());
    CHECK(names_in(output.path()).empty());
}

TEST_CASE("no link is followed on the way to a file", "[curl_folders]")
{
    wua::fault_server server;
    temporary_folder output;
    temporary_folder elsewhere;
    const std::string content = some_bytes(10);
    const std::string url = server.serve("/a", content);
    std::filesystem::create_directory_symlink(elsewhere.path(), output / "bin");
    std::filesystem::create_directory(output / "share");
    std::filesystem::create_directory_symlink(elsewhere.path(), output / "share/doc");
    std::ofstream(output / "file") << "no folder";
    for (const char* const name : {"bin/a", "share/doc/a", "file/a"})
    {
        CAPTURE(name);
        CHECK(outcome_with(quick_options(output.path()), {update_of(url, content, name)}).code == wua::orcFailed);
    }
    CHECK(names_in(elsewhere.path()).empty());
    CHECK(read_file(output / "file") == "no folder");
    CHECK(wua::list_unfinished(output.path()).empty());
}

TEST_CASE("a folder in which everybody may replace files is refused", "[curl_folders]")
{
    wua::fault_server server;
    temporary_folder output;
    const std::string content = some_bytes(10);
    std::filesystem::create_directory(output / "bin");
    ::chmod((output / "bin").c_str(), 0777);
    const std::string url = server.serve("/a", content);
    CHECK(outcome_with(quick_options(output.path()), {update_of(url, content, "bin/a")}).code == wua::orcFailed);
    CHECK(names_in(output / "bin").empty());
}

TEST_CASE("an unfinished download in a folder is listed, continued and dropped by its path", "[curl_folders]")
{
    wua::fault_server server;
    temporary_folder output;
    const std::string content = some_bytes(600'000);
    const std::string url = server.serve("/a", content, wua::misbehaviour_named("stalls_mid_body").times(2));
    const auto stop_halfway = [&](const std::string& name) {
        wua::curl_engine engine(quick_options(output.path()));
        watched_job job(update_of(url, content, name, 0640));
        engine.start(job.transfer());
        REQUIRE(job.wait_for([&](const wua::progress_snapshot& now) { return now.bytes_downloaded() == 300'000; }));
    };
    stop_halfway("bin/x/a");
    stop_halfway("bin/b");

    const auto left = wua::list_unfinished(output.path());
    REQUIRE(left.size() == 2);
    CHECK(left[0].id == "bin/b");
    CHECK(left[1].id == "bin/x/a");
    CHECK(left[1].bytes == 300'000);
    CHECK(wua::drop_unfinished(output.path(), "bin/b"));
    CHECK_FALSE(wua::drop_unfinished(output.path(), "bin/b"));
    CHECK_FALSE(wua::drop_unfinished(output.path(), "bin/../bin/x/a"));
    CHECK(wua::drop_unfinished_older_than(output.path(), 1h) == 0);

    const wua::update_pointer update = wua::resume_unfinished(output.path(), "bin/x/a");
    REQUIRE(update);
    CHECK(outcome_with(quick_options(output.path()), {update}) == wua::outcome::succeeded());
    CHECK(has_content(output / "bin/x/a", content));
    CHECK(mode_of(output / "bin/x/a") == 0640);
    CHECK(server.requests().back().field("Range") == "bytes=300000-");
    CHECK(wua::list_unfinished(output.path()).empty());
}

TEST_CASE("before a file in new folders is reported, the names of all of them are on the disk", "[curl_folders]")
{
    wua::fault_server server;
    temporary_folder output;
    const std::string content = some_bytes(10);
    const std::string url = server.serve("/a", content);
    std::mutex mutex;
    std::vector<wua::disk_operation> operations;
    wua::curl_options options = quick_options(output.path());
    options.hook = [&](wua::disk_operation operation, std::string_view) {
        const std::lock_guard lock(mutex);
        operations.push_back(operation);
        return wua::disk_verdict();
    };
    CHECK(outcome_with(options, {update_of(url, content, "x/y/a")}) == wua::outcome::succeeded());
    const auto renamed = std::find(operations.begin(), operations.end(), wua::disk_operation::rename);
    CHECK(std::count(renamed, operations.end(), wua::disk_operation::sync_directory) == 3);
}

TEST_CASE("two files of a job cannot have paths that differ in case alone", "[curl_folders]")
{
    wua::fault_server server;
    temporary_folder output;
    const std::string content = some_bytes(10);
    const std::string url = server.serve("/a", content);
    CHECK(
        outcome_with(quick_options(output.path()), {update_of(url, content, "bin/a"), update_of(url, content, "BIN/A")})
            .code == wua::orcFailed);
}

TEST_CASE("what is stored in a directory that somebody moves or replaces is not reported", "[curl_folders]")
{
    const std::string content = some_bytes(60'000);
    using path = std::filesystem::path;
    void (*const mishaps[])(const path&) = {
        [](const path& there) { std::filesystem::rename(there / "out", there / "moved"); },
        [](const path& there) {
            std::filesystem::rename(there / "out", there / "moved");
            std::filesystem::create_directory(there / "out");
        },
        [](const path& there) { std::filesystem::rename(there / "out/bin", there / "moved"); },
        [](const path& there) {
            std::filesystem::rename(there / "out/bin", there / "moved");
            std::filesystem::create_directory(there / "out/bin");
        },
    };
    for (const auto mishap : mishaps)
    {
        wua::fault_server server;
        const temporary_folder folder;
        const std::string url = server.serve("/tool", content);
        wua::curl_engine engine(quick_options(folder / "out"));
        const auto download = [&](const char* name) {
            watched_job job(update_of(url, content, name));
            engine.start(job.transfer());
            REQUIRE(job.wait());
            return job.result();
        };
        // Which also keeps the folder open, as its file would.
        watched_job held(
            update_of(server.serve("/held", content, wua::misbehaviour_named("stalls_mid_body")), content, "bin/held"));
        engine.start(held.transfer());
        REQUIRE(held.wait_for([&](const auto& now) { return now.bytes_downloaded() != 0; }));
        CHECK(download("bin/before").is_success());
        mishap(folder.path());
        for (const char* const name : {"bin/after", "bin/before"}) // one that is there already, too
        {
            const wua::outcome result = download(name);
            CHECK(result.hresult == wua::error_file_not_found);
            CHECK_THAT(
                result.detail, Catch::Matchers::StartsWith("somebody has moved, removed or replaced the directory"));
            CHECK_FALSE(std::filesystem::exists(folder / "out" / name));
        }
        held.ledger().request_abort();
        REQUIRE(held.wait());
    }
}

TEST_CASE("a relative directory is the one that it was when the engine was made", "[curl_folders]")
{
    wua::fault_server server;
    const temporary_folder folder;
    const path_restored restored;
    std::filesystem::current_path(folder.path());
    wua::curl_engine engine(quick_options("out"));
    std::filesystem::current_path("/");
    watched_job job(to_update_item(server.serve("/tool", "content"), "content"));
    engine.start(job.transfer());
    REQUIRE(job.wait());
    CHECK(job.result() == wua::outcome::succeeded());
    CHECK(has_content(folder / "out/tool", "content"));
}

TEST_CASE("a check and an older version are looked for where the directory was", "[curl_folders]")
{
    wua::fault_server server;
    const temporary_folder folder;
    const path_restored restored;
    std::filesystem::current_path(folder.path());
    const std::string content = some_bytes(100'000);
    std::filesystem::create_directory(folder / "out");
    write_file(folder / "out/old", content);
    wua::curl_options options = quick_options("out");
    bool is_seen = false;
    options.policy.check = [&is_seen](const wua::finished_content& file) {
        is_seen = std::filesystem::exists(file.path());
        return wua::content_verdict::accepted();
    };
    wua::curl_engine engine(options);
    std::filesystem::current_path("/");
    wua::update_item item = *to_update_item(server.serve("/tool", content), content);
    item.files[0].seed =
        wua::content_seed{.control_url = server.serve("/tool.zsync", zsync_text(content)), .file = "old"};
    watched_job job(std::make_shared<const wua::update_item>(item));
    engine.start(job.transfer());
    REQUIRE(job.wait());
    CHECK(job.result() == wua::outcome::succeeded());
    CHECK(is_seen);
    CHECK(server.requests("/tool").empty());
}

// SPDX-License-Identifier: MIT
// Downloads where the system sets limits: to the size of files, to descriptors, to the room on a disk.

#include "engine/curl_fixture.hpp"
#include <wua/engine/curl_engine.hpp>
#include <wua/engine/disk/disk_errors.hpp>
#include <wua/engine/unfinished_download.hpp>
#include <wua/objects/to_update_item.hpp>
#include <wua/testing/fault_server.hpp>

#include <dirent.h>
#include <fcntl.h>
#include <pthread.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

using namespace wua_test;
using names = std::vector<std::string>;

namespace
{

constexpr std::uint64_t mib = 1U << 20U;

// A limit of this process, put back in the end.
class resource_limit
{
public:
    resource_limit(__rlimit_resource_t which, rlim_t value) : m_which(which)
    {
        REQUIRE(::getrlimit(which, &m_before) == 0);
        const rlimit lowered{value, m_before.rlim_max};
        REQUIRE(::setrlimit(which, &lowered) == 0);
    }
    resource_limit(const resource_limit&) = delete;
    resource_limit& operator=(const resource_limit&) = delete;
    ~resource_limit()
    {
        ::setrlimit(m_which, &m_before);
    }

private:
    __rlimit_resource_t m_which;
    rlimit m_before{};
};

// A disk of that size, in memory.
class small_disk
{
public:
    explicit small_disk(const std::string& bytes)
        : m_is_mounted(::mount("tmpfs", m_folder.path().c_str(), "tmpfs", 0, ("size=" + bytes).c_str()) == 0)
    {}
    small_disk(const small_disk&) = delete;
    small_disk& operator=(const small_disk&) = delete;
    ~small_disk()
    {
        if (m_is_mounted)
        {
            ::umount2(m_folder.path().c_str(), MNT_DETACH);
        }
    }

    bool is_mounted() const noexcept
    {
        return m_is_mounted;
    }
    const std::filesystem::path& path() const noexcept
    {
        return m_folder.path();
    }

private:
    temporary_folder m_folder;
    bool m_is_mounted;
};

constexpr wua::misbehaviour unrecognisable{
    "unrecognisable", "Nothing to recognise the content by.", wua::expectation::delivers, wua::misbehaviour::always,
    [](wua::response_script& script) {
        script.send("HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(script.size()) + "\r\n\r\n");
        script.send_content(0, script.size());
    }};

} // namespace

TEST_CASE("a limit to the size of files ends the update as a full disk does, and not the process", "[curl_engine]")
{
    wua::fault_server server;
    const std::string content = some_bytes(3 * mib);
    temporary_folder output;
    wua::curl_engine engine(quick_options(output.path()));
    const wua::update_pointer update = to_update_item(server.serve("/a", content), content);
    {
        const resource_limit limit(RLIMIT_FSIZE, mib);
        watched_job job(update);
        engine.start(job.transfer());
        REQUIRE(job.wait());
        CHECK(job.result().hresult == wua::detail::win32_disk_full);
        CHECK(job.result().native == wua::native_error{"errno", EFBIG});
    }
    const auto left = wua::list_unfinished(output.path());
    REQUIRE(left.size() == 1);
    CHECK(left[0].bytes > 0);
    watched_job again(update);
    engine.start(again.transfer());
    REQUIRE(again.wait());
    CHECK(again.result() == wua::outcome::succeeded());
    CHECK(has_content(output / "a", content));
}

TEST_CASE("no thread of an engine dies of a signal that a write raises", "[curl_engine]")
{
    wua::fault_server server;
    const std::string content = some_bytes(100'000);
    temporary_folder output;
    wua::curl_options options = quick_options(output.path());
    std::atomic<int> raised{0};
    const std::thread::id test_thread = std::this_thread::get_id();
    options.hook = [&](wua::disk_operation, std::string_view) {
        if (std::this_thread::get_id() != test_thread)
        {
            ::pthread_kill(::pthread_self(), SIGPIPE);
            ::pthread_kill(::pthread_self(), SIGXFSZ);
            ++raised;
        }
        return wua::disk_verdict();
    };
    wua::curl_engine engine(options);
    watched_job job(to_update_item(server.serve("/a", content), content));
    engine.start(job.transfer());
    REQUIRE(job.wait());
    CHECK(job.result() == wua::outcome::succeeded());
    CHECK(raised > 2);
}

TEST_CASE("a disk that is full leaves what can be continued, with room for its journal", "[curl_engine]")
{
    const small_disk disk("1m");
    if (!disk.is_mounted())
    {
        skip("mounting a disk in memory needs the superuser");
        return;
    }
    wua::fault_server server;
    const std::string content = some_bytes(3 * mib);
    const std::string url = server.serve("/a", content, wua::misbehaviour_named("chunked"));
    wua::curl_options options = quick_options(disk.path());
    options.journal_from = 64 * mib; // so that none is written before the disk is full
    options.journal_every = 1h;
    wua::curl_engine engine(options);
    watched_job job(wua::make_item("an update", url)); // of a size that nobody knows
    engine.start(job.transfer());
    REQUIRE(job.wait());
    CHECK(job.result().hresult == wua::detail::win32_disk_full);
    CHECK(job.result().native == wua::native_error{"errno", ENOSPC});
    CHECK(names_in(disk.path()) == names{"a.part", "a.part.journal"});
    const auto left = wua::list_unfinished(disk.path());
    REQUIRE(left.size() == 1);
    CHECK(left[0].bytes > mib / 2);
}

TEST_CASE("a disk that is full leaves nothing that cannot be continued", "[curl_engine]")
{
    const small_disk disk("1m");
    if (!disk.is_mounted())
    {
        skip("mounting a disk in memory needs the superuser");
        return;
    }
    wua::fault_server server;
    const std::string content = some_bytes(3 * mib);
    const std::string url = server.serve("/a", content, unrecognisable);
    wua::curl_options options = quick_options(disk.path());
    options.checks_free_space = false;
    wua::curl_engine engine(options);
    watched_job job(wua::make_item("an update", url));
    engine.start(job.transfer());
    REQUIRE(job.wait());
    CHECK(job.result().hresult == wua::detail::win32_disk_full);
    CHECK(names_in(disk.path()) == names{});
}

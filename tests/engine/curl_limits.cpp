// SPDX-License-Identifier: MIT
// Downloads where the system sets limits: to the size of files, to descriptors, to the room on a disk.

#include "engine/curl_fixture.hpp"
#include <wua/engine/curl_engine.hpp>
#include <wua/engine/disk/disk_errors.hpp>
#include <wua/engine/unfinished_download.hpp>
#include <wua/objects/to_update_item.hpp>
#include <wua/testing/fault_server.hpp>

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
#include <iterator>
#include <memory>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
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
    resource_limit(decltype(RLIMIT_NOFILE) which, rlim_t value) : m_which(which)
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
    decltype(RLIMIT_NOFILE) m_which;
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

std::size_t open_descriptors()
{
    const std::filesystem::directory_iterator listing("/proc/self/fd");
    return static_cast<std::size_t>(std::distance(begin(listing), end(listing))) - 1; // but for that of the listing
}

// UndefinedBehaviorSanitizer looks at the types of objects by way of pipes, and takes them for wrong without.
#if defined(__has_feature)
#if __has_feature(undefined_behavior_sanitizer)
#define WUA_TEST_NEEDS_DESCRIPTORS
#endif
#endif

bool try_do_without_descriptors()
{
#if defined(WUA_TEST_NEEDS_DESCRIPTORS)
    skip("UndefinedBehaviorSanitizer needs descriptors itself");
    return false;
#else
    return true;
#endif
}

// Takes all descriptors that this process may still have, but for so many.
class descriptor_shortage
{
public:
    explicit descriptor_shortage(std::size_t left) : m_limit(RLIMIT_NOFILE, 256)
    {
        for (int next = 0; (next = ::open("/dev/null", O_RDONLY | O_CLOEXEC)) >= 0;)
        {
            m_taken.push_back(next);
        }
        give_back(left);
    }
    descriptor_shortage(const descriptor_shortage&) = delete;
    descriptor_shortage& operator=(const descriptor_shortage&) = delete;
    ~descriptor_shortage()
    {
        give_back(m_taken.size());
    }

    void give_back(std::size_t count)
    {
        for (; count != 0; --count)
        {
            ::close(m_taken.back());
            m_taken.pop_back();
        }
    }

private:
    resource_limit m_limit;
    std::vector<int> m_taken;
};

std::vector<wua::update_pointer> some_updates(const nginx& server, std::size_t count)
{
    std::vector<wua::update_pointer> updates;
    for (std::size_t i = 0; i != count; ++i)
    {
        const std::string name = std::to_string(i);
        const std::string content = some_bytes(50'000, static_cast<std::uint32_t>(i));
        write_file(server.root() / name, content);
        updates.push_back(to_update_item(server.url(name), content));
    }
    return updates;
}

// Of one file that two servers have.
wua::update_pointer mirrored(const nginx& first, const nginx& second, const std::string& content)
{
    write_file(first.root() / "a", content);
    write_file(second.root() / "a", content);
    wua::update_item item;
    item.files.push_back({{first.url("a"), second.url("a")}, "a", content.size(), sha256_of(content)});
    return std::make_shared<const wua::update_item>(std::move(item));
}

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
        CHECK(job.result().hresult == wua::error_disk_full);
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
    CHECK(job.result().hresult == wua::error_disk_full);
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
    CHECK(job.result().hresult == wua::error_disk_full);
    CHECK(names_in(disk.path()) == names{});
}

TEST_CASE("a disk that has no room for a preallocated file fails it before its first byte", "[curl_engine]")
{
    const small_disk disk("1m");
    if (!disk.is_mounted())
    {
        skip("mounting a disk in memory needs the superuser");
        return;
    }
    wua::fault_server server;
    const std::string content = some_bytes(3 * mib);
    wua::curl_options options = quick_options(disk.path());
    options.checks_free_space = false;
    options.preallocation = wua::file_allocation::full;
    wua::curl_engine engine(options);
    watched_job job(to_update_item(server.serve("/a", content), content));
    engine.start(job.transfer());
    REQUIRE(job.wait());
    CHECK(job.result().hresult == wua::error_disk_full);
    CHECK(job.result().native == wua::native_error{"errno", ENOSPC});
    CHECK(job.look().bytes_downloaded() == 0);
    CHECK(names_in(disk.path()) == names{});
}

TEST_CASE("a preallocated file has its room from the beginning, and gives it back when its download ends early",
          "[curl_engine]")
{
    const small_disk disk("8m");
    if (!disk.is_mounted())
    {
        skip("mounting a disk in memory needs the superuser");
        return;
    }
    const auto room_of = [](const std::filesystem::path& file) {
        struct stat status = {};
        REQUIRE(::stat(file.c_str(), &status) == 0);
        return std::pair(static_cast<std::size_t>(status.st_size), static_cast<std::size_t>(status.st_blocks) * 512);
    };
    wua::fault_server server;
    const std::string content = some_bytes(5 * mib);
    const std::string url = server.serve("/a", content, wua::misbehaviour_named("stalls_mid_body"));
    wua::curl_options options = quick_options(disk.path());
    options.preallocation = wua::file_allocation::full;
    {
        wua::curl_engine engine(options);
        watched_job job(to_update_item(url, content));
        engine.start(job.transfer());
        REQUIRE(job.wait_for([](const wua::progress_snapshot& now) { return now.bytes_downloaded() > 2 * mib; }));
        const auto [size, room] = room_of(disk.path() / "a.part");
        CHECK(size < 3 * mib);
        CHECK(room >= 5 * mib);
        job.ledger().request_abort();
        REQUIRE(job.wait());
    }
    const auto [size, room] = room_of(disk.path() / "a.part");
    CHECK(size > 2 * mib);
    CHECK(room < 3 * mib);
    server.serve("/a", content);
    wua::curl_engine engine(options);
    watched_job job(to_update_item(url, content));
    engine.start(job.transfer());
    REQUIRE(job.wait());
    CHECK(job.result() == wua::outcome::succeeded());
    CHECK(has_content(disk.path() / "a", content));
    CHECK(server.requests().back().field("Range").has_value());
}

TEST_CASE("a file system that takes no room ahead of the bytes does without", "[curl_engine]")
{
    const int error = GENERATE(EOPNOTSUPP, ENOSYS, EINVAL);
    const temporary_folder output;
    wua::fault_server server;
    const std::string content = some_bytes(3 * mib);
    wua::curl_options options = quick_options(output.path());
    options.preallocation = wua::file_allocation::full;
    options.hook = [&](wua::disk_operation operation, std::string_view) {
        return wua::disk_verdict{operation == wua::disk_operation::allocate ? error : 0};
    };
    wua::curl_engine engine(options);
    watched_job job(to_update_item(server.serve("/a", content), content));
    engine.start(job.transfer());
    REQUIRE(job.wait());
    CHECK(job.result() == wua::outcome::succeeded());
    CHECK(has_content(output / "a", content));
}

TEST_CASE("an engine takes no more descriptors than the process may have", "[curl_engine]")
{
    const nginx server;
    const std::vector<wua::update_pointer> updates = some_updates(server, 200);
    temporary_folder output;
    constexpr std::size_t limit = 64;
    const resource_limit lowered(RLIMIT_NOFILE, limit);
    std::atomic<std::size_t> most{0};
    wua::curl_options options = quick_options(output.path());
    options.parallel = {.engine = 200, .job = 200, .host = 200};
    options.hook = [&](wua::disk_operation, std::string_view) {
        most = std::max(most.load(), open_descriptors());
        return wua::disk_verdict();
    };
    wua::curl_engine engine(options);
    watched_job job(updates);
    engine.start(job.transfer());
    REQUIRE(job.wait());
    for (std::size_t i = 0; i != updates.size(); ++i)
    {
        REQUIRE(job.result(i) == wua::outcome::succeeded());
    }
    CHECK(most < limit - 4);
    CHECK(most > limit / 4);
}

TEST_CASE("an update for which there is no descriptor waits for one, and blames no mirror", "[curl_engine]")
{
    if (!try_do_without_descriptors())
    {
        return;
    }
    const nginx first;
    const nginx second;
    const std::string content = some_bytes(100'000);
    const wua::update_pointer update = mirrored(first, second, content);
    temporary_folder output;
    wua::curl_engine engine(quick_options(output.path()));
    watched_job job(update);
    {
        descriptor_shortage shortage(GENERATE(0U, 1U)); // for not even the file; for the file alone
        engine.start(job.transfer());
        CHECK_FALSE(job.wait(300ms));
        shortage.give_back(20);
        REQUIRE(job.wait(5s));
    }
    CHECK(job.result() == wua::outcome::succeeded());
    CHECK(has_content(output / "a", content));
    CHECK(names_in(output.path()) == names{"a"});
    CHECK(second.access_log().empty());
}

TEST_CASE("authorities that cannot be read for want of a descriptor are read when there is one", "[curl_engine]")
{
    if (!try_do_without_descriptors())
    {
        return;
    }
    const nginx_authority authority;
    const nginx server({}, &authority);
    const std::string content = some_bytes(100'000);
    write_file(server.root() / "a", content);
    temporary_folder output;
    wua::curl_options options = quick_options(output.path());
    options.ca_file = authority.ca_file();
    wua::curl_engine engine(options);
    watched_job job(to_update_item(server.tls_url("a"), content));
    {
        descriptor_shortage shortage(2); // for the file and the connection
        engine.start(job.transfer());
        CHECK_FALSE(job.wait(300ms));
        shortage.give_back(20);
        REQUIRE(job.wait(5s));
    }
    CHECK(job.result() == wua::outcome::succeeded());
}

TEST_CASE("with few descriptors fewer updates are downloaded at a time", "[curl_engine]")
{
    if (!try_do_without_descriptors())
    {
        return;
    }
    const nginx server;
    const std::vector<wua::update_pointer> updates = some_updates(server, 60);
    temporary_folder output;
    wua::curl_options options = quick_options(output.path());
    options.parallel = {.engine = 32, .job = 32, .host = 32};
    wua::curl_engine engine(options);
    watched_job job(updates);
    {
        const descriptor_shortage shortage(12);
        engine.start(job.transfer());
        REQUIRE(job.wait(20s));
    }
    for (std::size_t i = 0; i != updates.size(); ++i)
    {
        REQUIRE(job.result(i) == wua::outcome::succeeded());
    }
}

TEST_CASE("a shortage that does not end fails the update in the end, and leaves nothing", "[curl_engine]")
{
    if (!try_do_without_descriptors())
    {
        return;
    }
    const nginx first;
    const nginx second;
    const std::string content = some_bytes(100'000);
    const wua::update_pointer update = mirrored(first, second, content);
    temporary_folder output;
    wua::curl_options options = quick_options(output.path());
    options.retry.busy_deadline = 100ms;
    wua::curl_engine engine(options);
    {
        const descriptor_shortage shortage(GENERATE(0U, 1U));
        watched_job job(update);
        engine.start(job.transfer());
        REQUIRE(job.wait(5s));
        CHECK(job.result().hresult == wua::error_too_many_open_files);
        CHECK(job.result().native == wua::native_error{"errno", EMFILE});
    }
    CHECK(names_in(output.path()) == names{});
    watched_job again(update);
    engine.start(again.transfer());
    REQUIRE(again.wait());
    CHECK(again.result() == wua::outcome::succeeded());
    CHECK(second.access_log().empty());
}

TEST_CASE("an update that waits for a descriptor can be aborted, and leaves nothing", "[curl_engine]")
{
    if (!try_do_without_descriptors())
    {
        return;
    }
    const nginx server;
    temporary_folder output;
    wua::curl_engine engine(quick_options(output.path()));
    watched_job job(some_updates(server, 3));
    {
        const descriptor_shortage shortage(GENERATE(0U, 1U));
        engine.start(job.transfer());
        CHECK_FALSE(job.wait(100ms));
        job.ledger().request_abort();
        REQUIRE(job.wait(1s));
    }
    for (std::size_t i = 0; i != 3; ++i)
    {
        CHECK(job.result(i) == wua::outcome::aborted());
    }
    CHECK(names_soon_in(output.path(), names{}) == names{});
}

TEST_CASE("what the system refuses for the moment is tried again", "[curl_engine]")
{
    const int error = GENERATE(EMFILE, ENFILE, EAGAIN, EBUSY);
    const wua::disk_operation refused =
        GENERATE(wua::disk_operation::create, wua::disk_operation::write, wua::disk_operation::rename);
    INFO(error << ' ' << static_cast<int>(refused));
    wua::fault_server server;
    const std::string content = some_bytes(100'000);
    temporary_folder output;
    std::atomic<int> refusals{3};
    wua::curl_options options = quick_options(output.path());
    options.hook = [&](wua::disk_operation operation, std::string_view name) {
        return wua::disk_verdict{operation == refused && name == "a.part" && refusals-- > 0 ? error : 0};
    };
    wua::curl_engine engine(options);
    watched_job job(to_update_item(server.serve("/a", content), content));
    engine.start(job.transfer());
    REQUIRE(job.wait(5s));
    CHECK(job.result() == wua::outcome::succeeded());
    CHECK(has_content(output / "a", content));
    CHECK(refusals < 0);
}

TEST_CASE("a file whose name somebody holds up is waited for without holding up others", "[curl_engine]")
{
    wua::fault_server server;
    const std::string content = some_bytes(100'000);
    temporary_folder output;
    std::atomic<bool> is_held{true};
    wua::curl_options options = quick_options(output.path());
    options.hook = [&](wua::disk_operation operation, std::string_view name) {
        return wua::disk_verdict{operation == wua::disk_operation::rename && name == "a.part" && is_held ? EBUSY : 0};
    };
    wua::curl_engine engine(options);
    watched_job held(to_update_item(server.serve("/a", content), content));
    engine.start(held.transfer());
    REQUIRE(held.wait_for([](const auto& snapshot) { return snapshot.bytes_downloaded() == 100'000; }));
    watched_job other(to_update_item(server.serve("/b", content), content));
    engine.start(other.transfer());
    REQUIRE(other.wait(5s));
    CHECK(other.result() == wua::outcome::succeeded());
    CHECK_FALSE(held.look().is_completed());
    SECTION("until it is let go of")
    {
        is_held = false;
        REQUIRE(held.wait(5s));
        CHECK(held.result() == wua::outcome::succeeded());
        CHECK(has_content(output / "a", content));
        CHECK(server.requests().size() == 2);
    }
    SECTION("or the job is aborted")
    {
        held.ledger().request_abort();
        REQUIRE(held.wait(1s));
        CHECK(held.result() == wua::outcome::aborted());
        CHECK(wua::list_unfinished(output.path()).size() == 1);
    }
}

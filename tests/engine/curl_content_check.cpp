// SPDX-License-Identifier: MIT
// The check that sees a finished file before it gets its name: what it is shown, what it decides, and what happens
// while it takes its time.

#include "engine/curl_fixture.hpp"
#include <wua/engine/curl_engine.hpp>
#include <wua/engine/disk/disk_errors.hpp>
#include <wua/engine/unfinished_download.hpp>
#include <wua/testing/fault_server.hpp>

#include <atomic>
#include <cerrno>
#include <chrono>
#include <condition_variable>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <vector>

using namespace wua_test;

namespace
{

using file_names = std::vector<std::string>;

std::string content_of(const wua::finished_content& file)
{
    std::string content(static_cast<std::size_t>(file.size()) + 10, '\0');
    content.resize(file.read(0, content.data(), content.size()));
    return content;
}

wua::curl_options checked_options(const temporary_folder& output, wua::content_check check)
{
    wua::curl_options options = quick_options(output.path());
    options.policy.check = std::move(check);
    return options;
}

wua::outcome checked_download(const temporary_folder& output, wua::content_check check,
                              const wua::update_pointer& update, bool is_forced = false)
{
    wua::curl_engine engine(checked_options(output, std::move(check)));
    watched_job job(update);
    engine.start(job.transfer({.is_forced = is_forced}));
    REQUIRE(job.wait());
    return job.result();
}

// A check that waits until it is let go or told to stop.
class slow_check
{
public:
    wua::content_verdict operator()(const wua::finished_content& file)
    {
        const std::stop_callback wake(file.stop_token(), [this] {
            const std::lock_guard lock(m_mutex);
            m_changed.notify_all();
        });
        std::unique_lock lock(m_mutex);
        ++m_begun;
        m_changed.notify_all();
        m_changed.wait(lock, [&] { return m_is_open || (m_heeds_stop && file.stop_token().stop_requested()); });
        m_stopped += file.stop_token().stop_requested() ? 1 : 0;
        ++m_ended;
        m_changed.notify_all();
        return wua::content_verdict::accepted();
    }

    void ignore_stop()
    {
        m_heeds_stop = false;
    }
    void detach()
    {
        const std::lock_guard lock(m_mutex);
        m_is_open = true;
        m_changed.notify_all();
    }
    bool wait_until_begun(int count = 1)
    {
        std::unique_lock lock(m_mutex);
        return m_changed.wait_for(lock, 20s, [&] { return m_begun >= count; });
    }
    bool wait_until_ended(int count = 1)
    {
        std::unique_lock lock(m_mutex);
        return m_changed.wait_for(lock, 20s, [&] { return m_ended >= count; });
    }
    int begun()
    {
        const std::lock_guard lock(m_mutex);
        return m_begun;
    }
    int stopped()
    {
        const std::lock_guard lock(m_mutex);
        return m_stopped;
    }

private:
    std::mutex m_mutex;
    std::condition_variable m_changed;
    int m_begun = 0;
    int m_ended = 0;
    int m_stopped = 0;
    bool m_is_open = false;
    bool m_heeds_stop = true;
};

wua::content_check reference_to(slow_check& check)
{
    return [&check](const wua::finished_content& file) { return check(file); };
}

} // namespace

TEST_CASE("a check sees the whole file under its temporary name, for its update", "[curl_content_check]")
{
    wua::fault_server server;
    wua::update_item item;
    item.title = "Two files";
    const std::string large = some_bytes(2'000'000);
    item.files = {{.urls = {server.serve("/a", "content")}, .digest = sha256_of("content")},
                  {.urls = {server.serve("/b", large)}}};
    const auto update = std::make_shared<const wua::update_item>(std::move(item));
    temporary_folder output;
    struct sight
    {
        wua::update_pointer update;
        std::size_t file_index;
        std::filesystem::path path;
        std::string read;
        std::string at_path;
        bool is_to_stop;
        std::thread::id thread;
    };
    std::vector<sight> seen; // Catch2 is for one thread
    const wua::outcome result = checked_download(
        output,
        [&](const wua::finished_content& file) {
            seen.push_back({file.update(), file.file_index(), file.path(), content_of(file), read_file(file.path()),
                            file.stop_token().stop_requested(), std::this_thread::get_id()});
            return wua::content_verdict::accepted();
        },
        update);
    CHECK(result == wua::outcome::succeeded());
    REQUIRE(seen.size() == 2);
    for (std::size_t i = 0; i != seen.size(); ++i)
    {
        CHECK(seen[i].update == update);
        CHECK(seen[i].file_index == i);
        CHECK(seen[i].path == output / (i == 0 ? "a.part" : "b.part"));
        CHECK((seen[i].read == (i == 0 ? "content" : large)));
        CHECK((seen[i].at_path == seen[i].read));
        CHECK_FALSE(seen[i].is_to_stop);
        CHECK(seen[i].thread == seen[0].thread);
        CHECK(seen[i].thread != std::this_thread::get_id());
    }
    CHECK(names_in(output.path()) == file_names{"a", "b"});
}

TEST_CASE("a refused file has no name, and is discarded or kept as the check will have it", "[curl_content_check]")
{
    wua::fault_server server;
    const wua::update_pointer update = to_update_item(server.serve("/a", "content"), "content");
    temporary_folder output;
    const wua::outcome discarded = checked_download(
        output, [](const auto&) { return wua::content_verdict::refused("the signature is wrong"); }, update);
    CHECK(discarded == wua::outcome::failed(wua::bg_e_validation_failed, {}, "the signature is wrong"));
    CHECK(names_in(output.path()).empty());
    CHECK(server.requests().size() == 1); // its digest is right: nobody has anything else

    const wua::outcome kept = checked_download(
        output,
        [](const auto&) {
            return wua::content_verdict::refused(
                "the key is not known yet", wua::refused_file::kept, wua::wu_e_filetrust_sha2signature_missing);
        },
        update);
    CHECK(kept == wua::outcome::failed(wua::wu_e_filetrust_sha2signature_missing, {}, "the key is not known yet"));
    CHECK(names_in(output.path()) == file_names{"a.part", "a.part.journal"});
    REQUIRE(wua::list_unfinished(output.path()).size() == 1);

    server.forget_requests();
    int asked = 0;
    const auto accepts = [&asked](const auto&) {
        ++asked;
        return wua::content_verdict::accepted();
    };
    CHECK(checked_download(output, accepts, update) == wua::outcome::succeeded());
    CHECK(asked == 1);
    CHECK(server.requests().empty());
    CHECK(names_in(output.path()) == file_names{"a"});
}

TEST_CASE("a refusal is a failure, whatever code it names", "[curl_content_check]")
{
    wua::fault_server server;
    temporary_folder output;
    const auto check = [](const auto&) {
        return wua::content_verdict::refused("no", wua::refused_file::discarded, wua::s_ok);
    };
    CHECK(checked_download(output, check, to_update_item(server.serve("/a", ""), "")) ==
          wua::outcome::failed(wua::bg_e_validation_failed, {}, "no"));
    CHECK(names_in(output.path()).empty());
}

TEST_CASE("without a digest a refusal is that of what one URL gave, and another is asked", "[curl_content_check]")
{
    wua::fault_server server;
    wua::update_item item;
    item.files = {{.urls = {server.serve("/bad/a", "tampered"), server.serve("/good/a", "content!")}}};
    const auto update = std::make_shared<const wua::update_item>(item);
    temporary_folder output;
    const auto check = [](const wua::finished_content& file) {
        return content_of(file) == "content!" ? wua::content_verdict::accepted()
                                              : wua::content_verdict::refused("who has signed this?");
    };
    CHECK(checked_download(output, check, update) == wua::outcome::succeeded());
    CHECK(has_content(output / "a", "content!"));
    CHECK(server.requests("/bad/a").size() == 1);

    item.files[0].urls = {server.url("/bad/a")};
    const wua::outcome refused = checked_download(output, check, std::make_shared<wua::update_item>(item));
    CHECK(refused == wua::outcome::failed(wua::bg_e_validation_failed, {}, "who has signed this?"));
    CHECK(names_in(output.path()) == file_names{"a"});
    CHECK(has_content(output / "a", "content!"));
}

TEST_CASE("with a digest a refusal is that of what any URL would give, and none is asked", "[curl_content_check]")
{
    wua::fault_server server;
    wua::update_item item;
    item.files = {{.urls = {server.serve("/one/a", "content"), server.serve("/two/a", "content")},
                   .digest = sha256_of("content")}};
    temporary_folder output;
    const auto check = [](const wua::finished_content&) { return wua::content_verdict::refused("no"); };
    CHECK(checked_download(output, check, std::make_shared<const wua::update_item>(item)) ==
          wua::outcome::failed(wua::bg_e_validation_failed, {}, "no"));
    CHECK(server.requests().size() == 1);
    CHECK(names_in(output.path()).empty());
}

TEST_CASE("a check that throws refuses with what it has thrown, and the file is kept", "[curl_content_check]")
{
    wua::fault_server server;
    const wua::update_pointer update = to_update_item(server.serve("/a", "content"), "content");
    using thrower = std::function<void()>;
    struct wordless : std::exception
    {
        const char* what() const noexcept override
        {
            return nullptr;
        }
    };
    struct expected
    {
        thrower throws;
        wua::outcome result;
    };
    for (const expected& one : {
             expected{
                 [] { throw std::runtime_error("no keyring"); }, wua::outcome::failed(wua::e_fail, {}, "no keyring")},
             expected{[] { throw wua::hresult_error(wua::e_abort, "not today"); },
                      wua::outcome::failed(wua::e_abort, {}, "not today")},
             expected{[] { throw wordless(); }, wua::outcome::failed(wua::e_fail)},
             expected{[] { throw std::bad_alloc(); }, wua::outcome::failed(wua::e_outofmemory)},
             expected{[] { throw 7; },
                      wua::outcome::failed(
                          wua::e_unexpected, {}, "the check has thrown something that is not a std::exception")},
         })
    {
        temporary_folder output;
        const auto check = [&](const auto&) {
            one.throws();
            return wua::content_verdict::accepted();
        };
        CHECK(checked_download(output, check, update) == one.result);
        CHECK(names_in(output.path()) == file_names{"a.part", "a.part.journal"});
    }
}

TEST_CASE("a file that is there already is checked, too", "[curl_content_check]")
{
    wua::fault_server server;
    const wua::update_pointer update = to_update_item(server.serve("/a", "content"), "content");
    temporary_folder output;
    write_file(output / "a", "content");
    std::vector<std::string> seen;
    const auto check = [&](wua::content_verdict verdict) {
        return [&, verdict](const wua::finished_content& file) {
            seen.push_back(file.path().filename().string() + ' ' + content_of(file));
            return verdict;
        };
    };
    const auto already = wua::outcome::succeeded(wua::wu_s_already_downloaded);
    CHECK(checked_download(output, check({}), update) == already);
    const auto keeps = wua::content_verdict::refused("no", wua::refused_file::kept);
    CHECK(checked_download(output, check(keeps), update) ==
          wua::outcome::failed(wua::bg_e_validation_failed, {}, "no"));
    CHECK(names_in(output.path()) == file_names{"a"});
    CHECK(checked_download(output, check(wua::content_verdict::refused("no")), update) ==
          wua::outcome::failed(wua::bg_e_validation_failed, {}, "no"));
    CHECK(names_in(output.path()).empty());
    CHECK(server.requests().empty());
    CHECK(seen == file_names{"a content", "a content", "a content"});

    write_file(output / "a", "content");
    CHECK(checked_download(output, check({}), update, true) == wua::outcome::succeeded());
    CHECK(seen.back() == "a.part content"); // forced: what was there does not matter
}

TEST_CASE("a file in a folder is checked there, and gets its mode with its name", "[curl_content_check]")
{
    wua::fault_server server;
    wua::update_item item;
    item.files = {{.urls = {server.serve("/a", "content")}, .file_name = "bin/a", .digest = sha256_of("content")}};
    item.files[0].mode = 0755;
    const auto update = std::make_shared<const wua::update_item>(std::move(item));
    temporary_folder output;
    using std::filesystem::perms;
    const auto may_run = [](const std::filesystem::path& path) {
        return (std::filesystem::status(path).permissions() & perms::owner_exec) != perms::none;
    };
    std::vector<std::string> seen;
    const auto check = [&](bool accepts) {
        return [&, accepts](const wua::finished_content& file) {
            seen.push_back(file.path().lexically_relative(output.path()).generic_string() +
                           (may_run(file.path()) ? " may run" : ""));
            return accepts ? wua::content_verdict::accepted()
                           : wua::content_verdict::refused("no", wua::refused_file::kept);
        };
    };
    CHECK(checked_download(output, check(true), update) == wua::outcome::succeeded());
    CHECK(may_run(output / "bin/a"));
    std::filesystem::permissions(output / "bin/a", perms::owner_read);
    CHECK_FALSE(checked_download(output, check(false), update).is_success());
    CHECK_FALSE(may_run(output / "bin/a"));
    CHECK(checked_download(output, check(true), update).is_success());
    CHECK(may_run(output / "bin/a"));
    CHECK(seen == file_names{"bin/a.part", "bin/a", "bin/a"});
}

TEST_CASE("the time of a check is that of verifying, and others go on meanwhile", "[curl_content_check]")
{
    wua::fault_server server;
    slow_check check;
    temporary_folder output;
    wua::curl_options options = checked_options(output, [&](const wua::finished_content& file) {
        return file.update()->title == "slow" ? check(file) : wua::content_verdict::accepted();
    });
    options.parallel.engine = 1; // which the check does not take up
    wua::curl_engine engine(options);
    watched_job slow(wua::make_item("slow", server.serve("/a", "content"), 7, sha256_of("content")));
    engine.start(slow.transfer());
    REQUIRE(check.wait_until_begun());
    const wua::progress_snapshot now = slow.look();
    CHECK(now.current_update_phase() == wua::dphVerifying);
    CHECK(now.bytes_downloaded() == 7);
    CHECK(now.percent() < 100);
    CHECK(names_in(output.path()) == file_names{"a.part"});

    watched_job other(to_update_item(server.serve("/b", "other"), "other"));
    engine.start(other.transfer());
    REQUIRE(other.wait_for([](const auto& snapshot) {
        return snapshot.bytes_downloaded() == 5 && snapshot.current_update_phase() == wua::dphVerifying;
    }));
    CHECK_FALSE(slow.look().is_completed());
    check.detach();
    REQUIRE(slow.wait());
    REQUIRE(other.wait());
    CHECK(slow.result() == wua::outcome::succeeded());
    CHECK(other.result() == wua::outcome::succeeded());
}

TEST_CASE("an abort does not wait for a check, which is asked to stop", "[curl_content_check]")
{
    wua::fault_server server;
    const bool was_there = GENERATE(false, true);
    const bool heeds_stop = GENERATE(true, false);
    slow_check check;
    temporary_folder output;
    if (was_there)
    {
        write_file(output / "a", "content");
    }
    if (!heeds_stop)
    {
        check.ignore_stop();
    }
    wua::curl_engine engine(checked_options(output, reference_to(check)));
    const wua::update_pointer update = to_update_item(server.serve("/a", "content"), "content");
    watched_job job(update);
    engine.start(job.transfer());
    REQUIRE(check.wait_until_begun());
    const auto asked = std::chrono::steady_clock::now();
    job.ledger().request_abort();
    REQUIRE(job.wait());
    CHECK(std::chrono::steady_clock::now() - asked < 2s);
    CHECK(job.result() == wua::outcome::aborted());
    const file_names left = was_there ? file_names{"a"} : file_names{"a.part", "a.part.journal"};
    CHECK(names_soon_in(output.path(), left) == left);

    // The one that lingers does not keep the file from those that come.
    watched_job next(update);
    engine.start(next.transfer());
    if (!heeds_stop)
    {
        REQUIRE(
            next.wait_for([](const auto& snapshot) { return snapshot.current_update_phase() == wua::dphVerifying; }));
    }
    check.detach();
    REQUIRE(next.wait());
    CHECK(next.result().is_success());
    CHECK(names_in(output.path()) == file_names{"a"});
    CHECK(check.stopped() == 1);
}

TEST_CASE("the end of an engine tells a check to stop, and waits for it", "[curl_content_check]")
{
    wua::fault_server server;
    slow_check check;
    temporary_folder output;
    std::optional<wua::curl_engine> engine(checked_options(output, reference_to(check)));
    const wua::update_pointer update = to_update_item(server.serve("/a", "content"), "content");
    std::vector<wua::update_pointer> others;
    for (int n = 0; n != 30; ++n)
    {
        others.push_back(to_update_item(server.serve("/b" + std::to_string(n), "other"), "other"));
    }
    watched_job checked(update);
    watched_job behind(others);
    engine->start(checked.transfer());
    REQUIRE(check.wait_until_begun());
    engine->start(behind.transfer());
    REQUIRE(behind.wait_for([](const auto& snapshot) { return snapshot.bytes_downloaded() == 5 * 30; }));
    engine.reset();
    CHECK(check.stopped() == 1);
    CHECK(check.begun() == 1);
    CHECK(checked.result().hresult == wua::wu_e_service_stop);
    for (std::size_t n = 0; n != others.size(); ++n)
    {
        CHECK(behind.result(n).hresult == wua::wu_e_service_stop);
    }

    int count = 0;
    const auto accepts = [&count](const auto&) {
        ++count;
        return wua::content_verdict::accepted();
    };
    server.forget_requests();
    CHECK(checked_download(output, accepts, update) == wua::outcome::succeeded());
    CHECK(count == 1);
    CHECK(server.requests().empty());
}

TEST_CASE("a check may destroy its engine", "[curl_content_check]")
{
    wua::fault_server server;
    temporary_folder output;
    std::atomic<bool> is_destroyed{false};
    std::atomic<bool> was_told_to_stop{false};
    std::optional<wua::curl_engine> engine;
    std::mutex starting;
    watched_job job(to_update_item(server.serve("/a", "content"), "content"));
    {
        const std::lock_guard lock(starting);
        engine.emplace(checked_options(output, [&](const wua::finished_content& file) {
            const std::lock_guard started(starting);
            engine.reset();
            was_told_to_stop = file.stop_token().stop_requested();
            is_destroyed = true;
            is_destroyed.notify_all();
            return wua::content_verdict::accepted();
        }));
        engine->start(job.transfer());
    }
    REQUIRE(job.wait());
    CHECK(job.result().hresult == wua::wu_e_service_stop);
    is_destroyed.wait(false);
    CHECK(was_told_to_stop);
    CHECK(names_in(output.path()) == file_names{"a.part", "a.part.journal"});
}

TEST_CASE("updates that share a download share the answer", "[curl_content_check]")
{
    wua::fault_server server;
    slow_check check;
    temporary_folder output;
    wua::curl_engine engine(checked_options(output, reference_to(check)));
    const wua::update_pointer update = to_update_item(server.serve("/a", "content"), "content");
    watched_job job({update, update});
    engine.start(job.transfer());
    REQUIRE(check.wait_until_begun());
    REQUIRE(job.wait_for([](const auto& snapshot) { return snapshot.bytes_downloaded() == 14; }));
    check.detach();
    REQUIRE(job.wait());
    CHECK(job.result(0) == wua::outcome::succeeded());
    CHECK(job.result(1) == wua::outcome::succeeded());
    CHECK_FALSE(check.stopped());
    CHECK(server.requests().size() == 1);
}

TEST_CASE("a file that somebody exchanges while it is checked does not get the name", "[curl_content_check]")
{
    wua::fault_server server;
    temporary_folder output;
    std::string seen;
    const auto exchange = [&](const wua::finished_content& file) {
        seen = content_of(file);
        std::filesystem::rename(file.path(), output / "checked");
        write_file(file.path(), "twisted");
        return wua::content_verdict::accepted();
    };
    const wua::outcome result =
        checked_download(output, exchange, to_update_item(server.serve("/a", "content"), "content"));
    CHECK(seen == "content");
    CHECK(result.code == wua::orcFailed);
    CHECK(result.native == wua::native_error{"errno", EIO});
    CHECK_FALSE(std::filesystem::exists(output / "a"));
}

TEST_CASE("a file that was there and is exchanged while it is checked is not taken for the one that was",
          "[curl_content_check]")
{
    wua::fault_server server;
    temporary_folder output;
    write_file(output / "a", "content");
    int checks = 0;
    const auto exchange = [&](const wua::finished_content& file) {
        if (++checks == 1)
        {
            std::filesystem::rename(file.path(), output / "checked");
            write_file(file.path(), "twisted");
        }
        return wua::content_verdict::accepted();
    };
    const wua::outcome result =
        checked_download(output, exchange, to_update_item(server.serve("/a", "content"), "content"));
    CHECK(result.code == wua::orcFailed);
    CHECK(result.native == wua::native_error{"errno", EIO});
    CHECK(result.detail == "somebody else has changed a: Input/output error");
    CHECK(server.requests().empty());
}

// SPDX-License-Identifier: MIT
// curl_engine against a server that behaves well.

#include "engine/curl_fixture.hpp"
#include <wua/engine/curl/curl_errors.hpp>
#include <wua/engine/curl_engine.hpp>
#include <wua/engine/disk/disk_errors.hpp>
#include <wua/engine/transfer/http_errors.hpp>
#include <wua/objects/to_update_item.hpp>
#include <wua/testing/fault_server.hpp>

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <functional>
#include <memory>
#include <numeric>
#include <string>
#include <thread>
#include <utility>
#include <vector>

using namespace wua_test;
using names = std::vector<std::string>;

namespace
{

// Runs a function when the job is completed, on the thread that completes it.
class at_completion final : public wua::detail::ledger_listener
{
public:
    explicit at_completion(std::function<void()> action) : m_action(std::move(action)) {}
    void changed() noexcept override {}
    void completed() noexcept override
    {
        std::exchange(m_action, nullptr)();
    }

private:
    std::function<void()> m_action;
};

wua::update_pointer item_with_files(std::vector<wua::content_file> files)
{
    wua::update_item item;
    item.title = "several files";
    item.files = std::move(files);
    return std::make_shared<const wua::update_item>(std::move(item));
}

} // namespace

TEST_CASE("a file is downloaded, verified and given its name", "[curl_engine]")
{
    nginx server;
    const std::string content = some_bytes(300'000);
    write_file(server.root() / "update.cab", content);
    temporary_folder output;
    wua::curl_engine engine(quick_options(output.path()));
    watched_job job(to_update_item(server.url("update.cab"), content));
    engine.start(job.transfer());
    REQUIRE(job.wait());
    CHECK(job.result() == wua::outcome::succeeded());
    CHECK(job.ledger().progress_of(0).bytes_downloaded == content.size());
    CHECK(job.ledger().progress_of(0).phase == wua::dphVerifying);
    CHECK(has_content(output / "update.cab", content));
    CHECK(names_in(output.path()) == names{"update.cab"});
}

TEST_CASE("a file of which nothing is known is downloaded, and its size learnt", "[curl_engine]")
{
    nginx server;
    const std::string content = some_bytes(100'000);
    write_file(server.root() / "unknown.bin", content);
    temporary_folder output;
    wua::curl_engine engine(quick_options(output.path()));
    watched_job job(wua::make_item("an update", server.url("unknown.bin")));
    engine.start(job.transfer());
    REQUIRE(job.wait());
    CHECK(job.result() == wua::outcome::succeeded());
    CHECK(job.ledger().progress_of(0).bytes_to_download == content.size());
    CHECK(has_content(output / "unknown.bin", content));
}

TEST_CASE("an empty file is a file", "[curl_engine]")
{
    nginx server;
    write_file(server.root() / "empty", "");
    temporary_folder output;
    wua::curl_engine engine(quick_options(output.path()));
    watched_job job(to_update_item(server.url("empty"), ""));
    engine.start(job.transfer());
    REQUIRE(job.wait());
    CHECK(job.result() == wua::outcome::succeeded());
    CHECK(names_in(output.path()) == names{"empty"});
}

TEST_CASE("wrong content is fetched twice, removed, and fails with its own code", "[curl_engine]")
{
    nginx server;
    write_file(server.root() / "a", some_bytes(5000, 2));
    temporary_folder output;
    wua::curl_engine engine(quick_options(output.path()));
    watched_job job(to_update_item(server.url("a"), some_bytes(5000, 1)));
    engine.start(job.transfer());
    REQUIRE(job.wait());
    CHECK(job.result().hresult == wua::wu_e_dm_incorrectfilehash);
    CHECK(job.ledger().progress_of(0).attempt == 2);
    CHECK(names_in(output.path()) == names{});
}

TEST_CASE("a size that is not the stated one fails with its own code before a byte is stored", "[curl_engine]")
{
    nginx server;
    write_file(server.root() / "a", some_bytes(5000));
    temporary_folder output;
    wua::curl_engine engine(quick_options(output.path()));
    watched_job job(wua::make_item("an update", server.url("a"), 4000));
    engine.start(job.transfer());
    REQUIRE(job.wait());
    CHECK(job.result().hresult == wua::detail::size_differs);
    CHECK(job.result().native == wua::native_error{"http", 200});
    CHECK(names_in(output.path()) == names{});
}

TEST_CASE("what is missing on the server fails with the code of its HTTP status", "[curl_engine]")
{
    nginx server;
    temporary_folder output;
    wua::curl_engine engine(quick_options(output.path()));
    watched_job job(wua::make_item("an update", server.url("nothing?secret=1")));
    engine.start(job.transfer());
    REQUIRE(job.wait());
    CHECK(job.result() == wua::outcome::failed(wua::wu_e_pt_http_status_not_found, {"http", 404},
                                               "HTTP status 404: " + server.url("nothing?...")));
    CHECK(names_in(output.path()) == names{});
}

TEST_CASE("a file that is there already is not fetched again unless that is forced", "[curl_engine]")
{
    nginx server;
    const std::string content = some_bytes(50'000);
    write_file(server.root() / "a", content);
    temporary_folder output;
    write_file(output / "a", content);
    wua::curl_engine engine(quick_options(output.path()));
    watched_job first(to_update_item(server.url("a"), content));
    engine.start(first.transfer());
    REQUIRE(first.wait());
    CHECK(first.result() == wua::outcome::succeeded(wua::wu_s_already_downloaded));
    CHECK(first.ledger().progress_of(0).bytes_downloaded == content.size());
    CHECK(server.access_log().empty());

    watched_job forced(to_update_item(server.url("a"), content));
    engine.start(forced.transfer({.is_forced = true}));
    REQUIRE(forced.wait());
    CHECK(forced.result() == wua::outcome::succeeded());
}

TEST_CASE("a file of the same size with other content is replaced", "[curl_engine]")
{
    nginx server;
    const std::string content = some_bytes(50'000);
    write_file(server.root() / "a", content);
    temporary_folder output;
    write_file(output / "a", some_bytes(50'000, 9));
    wua::curl_engine engine(quick_options(output.path()));
    watched_job job(to_update_item(server.url("a"), content));
    engine.start(job.transfer());
    REQUIRE(job.wait());
    CHECK(job.result() == wua::outcome::succeeded());
    CHECK(has_content(output / "a", content));
}

TEST_CASE("a link in the way is replaced, not followed", "[curl_engine]")
{
    nginx server;
    const std::string content = some_bytes(5000);
    write_file(server.root() / "a", content);
    temporary_folder output;
    temporary_folder elsewhere;
    write_file(elsewhere / "precious", "precious");
    std::filesystem::create_symlink(elsewhere / "precious", output / "a");
    wua::curl_engine engine(quick_options(output.path()));
    watched_job job(to_update_item(server.url("a"), content));
    engine.start(job.transfer());
    REQUIRE(job.wait());
    CHECK(job.result() == wua::outcome::succeeded());
    CHECK(has_content(output / "a", content));
    CHECK(has_content(elsewhere / "precious", "precious"));
}

TEST_CASE("a link under the name of the unfinished file is refused", "[curl_engine]")
{
    nginx server;
    const std::string content = some_bytes(5000);
    write_file(server.root() / "a", content);
    temporary_folder output;
    temporary_folder elsewhere;
    write_file(elsewhere / "precious", "precious");
    std::filesystem::create_symlink(elsewhere / "precious", output / "a.part");
    wua::curl_engine engine(quick_options(output.path()));
    watched_job job(to_update_item(server.url("a"), content));
    engine.start(job.transfer());
    REQUIRE(job.wait());
    CHECK(job.result().hresult == wua::detail::win32_access_denied);
    CHECK(has_content(elsewhere / "precious", "precious"));
}

TEST_CASE("several files of an update sum up", "[curl_engine]")
{
    nginx server;
    const std::string one = some_bytes(70'000, 1);
    const std::string two = some_bytes(30'000, 2);
    write_file(server.root() / "one", one);
    write_file(server.root() / "two", two);
    temporary_folder output;
    wua::curl_engine engine(quick_options(output.path()));
    wua::content_file first{{server.url("one")}, "first.bin", one.size(), sha256_of(one)};
    wua::content_file second{{server.url("two")}, "", std::nullopt, std::nullopt};
    watched_job job(item_with_files({first, second}));
    engine.start(job.transfer());
    REQUIRE(job.wait());
    CHECK(job.result() == wua::outcome::succeeded());
    CHECK(job.ledger().progress_of(0).bytes_to_download == 100'000);
    CHECK(names_in(output.path()) == names{"first.bin", "two"});
    CHECK(has_content(output / "two", two));
}

TEST_CASE("many updates of many jobs are downloaded by two loops", "[curl_engine]")
{
    nginx server;
    std::vector<std::string> contents;
    for (std::uint32_t i = 0; i != 40; ++i)
    {
        contents.push_back(some_bytes(1000 + 3000 * i, i));
        write_file(server.root() / std::to_string(i), contents.back());
    }
    temporary_folder output;
    wua::curl_options options = quick_options(output.path());
    options.loops = 2;
    wua::curl_engine engine(options);
    std::vector<std::unique_ptr<watched_job>> jobs;
    for (std::size_t j = 0; j != 4; ++j)
    {
        std::vector<wua::update_pointer> updates;
        for (std::size_t i = 0; i != 10; ++i)
        {
            const std::size_t k = j * 10 + i;
            updates.push_back(to_update_item(server.url(std::to_string(k)), contents[k]));
        }
        jobs.push_back(std::make_unique<watched_job>(std::move(updates)));
        engine.start(jobs.back()->transfer());
    }
    for (const auto& job : jobs)
    {
        REQUIRE(job->wait());
        CHECK(job->ledger().result() == wua::outcome::succeeded());
    }
    for (std::size_t k = 0; k != contents.size(); ++k)
    {
        CHECK(has_content(output / std::to_string(k), contents[k]));
    }
    CHECK(names_in(output.path()).size() == contents.size());
}

TEST_CASE("two updates of a job that want the same name do not overwrite each other", "[curl_engine]")
{
    nginx server;
    std::filesystem::create_directory(server.root() / "x");
    const std::string one = some_bytes(1000, 1);
    write_file(server.root() / "same", one);
    write_file(server.root() / "x/same", some_bytes(1000, 2));
    temporary_folder output;
    wua::curl_engine engine(quick_options(output.path()));
    watched_job job(
        {to_update_item(server.url("same"), one), to_update_item(server.url("x/same"), some_bytes(1000, 2))});
    engine.start(job.transfer());
    REQUIRE(job.wait());
    CHECK(job.result(0) == wua::outcome::succeeded());
    CHECK(job.result(1).hresult == wua::error_file_exists);
    CHECK(has_content(output / "same", one));
}

TEST_CASE("a mirror takes over from one that has nothing, and is asked first the next time", "[curl_engine]")
{
    nginx good;
    nginx bad;
    const std::string content = some_bytes(10'000);
    write_file(good.root() / "a", content);
    write_file(good.root() / "b", content);
    temporary_folder output;
    wua::curl_engine engine(quick_options(output.path()));
    for (const std::string& name : {std::string("a"), std::string("b")})
    {
        wua::content_file file{{bad.url(name), good.url(name)}, name, content.size(), sha256_of(content)};
        watched_job job(item_with_files({file}));
        engine.start(job.transfer());
        REQUIRE(job.wait());
        CHECK(job.result() == wua::outcome::succeeded());
        CHECK(job.ledger().progress_of(0).attempt == (name == "a" ? 2U : 1U));
    }
    const std::string log = bad.access_log(1);
    CHECK(std::count(log.begin(), log.end(), '\n') == 1);
}

TEST_CASE("nothing but http and https is fetched, unless file is allowed", "[curl_engine]")
{
    temporary_folder source;
    const std::string content = some_bytes(200'000);
    write_file(source / "local.bin", content);
    const std::string url = "file://" + (source / "local.bin").string();
    temporary_folder output;
    wua::curl_options options = quick_options(output.path());
    {
        wua::curl_engine engine(options);
        for (const std::string& refused : {url, std::string("ftp://127.0.0.1/a"), std::string("gopher://127.0.0.1/a"),
                                           std::string("no url at all"), std::string("http://[::bad/")})
        {
            watched_job job(wua::make_item("an update", refused));
            engine.start(job.transfer());
            REQUIRE(job.wait());
            CHECK(job.result().hresult == wua::wu_e_pt_invalid_url);
        }
        CHECK(names_in(output.path()) == names{});
    }
    options.allows_file_urls = true;
    wua::curl_engine engine(options);
    watched_job job({to_update_item(url, content), wua::make_item("an update", "file:///no/such/file")});
    engine.start(job.transfer());
    REQUIRE(job.wait());
    CHECK(job.result(0) == wua::outcome::succeeded());
    CHECK(job.result(1).hresult == wua::error_file_not_found);
    CHECK(has_content(output / "local.bin", content));
}

TEST_CASE("file names that are paths or reserved are refused", "[curl_engine]")
{
    temporary_folder output;
    wua::curl_engine engine(quick_options(output.path()));
    for (const char* name : {"../a", "a//b", "a\\b", "..", ".", "nul", "a.part", "a:b"})
    {
        watched_job job(item_with_files({{{"http://127.0.0.1:1/a"}, name}}));
        engine.start(job.transfer());
        REQUIRE(job.wait());
        CHECK(job.result().hresult == wua::error_invalid_name);
        CHECK(job.result().detail == std::string("this is not a safe file name: ") + name);
    }
}

TEST_CASE("an update without files or URLs has nothing to be downloaded from", "[curl_engine]")
{
    temporary_folder output;
    wua::curl_engine engine(quick_options(output.path()));
    watched_job job({item_with_files({}), item_with_files({wua::content_file{}})});
    engine.start(job.transfer());
    REQUIRE(job.wait());
    CHECK(job.result(0).hresult == wua::wu_e_dm_urlnotavailable);
    CHECK(job.result(1).hresult == wua::wu_e_dm_urlnotavailable);
}

TEST_CASE("an update that is larger than it may be is not stored", "[curl_engine]")
{
    nginx server;
    write_file(server.root() / "a", some_bytes(5000));
    temporary_folder output;
    wua::curl_options options = quick_options(output.path());
    options.max_update_bytes = 4999;
    wua::curl_engine engine(options);
    watched_job job(wua::make_item("an update", server.url("a")));
    engine.start(job.transfer());
    REQUIRE(job.wait());
    CHECK(job.result().hresult == wua::detail::update_too_large);
    CHECK(names_in(output.path()) == names{});
}

TEST_CASE("a file that would make its update too large is not asked for", "[curl_engine]")
{
    nginx server;
    write_file(server.root() / "a", some_bytes(60));
    write_file(server.root() / "b", some_bytes(41));
    temporary_folder output;
    wua::curl_options options = quick_options(output.path());
    options.max_update_bytes = 100;
    wua::curl_engine engine(options);
    wua::update_item item;
    item.files.push_back({.urls = {server.url("a")}, .size = std::nullopt}); // so that the sum is not known before
    item.files.push_back({.urls = {server.url("b")}, .size = 41});
    watched_job job(std::make_shared<const wua::update_item>(item));
    engine.start(job.transfer());
    REQUIRE(job.wait());
    CHECK(job.result().hresult == wua::detail::update_too_large);
    CHECK(job.result().detail == "the update has 101 bytes or more, but may have 100 at most");
    CHECK(server.access_log(1).find("/b") == std::string::npos);
}

TEST_CASE("a directory that cannot be used is reported before anything starts", "[curl_engine]")
{
    temporary_folder output;
    write_file(output / "file", "in the way");
    wua::curl_options options;
    options.directory = output / "file";
    CHECK_THROWS_AS(wua::curl_engine(options), std::system_error);
}

TEST_CASE("https is verified against the given authority and against nothing else", "[curl_engine]")
{
    const nginx_authority authority;
    nginx server({}, &authority);
    const std::string content = some_bytes(400'000);
    write_file(server.root() / "a", content);
    temporary_folder output;
    wua::curl_options options = quick_options(output.path());
    {
        wua::curl_engine engine(options);
        watched_job job(to_update_item(server.tls_url("a"), content));
        engine.start(job.transfer());
        REQUIRE(job.wait());
        CHECK(job.result().hresult == wua::error_winhttp_secure_failure);
    }
    options.ca_file = authority.ca_file();
    wua::curl_engine engine(options);
    watched_job job(to_update_item(server.tls_url("a"), content));
    engine.start(job.transfer());
    REQUIRE(job.wait());
    CHECK(job.result() == wua::outcome::succeeded());
    CHECK(server.access_log(1).find(has_http_2() ? "HTTP/2.0\" 200" : "HTTP/1.1\" 200") != std::string::npos);
}

TEST_CASE("a limit of bandwidth is kept, for the engine and for a job", "[curl_engine]")
{
    nginx server;
    const std::string content = some_bytes(300'000);
    write_file(server.root() / "a", content);
    for (const bool is_for_job : {false, true})
    {
        temporary_folder output;
        wua::curl_options options = quick_options(output.path());
        (is_for_job ? options.job_bandwidth : options.engine_bandwidth) = 600'000;
        wua::curl_engine engine(options);
        watched_job job(to_update_item(server.url("a"), content));
        const auto began = std::chrono::steady_clock::now();
        engine.start(job.transfer());
        REQUIRE(job.wait());
        const auto took = std::chrono::steady_clock::now() - began;
        CHECK(job.result() == wua::outcome::succeeded());
        CHECK(took > 250ms);
    }
}

TEST_CASE("a limit of bandwidth is shared fairly", "[curl_engine]")
{
    wua::fault_server server;
    const std::string content = some_bytes(5U << 20U);
    for (const std::size_t count : {std::size_t{2}, std::size_t{8}})
    {
        INFO(count);
        temporary_folder output;
        wua::curl_options options = quick_options(output.path());
        options.engine_bandwidth = 4U << 20U;
        wua::curl_engine engine(options);
        std::vector<wua::update_pointer> updates;
        for (std::size_t i = 0; i != count; ++i)
        {
            updates.push_back(to_update_item(server.serve("/" + std::to_string(i), content), content));
        }
        watched_job job(updates);
        engine.start(job.transfer());
        const std::uint64_t some = (4U << 20U) * 3ULL / 2;
        REQUIRE(job.wait_for([&](const auto& snapshot) { return snapshot.bytes_downloaded() >= some; }));
        std::vector<std::uint64_t> shares;
        for (std::size_t i = 0; i != count; ++i)
        {
            shares.push_back(job.ledger().progress_of(i).bytes_downloaded);
        }
        const std::uint64_t all =
            std::accumulate(shares.begin(), shares.end(), std::uint64_t{0}); // more has come since
        for (const std::uint64_t bytes : shares)
        {
            INFO(bytes << " of " << all);
            CHECK(bytes >= all / count * 6 / 10);
            CHECK(bytes <= all / count * 15 / 10);
        }
        job.ledger().request_abort();
        REQUIRE(job.wait());
    }
}

TEST_CASE("an aborted job ends what has not ended", "[curl_engine]")
{
    nginx server("limit_rate 20k;");
    const std::string content = some_bytes(1'000'000);
    write_file(server.root() / "a", content);
    temporary_folder output;
    wua::curl_engine engine(quick_options(output.path()));
    std::vector<wua::update_pointer> updates;
    for (std::size_t i = 0; i != 100; ++i)
    {
        wua::content_file file{{server.url("a")}, "a" + std::to_string(i), content.size(), sha256_of(content)};
        updates.push_back(item_with_files({file}));
    }
    watched_job job(std::move(updates));
    engine.start(job.transfer());
    REQUIRE(job.wait_for([](const auto& snapshot) { return snapshot.bytes_downloaded() > 0; }));
    job.ledger().request_abort();
    REQUIRE(job.wait());
    CHECK(job.ledger().result() == wua::outcome::aborted());
}

TEST_CASE("a job that was aborted before it started ends at once", "[curl_engine]")
{
    temporary_folder output;
    wua::curl_engine engine(quick_options(output.path()));
    watched_job job(wua::make_item("an update", "http://127.0.0.1:1/a"));
    job.ledger().request_abort();
    engine.start(job.transfer());
    REQUIRE(job.wait());
    CHECK(job.result() == wua::outcome::aborted());
}

TEST_CASE("an engine that is destroyed ends its jobs", "[curl_engine]")
{
    nginx server("limit_rate 20k;");
    write_file(server.root() / "a", some_bytes(1'000'000));
    temporary_folder output;
    watched_job job({wua::make_item("one", server.url("a")), wua::make_item("two", server.url("b"))});
    {
        wua::curl_options options = quick_options(output.path());
        options.parallel.job = 1;
        wua::curl_engine engine(options);
        engine.start(job.transfer());
        REQUIRE(job.wait_for([](const auto& snapshot) { return snapshot.bytes_downloaded() > 0; }));
    }
    REQUIRE(job.ledger().is_completed());
    CHECK(job.result(0).hresult == wua::wu_e_service_stop);
    CHECK(job.result(1).hresult == wua::wu_e_service_stop);
}

TEST_CASE("an engine may be destroyed by the callback that completes its last job", "[curl_engine]")
{
    nginx server;
    const std::string content = some_bytes(10'000);
    write_file(server.root() / "a", content);
    for (const std::size_t loops : {1U, 2U})
    {
        temporary_folder output;
        wua::curl_options options = quick_options(output.path());
        options.loops = loops;
        auto engine = std::make_unique<wua::curl_engine>(options);
        std::atomic<bool> is_gone{false};
        watched_job job(to_update_item(server.url("a"), content));
        job.ledger().listen(std::make_shared<at_completion>([&] {
            engine.reset();
            is_gone = true;
            is_gone.notify_all();
        }));
        engine->start(job.transfer());
        is_gone.wait(false);
        CHECK(job.wait());
        CHECK(job.result() == wua::outcome::succeeded());
    }
}

TEST_CASE("a job may be started by the callback that completes another", "[curl_engine]")
{
    nginx server;
    const std::string content = some_bytes(10'000);
    write_file(server.root() / "a", content);
    temporary_folder output;
    wua::curl_engine engine(quick_options(output.path()));
    watched_job second(to_update_item(server.url("a"), content));
    watched_job first(to_update_item(server.url("a"), content));
    first.ledger().listen(std::make_shared<at_completion>([&] { engine.start(second.transfer()); }));
    engine.start(first.transfer());
    REQUIRE(second.wait());
    CHECK(second.result() == wua::outcome::succeeded(wua::wu_s_already_downloaded));
}

TEST_CASE("ten thousand waiting jobs are no more than a queue", "[curl_engine]")
{
    nginx server("limit_rate 1k;");
    write_file(server.root() / "slow", some_bytes(100'000));
    temporary_folder output;
    wua::curl_engine engine(quick_options(output.path()));
    std::vector<std::shared_ptr<wua::detail::ledger>> jobs;
    for (std::size_t i = 0; i != 10'000; ++i)
    {
        wua::content_file file{{server.url("slow")}, "f" + std::to_string(i), std::nullopt, std::nullopt};
        jobs.push_back(std::make_shared<wua::detail::ledger>(std::vector{item_with_files({file})}));
        engine.start(wua::transfer(jobs.back()));
    }
    std::size_t threads = 0;
    for ([[maybe_unused]] const auto& entry : std::filesystem::directory_iterator("/proc/self/task"))
    {
        ++threads;
    }
    CHECK(threads <= 4); // this one, and three of the engine at most
    for (const auto& job : jobs)
    {
        job->request_abort();
    }
    for (const auto& job : jobs)
    {
        REQUIRE(job->wait_until(std::chrono::steady_clock::now() + 20s));
        REQUIRE(job->result() == wua::outcome::aborted());
    }
}

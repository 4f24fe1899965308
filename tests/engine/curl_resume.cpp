// SPDX-License-Identifier: MIT
// Downloads that go on after their engine has ended, and what the disk may do to them.

#include "engine/curl_fixture.hpp"
#include <wua/engine/curl_engine.hpp>
#include <wua/engine/disk/disk_errors.hpp>
#include <wua/engine/unfinished_download.hpp>
#include <wua/objects/to_update_item.hpp>
#include <wua/testing/fault_server.hpp>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <cstdint>
#include <filesystem>
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

// Sends up to half of the content and falls silent: whoever stops then leaves half a file.
void stop_halfway(wua::fault_server& server, const std::filesystem::path& folder, const std::string& content,
                  const wua::update_pointer& update)
{
    wua::curl_engine engine(quick_options(folder));
    watched_job job(update);
    engine.start(job.transfer());
    REQUIRE(job.wait_for([&](const auto& snapshot) { return snapshot.bytes_downloaded() == content.size() / 2; }));
    job.ledger().request_abort();
    REQUIRE(job.wait());
    CHECK(job.result() == wua::outcome::aborted());
    server.forget_requests();
}

// Long enough for a journal to be written.
constexpr wua::misbehaviour pauses_halfway{
    "pauses_halfway", "Half of the content, a pause, and the rest.", wua::expectation::delivers,
    wua::misbehaviour::always, [](wua::response_script& script) {
        const wua::http_response response = script.correct_response();
        const std::uint64_t half_way = response.from + response.size() / 2;
        script.send(response.head);
        script.send_content(response.from, half_way);
        script.pause(300ms);
        script.send_content(half_way, response.to);
    }};

// What the server says to whoever asks for a part.
std::string odd_part;

constexpr wua::misbehaviour sends_odd_parts{
    "sends_odd_parts", "A text instead of a part.", wua::expectation::delivers_after_retry, wua::misbehaviour::always,
    [](wua::response_script& script) {
        if (!script.request().field("Range"))
        {
            script.send(script.correct_response());
            return;
        }
        script.send(odd_part);
        script.close();
    }};

// Answers a request for a part as it should, but sends no more than `amount` bytes of it. With status 500, every whole
// breaks, too.
constexpr wua::misbehaviour breaks_parts_at_once{
    .name = "breaks_parts_at_once",
    .meaning = "Half of the whole, next to nothing of each part, and then the whole.",
    .expected = wua::expectation::delivers_after_retry,
    .respond = [](wua::response_script& script) {
        wua::http_response response = script.correct_response();
        if (script.request().field("Range"))
        {
            script.send(response.head);
            script.send_content(response.from, std::min(response.to, response.from + script.fault().amount));
            script.close();
            return;
        }
        if (script.attempt() == 1 || script.fault().status == 500)
        {
            wua::detail::behaviours::truncated(script);
            return;
        }
        script.send(response);
    }};

// Which of the requests were for a part: one letter each.
std::string parts_and_wholes(const wua::fault_server& server)
{
    std::string kinds;
    for (const wua::http_request& each : server.requests())
    {
        kinds += each.field("Range") ? 'p' : 'w';
    }
    return kinds;
}

} // namespace

TEST_CASE("the whole is asked for when parts break at once three times in a row", "[curl_engine]")
{
    const std::string content = some_bytes(600'000);
    for (const bool has_digest : {true, false})
    {
        for (const std::uint64_t few : {0U, 1U, 1000U})
        {
            INFO(few << (has_digest ? ", with a digest" : ""));
            wua::fault_server server;
            temporary_folder output;
            const std::string url = server.serve("/a", content, breaks_parts_at_once.by(few));
            wua::curl_engine engine(quick_options(output.path()));
            watched_job job(has_digest ? to_update_item(url, content) : wua::make_item("an update", url));
            engine.start(job.transfer());
            REQUIRE(job.wait());
            CHECK(job.result() == wua::outcome::succeeded());
            CHECK(has_content(output / "a", content));
            CHECK(parts_and_wholes(server) == "wpppw");
        }
    }
}

TEST_CASE("the whole is asked for when all tries of a run are parts that break at once", "[curl_engine]")
{
    const std::string content = some_bytes(600'000);
    wua::fault_server server;
    temporary_folder output;
    const std::string url = server.serve("/a", content, wua::misbehaviour_named("stalls_mid_body").times(1));
    stop_halfway(server, output.path(), content, to_update_item(url, content));
    server.serve("/a", content, breaks_parts_at_once);
    wua::curl_options options = quick_options(output.path());
    options.retry.attempts = 1; // else the next run would do the same again
    wua::curl_engine engine(options);
    watched_job job(to_update_item(url, content));
    engine.start(job.transfer());
    REQUIRE(job.wait());
    CHECK(job.result() == wua::outcome::succeeded());
    CHECK(parts_and_wholes(server) == "pw");
}

TEST_CASE("a whole that breaks like the parts before it is continued by parts nevertheless", "[curl_engine]")
{
    const std::string content = some_bytes(600'000);
    wua::fault_server server;
    temporary_folder output;
    wua::curl_options options = quick_options(output.path());
    options.retry.attempts = 8;
    wua::curl_engine engine(options);
    watched_job job(to_update_item(server.serve("/a", content, breaks_parts_at_once.with_status(500)), content));
    engine.start(job.transfer());
    REQUIRE(job.wait());
    CHECK(job.result().hresult == wua::wininet_e_connection_aborted);
    CHECK(parts_and_wholes(server) == "wpppwpppw");
}

TEST_CASE("a part that breaks at once leads to another mirror first", "[curl_engine]")
{
    const std::string content = some_bytes(600'000);
    wua::fault_server bad;
    wua::fault_server good;
    temporary_folder output;
    const std::string url = bad.serve("/a", content, wua::misbehaviour_named("stalls_mid_body").times(1));
    stop_halfway(bad, output.path(), content, to_update_item(url, content));
    bad.serve("/a", content, breaks_parts_at_once);
    wua::update_item item;
    item.files.push_back({{url, good.serve("/a", content)}, "a", content.size(), sha256_of(content)});
    wua::curl_engine engine(quick_options(output.path()));
    watched_job job(std::make_shared<const wua::update_item>(std::move(item)));
    engine.start(job.transfer());
    REQUIRE(job.wait());
    CHECK(job.result() == wua::outcome::succeeded());
    CHECK(has_content(output / "a", content));
    CHECK(parts_and_wholes(bad) == "p");
    CHECK(parts_and_wholes(good) == "p");
}

TEST_CASE("whatever comes instead of a part, the whole is asked for next", "[curl_engine]")
{
    std::string many_lines = "HTTP/1.1 206 OK\r\n";
    while (many_lines.size() < 300'000)
    {
        many_lines += "X: abcdefghijklmnopq\r\n";
    }
    const std::string odd_parts[] = {
        "SSH-2.0-OpenSSH_9.2p1\r\n",
        "HTTP/1.1 206 OK\r\nContent-Length: -5\r\n\r\n",
        "HTTP/1.1 206 OK\r\nX: " + std::string(200'000, 'a') + "\r\n\r\n",
        many_lines + "\r\n",
        "HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: /a\r\n\r\n", // in a circle
        "HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: ftp://localhost/a\r\n\r\n",
        "HTTP/1.1 101 Switching\r\nUpgrade: telnet\r\n\r\n",
        "HTTP/1.1 000 OK\r\nContent-Length: 0\r\n\r\n",
    };
    const std::string content = some_bytes(600'000);
    for (const bool has_digest : {true, false})
    {
        for (const std::string& each : odd_parts)
        {
            INFO(each.substr(0, 100) << (has_digest ? ", with a digest" : ""));
            wua::fault_server server;
            temporary_folder output;
            const std::string url = server.serve("/a", content, wua::misbehaviour_named("stalls_mid_body").times(1));
            const wua::update_pointer update =
                has_digest ? to_update_item(url, content) : wua::make_item("an update", url);
            stop_halfway(server, output.path(), content, update);
            odd_part = each;
            server.serve("/a", content, sends_odd_parts);
            wua::curl_engine engine(quick_options(output.path()));
            watched_job job(update);
            engine.start(job.transfer());
            REQUIRE(job.wait());
            CHECK(job.result() == wua::outcome::succeeded());
            CHECK(has_content(output / "a", content));
        }
    }
}

TEST_CASE("an aborted download is continued by another engine", "[curl_engine]")
{
    wua::fault_server server;
    const std::string content = some_bytes(600'000);
    for (const bool has_digest : {true, false})
    {
        temporary_folder output;
        const std::string url = server.serve("/a", content, wua::misbehaviour_named("stalls_mid_body").times(1));
        const wua::update_pointer update = has_digest ? to_update_item(url, content) : wua::make_item("an update", url);
        stop_halfway(server, output.path(), content, update);
        CHECK(names_in(output.path()) == names{"a.part", "a.part.journal"});

        const auto left = wua::list_unfinished(output.path());
        REQUIRE(left.size() == 1);
        CHECK(left[0].id == "a");
        CHECK(left[0].bytes == 300'000);
        CHECK(left[0].total == 600'000);
        CHECK(left[0].update->title == "an update");

        wua::curl_engine engine(quick_options(output.path()));
        watched_job job(wua::resume_unfinished(output.path(), "a"));
        engine.start(job.transfer());
        REQUIRE(job.wait());
        CHECK(job.result() == wua::outcome::succeeded());
        CHECK(job.ledger().progress_of(0).attempt == 1);
        CHECK(has_content(output / "a", content));
        CHECK(names_in(output.path()) == names{"a"});
        const auto requests = server.requests();
        REQUIRE(requests.size() == 1);
        CHECK(requests[0].field("Range") == "bytes=300000-");
        CHECK(requests[0].field("If-Range").has_value());
        CHECK(wua::list_unfinished(output.path()).empty());
    }
}

TEST_CASE("content that has changed since is fetched from the start, as a new attempt", "[curl_engine]")
{
    wua::fault_server server;
    const std::string before = some_bytes(600'000, 1);
    const std::string after = some_bytes(600'000, 2);
    temporary_folder output;
    const std::string url = server.serve("/a", before, wua::misbehaviour_named("stalls_mid_body"));
    stop_halfway(server, output.path(), before, wua::make_item("an update", url));

    server.serve("/a", after);
    wua::curl_engine engine(quick_options(output.path()));
    watched_job job(wua::make_item("an update", url));
    engine.start(job.transfer());
    REQUIRE(job.wait());
    CHECK(job.result() == wua::outcome::succeeded());
    CHECK(job.ledger().progress_of(0).attempt == 2);
    CHECK(has_content(output / "a", after));
}

TEST_CASE("what was stored of another content is not continued", "[curl_engine]")
{
    wua::fault_server server;
    const std::string before = some_bytes(600'000, 1);
    const std::string after = some_bytes(600'000, 2);
    temporary_folder output;
    const std::string url = server.serve("/a", before, wua::misbehaviour_named("stalls_mid_body"));
    stop_halfway(server, output.path(), before, to_update_item(url, before));

    server.serve("/a", after);
    wua::curl_engine engine(quick_options(output.path()));
    watched_job job(to_update_item(url, after));
    engine.start(job.transfer());
    REQUIRE(job.wait());
    CHECK(job.result() == wua::outcome::succeeded());
    CHECK(has_content(output / "a", after));
    REQUIRE(server.requests().size() == 1);
    CHECK(!server.requests()[0].field("Range").has_value());
}

TEST_CASE("bytes that were changed on the disk are found and fetched again", "[curl_engine]")
{
    wua::fault_server server;
    const std::string content = some_bytes(600'000);
    temporary_folder output;
    const std::string url = server.serve("/a", content, wua::misbehaviour_named("stalls_mid_body").times(1));
    stop_halfway(server, output.path(), content, to_update_item(url, content));
    std::string damaged = read_file(output / "a.part");
    damaged[1000] = static_cast<char>(damaged[1000] ^ 1);
    write_file(output / "a.part", damaged);

    wua::curl_engine engine(quick_options(output.path()));
    watched_job job(to_update_item(url, content));
    engine.start(job.transfer());
    REQUIRE(job.wait());
    CHECK(job.result() == wua::outcome::succeeded());
    CHECK(job.ledger().progress_of(0).attempt == 2);
    CHECK(has_content(output / "a", content));
}

TEST_CASE("a torn journal counts as missing", "[curl_engine]")
{
    wua::fault_server server;
    const std::string content = some_bytes(600'000);
    temporary_folder output;
    const std::string url = server.serve("/a", content, wua::misbehaviour_named("stalls_mid_body").times(1));
    stop_halfway(server, output.path(), content, wua::make_item("an update", url));
    std::string torn = read_file(output / "a.part.journal");
    write_file(output / "a.part.journal", torn.substr(0, torn.size() - 3));
    REQUIRE(wua::list_unfinished(output.path()).size() == 1);
    CHECK(wua::list_unfinished(output.path())[0].update == nullptr);
    CHECK(wua::resume_unfinished(output.path(), "a") == nullptr);

    wua::curl_engine engine(quick_options(output.path()));
    watched_job job(wua::make_item("an update", url));
    engine.start(job.transfer());
    REQUIRE(job.wait());
    CHECK(job.result() == wua::outcome::succeeded());
    CHECK(has_content(output / "a", content));
    CHECK(!server.requests()[0].field("Range").has_value());
}

TEST_CASE("416 to a continuation means that all is there, if the length says so", "[curl_engine]")
{
    wua::fault_server server;
    const std::string content = some_bytes(600'000);
    temporary_folder output;
    const std::string url = server.serve("/a", content, wua::misbehaviour_named("stalls_mid_body"));
    stop_halfway(server, output.path(), content, wua::make_item("an update", url));

    // The journal of somebody who had stored everything and did not know it.
    auto journal = wua::detail::download_journal::from_text(read_file(output / "a.part.journal"));
    REQUIRE(journal);
    journal->bytes = content.size();
    journal->total.reset();
    write_file(output / "a.part.journal", journal->to_text());
    write_file(output / "a.part", content);
    server.serve("/a", content);
    wua::curl_engine engine(quick_options(output.path()));
    watched_job job(wua::make_item("an update", url));
    engine.start(job.transfer());
    REQUIRE(job.wait());
    CHECK(job.result() == wua::outcome::succeeded());
    CHECK(job.ledger().progress_of(0).attempt == 1);
    CHECK(has_content(output / "a", content));
    CHECK(server.requests().size() == 1);
}

TEST_CASE("a file that only lacks its name needs no server", "[curl_engine]")
{
    wua::fault_server server;
    const std::string content = some_bytes(600'000);
    temporary_folder output;
    const std::string url = server.serve("/a", content, wua::misbehaviour_named("stalls_mid_body"));
    stop_halfway(server, output.path(), content, to_update_item(url, content));
    auto journal = wua::detail::download_journal::from_text(read_file(output / "a.part.journal"));
    REQUIRE(journal);
    journal->bytes = content.size();
    write_file(output / "a.part.journal", journal->to_text());
    write_file(output / "a.part", content);
    server.stop();
    wua::curl_engine engine(quick_options(output.path()));
    watched_job job(to_update_item(url, content));
    engine.start(job.transfer());
    REQUIRE(job.wait());
    CHECK(job.result() == wua::outcome::succeeded());
    CHECK(has_content(output / "a", content));
}

TEST_CASE("a forced download starts over", "[curl_engine]")
{
    wua::fault_server server;
    const std::string content = some_bytes(600'000);
    temporary_folder output;
    const std::string url = server.serve("/a", content, wua::misbehaviour_named("stalls_mid_body").times(1));
    stop_halfway(server, output.path(), content, to_update_item(url, content));
    wua::curl_engine engine(quick_options(output.path()));
    watched_job job(to_update_item(url, content));
    engine.start(job.transfer({.is_forced = true}));
    REQUIRE(job.wait());
    CHECK(job.result() == wua::outcome::succeeded());
    CHECK(!server.requests()[0].field("Range").has_value());
}

TEST_CASE("an unfinished download can be dropped, but not while it is running", "[curl_engine]")
{
    wua::fault_server server;
    const std::string content = some_bytes(600'000);
    temporary_folder output;
    const std::string url = server.serve("/a", content, wua::misbehaviour_named("stalls_mid_body"));
    {
        wua::curl_engine engine(quick_options(output.path()));
        watched_job job(to_update_item(url, content));
        engine.start(job.transfer());
        REQUIRE(job.wait_for([&](const auto& snapshot) { return snapshot.bytes_downloaded() == 300'000; }));
        CHECK_FALSE(wua::drop_unfinished(output.path(), "a", 0s));
    }
    CHECK_FALSE(wua::drop_unfinished(output.path(), "b"));
    CHECK_FALSE(wua::drop_unfinished(output.path(), "../a"));
    CHECK(wua::resume_unfinished(output.path(), "b") == nullptr);
    CHECK(wua::drop_unfinished(output.path(), "a"));
    CHECK(names_in(output.path()) == names{});
}

TEST_CASE("what was aborted can be dropped while it is still being saved", "[curl_engine]")
{
    wua::fault_server server;
    const std::string content = some_bytes(600'000);
    temporary_folder output;
    const std::string url = server.serve("/a", content, wua::misbehaviour_named("stalls_mid_body"));
    wua::curl_options options = quick_options(output.path());
    std::atomic<bool> is_slow = false; // the disk
    std::atomic<bool> has_begun = false;
    options.hook = [&](wua::disk_operation operation, std::string_view) {
        if (operation == wua::disk_operation::sync && is_slow && !has_begun.exchange(true))
        {
            std::this_thread::sleep_for(100ms);
        }
        return wua::disk_verdict{};
    };
    wua::curl_engine engine(options);
    watched_job job(to_update_item(url, content));
    engine.start(job.transfer());
    REQUIRE(job.wait_for([&](const auto& snapshot) { return snapshot.bytes_downloaded() == 300'000; }));
    is_slow = true;
    job.ledger().request_abort();
    REQUIRE(job.wait());
    while (!has_begun)
    {
        std::this_thread::yield();
    }
    CHECK_FALSE(wua::drop_unfinished(output.path(), "a", 0s));
    CHECK(wua::drop_unfinished(output.path(), "a", 30s));
    CHECK(names_in(output.path()) == names{});
}

TEST_CASE("a file that is being downloaded by somebody else who gets no further is left alone", "[curl_engine]")
{
    wua::fault_server server;
    const std::string content = some_bytes(600'000);
    temporary_folder output;
    const std::string url = server.serve("/a", content, wua::misbehaviour_named("stalls_mid_body"));
    wua::curl_engine one(quick_options(output.path()));
    watched_job first(to_update_item(url, content));
    one.start(first.transfer());
    REQUIRE(first.wait_for([&](const auto& snapshot) { return snapshot.bytes_downloaded() == 300'000; }));
    wua::curl_options impatient = quick_options(output.path());
    impatient.lock_patience = 500ms;
    wua::curl_engine two(impatient);
    watched_job second(to_update_item(url, content));
    two.start(second.transfer());
    REQUIRE(second.wait());
    CHECK(second.result().hresult == wua::error_sharing_violation);
    CHECK(first.look().bytes_downloaded() == 300'000);
}

TEST_CASE("the journal is written while a large file is coming", "[curl_engine]")
{
    wua::fault_server server;
    const std::string content = some_bytes(600'000);
    temporary_folder output;
    const std::string url = server.serve("/a", content, wua::misbehaviour_named("stalls_mid_body"));
    wua::curl_options options = quick_options(output.path());
    options.journal_from = 100'000;
    options.journal_every = 10ms;
    wua::curl_engine engine(options);
    watched_job job(to_update_item(url, content));
    engine.start(job.transfer());
    REQUIRE(job.wait_for([&](const auto&) {
        const auto left = wua::list_unfinished(output.path());
        return left.size() == 1 && left[0].bytes == 300'000;
    }));
    job.ledger().request_abort();
    REQUIRE(job.wait());
}

TEST_CASE("bytes without a journal are continued if the digest will decide, and only then", "[curl_engine]")
{
    wua::fault_server server;
    const std::string content = some_bytes(600'000);
    const std::string url = server.serve("/a", content);
    for (const bool has_digest : {true, false})
    {
        server.forget_requests();
        temporary_folder output;
        write_file(output / "a.part", content.substr(0, 400'000));
        wua::curl_engine engine(quick_options(output.path()));
        watched_job job(has_digest ? to_update_item(url, content) : wua::make_item("an update", url));
        engine.start(job.transfer());
        REQUIRE(job.wait());
        CHECK(job.result() == wua::outcome::succeeded());
        CHECK(has_content(output / "a", content));
        REQUIRE(server.requests().size() == 1);
        CHECK(server.requests()[0].field("Range").has_value() == has_digest);
    }
}

TEST_CASE("wrong bytes without a journal cost no more than another attempt", "[curl_engine]")
{
    wua::fault_server server;
    const std::string content = some_bytes(600'000);
    temporary_folder output;
    write_file(output / "a.part", some_bytes(400'000, 2));
    wua::curl_engine engine(quick_options(output.path()));
    watched_job job(to_update_item(server.serve("/a", content), content));
    engine.start(job.transfer());
    REQUIRE(job.wait());
    CHECK(job.result() == wua::outcome::succeeded());
    CHECK(has_content(output / "a", content));
    CHECK(job.ledger().progress_of(0).attempt == 2);
}

TEST_CASE("a full disk is fatal, has its own code, and what was stored can be continued", "[curl_engine]")
{
    wua::fault_server server;
    const std::string content = some_bytes(600'000);
    temporary_folder output;
    const std::string url = server.serve("/a", content);
    std::atomic<std::uint64_t> room{10};
    wua::curl_options options = quick_options(output.path());
    options.hook = [&](wua::disk_operation operation, std::string_view name) {
        const bool is_content = operation == wua::disk_operation::write && name == "a.part";
        return wua::disk_verdict{is_content && room != 0 && --room == 0 ? ENOSPC : 0};
    };
    wua::curl_engine engine(options);
    watched_job job(to_update_item(url, content));
    engine.start(job.transfer());
    REQUIRE(job.wait());
    CHECK(job.result().hresult == wua::error_disk_full);
    CHECK(job.result().native == wua::native_error{"errno", ENOSPC});
    const auto left = wua::list_unfinished(output.path());
    REQUIRE(left.size() == 1);
    CHECK(left[0].bytes > 0);

    server.forget_requests();
    watched_job again(to_update_item(url, content));
    engine.start(again.transfer());
    REQUIRE(again.wait());
    CHECK(again.result() == wua::outcome::succeeded());
    CHECK(server.requests()[0].field("Range") == "bytes=" + std::to_string(left[0].bytes) + "-");
    CHECK(has_content(output / "a", content));
}

TEST_CASE("writes that do only a part of their work are gone on with", "[curl_engine]")
{
    wua::fault_server server;
    const std::string content = some_bytes(100'000);
    temporary_folder output;
    wua::curl_options options = quick_options(output.path());
    options.hook = [](wua::disk_operation, std::string_view) { return wua::disk_verdict{0, 777}; };
    wua::curl_engine engine(options);
    watched_job job(to_update_item(server.serve("/a", content), content));
    engine.start(job.transfer());
    REQUIRE(job.wait());
    CHECK(job.result() == wua::outcome::succeeded());
    CHECK(has_content(output / "a", content));
}

TEST_CASE("whatever the disk refuses, the update fails with its errno and no final file", "[curl_engine]")
{
    wua::fault_server server;
    const std::string content = some_bytes(100'000);
    const std::string url = server.serve("/a", content);
    for (const wua::disk_operation refused :
         {wua::disk_operation::create, wua::disk_operation::write, wua::disk_operation::sync,
          wua::disk_operation::rename, wua::disk_operation::close})
    {
        INFO(static_cast<int>(refused));
        temporary_folder output;
        wua::curl_options options = quick_options(output.path());
        options.hook = [refused](wua::disk_operation operation, std::string_view) {
            return wua::disk_verdict{operation == refused ? EIO : 0};
        };
        wua::curl_engine engine(options);
        watched_job job(to_update_item(url, content));
        engine.start(job.transfer());
        REQUIRE(job.wait());
        CHECK(job.result().hresult == wua::error_write_fault);
        CHECK(job.result().native == wua::native_error{"errno", EIO});
        CHECK_FALSE(std::filesystem::exists(output / "a"));
    }
}

TEST_CASE("an error of the disk that a save of the journal has met is not lost on the commit", "[curl_engine]")
{
    wua::fault_server server;
    const std::string content = some_bytes(600'000);
    const std::string url = server.serve("/a", content, pauses_halfway);
    temporary_folder output;
    std::atomic<int> syncs{0};
    wua::curl_options options = quick_options(output.path());
    options.journal_from = 100'000;
    options.journal_every = 10ms;
    options.hook = [&](wua::disk_operation operation, std::string_view name) {
        const bool is_first = operation == wua::disk_operation::sync && name == "a.part" && syncs++ == 0;
        return wua::disk_verdict{is_first ? EIO : 0};
    };
    wua::curl_engine engine(options);
    watched_job job(to_update_item(url, content));
    engine.start(job.transfer());
    REQUIRE(job.wait());
    CHECK(job.result().hresult == wua::error_write_fault);
    CHECK(job.result().native == wua::native_error{"errno", EIO});
    CHECK(names_in(output.path()) == names{});
}

// SPDX-License-Identifier: MIT
// A process that downloads is killed at every operation on the disk, and while the finished file is checked; the next
// one checks it again and ends with the right file.

#include "engine/crash_child.hpp"
#include "engine/curl_fixture.hpp"
#include "engine/dripped_content.hpp"
#include "engine/event_counter.hpp"
#include "engine/zsync_text.hpp"
#include <wua/engine/curl_engine.hpp>
#include <wua/objects/to_update_item.hpp>
#include <wua/testing/fault_server.hpp>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

using namespace wua_test;

namespace
{

// Slow enough for journals to be written on the way: the long pause is there for a busy machine, which may find all the
// pieces of a half at once.
constexpr wua::misbehaviour unhurried{
    "unhurried", "Content in small pieces with pauses, a long one half-way.", wua::expectation::delivers,
    wua::misbehaviour::always, [](wua::response_script& script) {
        const wua::http_response response = script.correct_response();
        script.send(response.head);
        const std::uint64_t half_way = response.from + response.size() / 2;
        script.drip(script.content(), response.from, half_way, 6000, 3ms);
        script.pause(40ms);
        script.drip(script.content(), half_way, response.to, 6000, 3ms);
    }};

std::atomic<bool> is_paced{false};

// Slow enough at first for further connections to begin; nothing waits when nobody is to be killed.
constexpr wua::misbehaviour paced{
    .name = "paced",
    .meaning = "Content in small pieces with pauses, which are longer at the beginning of the whole.",
    .expected = wua::expectation::delivers,
    .respond = [](wua::response_script& script) {
        is_paced ? drip_slowly_at_first<2048, 4, 8192, 3>(script) : script.send(script.correct_response());
    }};

wua::curl_options crash_options(const std::filesystem::path& directory)
{
    wua::curl_options options = quick_options(directory);
    options.journal_from = 1;
    options.journal_every = 5ms;
    options.preallocation = wua::file_allocation::full;
    return options;
}

wua::curl_options crash_options_in_pieces(const std::filesystem::path& directory)
{
    wua::curl_options options = quick_options(directory);
    options.journal_every = 20ms;
    options.segments.max_per_file = 4;
    options.segments.min_bytes = 16U << 10U;
    return options;
}

// The number of the signal that ended the child, or 0.
int run_child(const std::string& test, const std::string& url, const std::filesystem::path& directory, std::size_t size,
              std::size_t last_operation, bool has_digest = true, const std::string& control_url = "")
{
    return run_crash_child(
        test, {{"URL", url},
               {"DIRECTORY", directory.string()},
               {"SIZE", std::to_string(size)},
               {"AT", std::to_string(last_operation)},
               {"DIGEST", has_digest ? "1" : "0"},
               {"CONTROL_URL", control_url}});
}

// In folders that have to be made.
wua::update_pointer update_in_folders(const std::string& url, std::string_view content,
                                      const std::string& control_url = "")
{
    wua::update_item item = *to_update_item(url, content);
    item.files[0].file_name = "x/y/a";
    if (!control_url.empty())
    {
        item.files[0].seed = wua::content_seed{.control_url = control_url, .file = "old"};
    }
    return std::make_shared<wua::update_item>(std::move(item));
}

wua::update_pointer update_in_pieces(const std::string& url, const std::string& content, bool has_digest)
{
    return wua::make_item(
        "an update", url, content.size(), has_digest ? std::optional(sha256_of(content)) : std::nullopt);
}

struct child_part : crash_child
{
    const std::string url = told("URL");
    const std::string directory = told("DIRECTORY");
    const std::string content = some_bytes(std::stoul(told("SIZE")));
};

} // namespace

TEST_CASE("the part of the process that is killed", "[.][crash_child]")
{
    child_part mine;
    wua::curl_options options = crash_options(mine.directory);
    options.hook = [&](wua::disk_operation, std::string_view) {
        mine.count_operation();
        return wua::disk_verdict{0, 2500}; // so that it also dies between two pieces of a write
    };
    options.policy.check = [&](const wua::finished_content& file) {
        mine.count_operation();
        return file.size() == mine.content.size() ? wua::content_verdict::accepted()
                                                  : wua::content_verdict::refused("not all is there");
    };
    wua::curl_engine engine(options);
    watched_job job(update_in_folders(mine.url, mine.content, mine.told("CONTROL_URL")));
    engine.start(job.transfer());
    REQUIRE(job.wait());
    REQUIRE(job.result() == wua::outcome::succeeded());
}

TEST_CASE("a download that was killed at any operation on the disk ends right after a restart", "[curl_engine]")
{
    wua::fault_server server;
    const std::string content = some_bytes(60'000);
    const std::string url = server.serve("/a", content, unhurried);
    std::size_t crashes = 0;
    std::size_t continued = 0;
    for (std::size_t operation = 1;; ++operation)
    {
        INFO("operation " << operation);
        temporary_folder output;
        if (run_child("[crash_child]", url, output.path(), content.size(), operation) == 0)
        {
            break; // it had fewer operations than that
        }
        ++crashes;
        server.forget_requests();
        const bool was_named = std::filesystem::exists(output / "x/y/a");
        wua::curl_options options = crash_options(output.path());
        std::vector<std::string> checked;
        options.policy.check = [&](const wua::finished_content& file) {
            checked.push_back(file.path().filename().string());
            return has_content(file.path(), content) ? wua::content_verdict::accepted()
                                                     : wua::content_verdict::refused("not all is there");
        };
        wua::curl_engine engine(std::move(options));
        watched_job job(update_in_folders(url, content));
        engine.start(job.transfer());
        REQUIRE(job.wait());
        REQUIRE(job.result().is_success());
        REQUIRE(has_content(output / "x/y/a", content));
        REQUIRE(names_in(output / "x/y") == std::vector<std::string>{"a"});
        REQUIRE(checked == std::vector<std::string>{was_named ? "a" : "a.part"});
        for (const wua::http_request& request : server.requests())
        {
            continued += request.field("Range").has_value() ? 1U : 0U;
        }
    }
    CHECK(crashes >= 30);
    CHECK(continued >= 5);
    if (const char* const path = std::getenv("WUA_CRASH_REPORT")) // a row for the report; see tests/bench/README.md
    {
        std::ofstream(path) << "[{\"name\":\"crash\",\"ours\":" << crashes << ",\"reference\":" << crashes
                            << ",\"reference_name\":\"kills, the right file after a restart\",\"ratio\":1,"
                               "\"goal\":\">= 1.0\"}]\n";
    }
    WARN("killed " << crashes << " times, " << continued << " downloads were continued");
}

TEST_CASE("the part of the process that is killed while it fetches pieces", "[.][crash_child_in_pieces]")
{
    child_part mine;
    wua::curl_options options = crash_options_in_pieces(mine.directory);
    options.hook = [&](wua::disk_operation, std::string_view) {
        mine.count_operation();
        return wua::disk_verdict();
    };
    wua::curl_engine engine(options);
    watched_job job(update_in_pieces(mine.url, mine.content, mine.told("DIGEST") == "1"));
    engine.start(job.transfer());
    REQUIRE(job.wait());
    REQUIRE(job.result() == wua::outcome::succeeded());
}

TEST_CASE("a download in pieces that was killed at an operation on the disk ends right after a restart",
          "[curl_engine]")
{
    wua::fault_server server;
    const std::string content = some_bytes(256U << 10U);
    const std::string url = server.serve("/a", content, paced);
    const std::size_t stride = std::getenv("WUA_CRASH_REPORT") != nullptr ? 1 : 7;
    std::size_t crashes = 0;
    std::size_t in_pieces = 0;
    for (const bool has_digest : {true, false})
    {
        for (std::size_t operation = has_digest ? 2 : 4;; operation += stride)
        {
            INFO("operation " << operation << (has_digest ? "" : ", no digest"));
            temporary_folder output;
            is_paced = true;
            const int signal =
                run_child("[crash_child_in_pieces]", url, output.path(), content.size(), operation, has_digest);
            is_paced = false;
            if (signal == 0)
            {
                break; // it had fewer operations than that
            }
            ++crashes;
            const bool is_in_pieces =
                std::filesystem::exists(output / "a.part") && std::filesystem::exists(output / "a.part.journal") &&
                read_file(output / "a.part.journal").find("\npiece ") != std::string::npos;
            in_pieces += is_in_pieces ? 1U : 0U;
            const std::uint64_t sent = server.bytes_sent();
            wua::curl_engine engine(crash_options_in_pieces(output.path()));
            watched_job job(update_in_pieces(url, content, has_digest));
            engine.start(job.transfer());
            REQUIRE(job.wait());
            REQUIRE(job.result().is_success());
            REQUIRE(has_content(output / "a", content));
            REQUIRE(names_in(output.path()) == std::vector<std::string>{"a"});
            CHECK((!is_in_pieces || server.bytes_sent() - sent < content.size()));
        }
    }
    CHECK(crashes >= 10);
    CHECK(in_pieces >= 2);
    WARN("killed " << crashes << " times, " << in_pieces << " with pieces");
}

TEST_CASE("a sync that fails while a file comes in pieces costs no more than what it was to make safe", "[curl_engine]")
{
    wua::fault_server server;
    const std::string content = some_bytes(256U << 10U);
    const std::string url = server.serve("/a", content, paced);
    bool has_failed = true;
    for (std::size_t failing = 1; has_failed; ++failing)
    {
        const bool has_digest = failing % 2 == 0;
        INFO("sync " << failing);
        temporary_folder output;
        std::atomic<std::size_t> syncs{0};
        is_paced = true;
        {
            wua::curl_options options = crash_options_in_pieces(output.path());
            options.hook = [&](wua::disk_operation operation, std::string_view) {
                const bool is_sync =
                    operation == wua::disk_operation::sync || operation == wua::disk_operation::sync_directory;
                return wua::disk_verdict{is_sync && ++syncs == failing ? EIO : 0};
            };
            wua::curl_engine engine(std::move(options));
            watched_job job(update_in_pieces(url, content, has_digest));
            engine.start(job.transfer());
            REQUIRE(job.wait());
            REQUIRE((!job.result().is_success() || has_content(output / "a", content)));
        }
        is_paced = false;
        has_failed = syncs >= failing;
        wua::curl_engine engine(crash_options_in_pieces(output.path()));
        watched_job job(update_in_pieces(url, content, has_digest));
        engine.start(job.transfer());
        REQUIRE(job.wait());
        REQUIRE(job.result().is_success());
        REQUIRE(has_content(output / "a", content));
        REQUIRE(names_in(output.path()) == std::vector<std::string>{"a"});
        REQUIRE(failing < 100);
    }
}

TEST_CASE("a download in pieces that is aborted or paused at an operation on the disk loses nothing", "[curl_engine]")
{
    wua::fault_server server;
    const std::string content = some_bytes(256U << 10U);
    const std::string url = server.serve("/a", content, paced);
    const std::size_t stride = std::getenv("WUA_CRASH_REPORT") != nullptr ? 1 : 9;
    for (const deed what : {deed::pause, deed::pause_and_abort, deed::abort})
    {
        bool is_done = false;
        for (std::size_t last = 3 + 2 * static_cast<std::size_t>(what); !is_done; last += stride)
        {
            INFO("operation " << last << ", deed " << static_cast<int>(what));
            const bool has_digest = last % 2 == 0;
            temporary_folder output;
            std::atomic<std::size_t> operations{0};
            std::atomic<wua::detail::ledger*> asked{nullptr};
            is_paced = true;
            wua::curl_options options = crash_options_in_pieces(output.path());
            options.sync = wua::sync_policy::never;
            options.pause_patience = last % 4 < 2 ? 0ms : 10s;
            options.hook = [&](wua::disk_operation, std::string_view) {
                if (++operations == last)
                {
                    what == deed::abort ? asked.load()->request_abort() : asked.load()->want_pause(true);
                }
                return wua::disk_verdict();
            };
            {
                watched_job job(update_in_pieces(url, content, has_digest));
                asked = &job.ledger();
                wua::curl_engine engine(std::move(options));
                engine.start(job.transfer());
                if (what != deed::abort)
                {
                    REQUIRE(job.wait_for([&](const auto& now) {
                        return now.is_completed() || (operations >= last && now.is_paused());
                    }));
                    const std::uint64_t there = job.ledger().progress_of(0).bytes_downloaded;
                    what == deed::pause ? job.ledger().want_pause(false) : job.ledger().request_abort();
                    REQUIRE(job.wait());
                    CHECK(job.ledger().progress_of(0).bytes_downloaded >= there);
                }
                REQUIRE(job.wait());
                is_done = operations < last;
                const bool is_whole = job.result() == wua::outcome::succeeded();
                CHECK((is_whole || (what != deed::pause && job.result() == wua::outcome::aborted())));
                CHECK(std::filesystem::exists(output / "a") == is_whole);
                CHECK((!is_whole || has_content(output / "a", content)));
            }
            is_paced = false;
            wua::curl_engine engine(crash_options_in_pieces(output.path()));
            watched_job job(update_in_pieces(url, content, has_digest));
            engine.start(job.transfer());
            REQUIRE(job.wait());
            REQUIRE(job.result().is_success());
            REQUIRE(has_content(output / "a", content));
            REQUIRE(names_in(output.path()) == std::vector<std::string>{"a"});
        }
    }
}

TEST_CASE("a download with a seed that was killed at any operation on the disk ends right after a restart",
          "[curl_engine][curl_seed]")
{
    wua::fault_server server;
    const std::string content = some_bytes(12'000);
    const std::string url = server.serve("/a", content);
    const std::string control_url =
        server.serve("/a.zsync", zsync_text(content, {.block_size = 512, .weak_bytes = 3, .strong_bytes = 8}));
    std::string old = content;
    old.replace(4'000, 2'000, some_bytes(2'000, 2));
    old.replace(9'000, 10, some_bytes(10, 2));
    std::size_t crashes = 0;
    std::size_t with_seed = 0;
    for (std::size_t operation = 1;; ++operation)
    {
        INFO("operation " << operation);
        const temporary_folder output;
        write_file(output / "old", old);
        if (run_child("[crash_child]", url, output.path(), content.size(), operation, true, control_url) == 0)
        {
            break; // it had fewer operations than that
        }
        ++crashes;
        server.forget_requests();
        wua::curl_engine engine(crash_options(output.path()));
        watched_job job(update_in_folders(url, content, control_url));
        engine.start(job.transfer());
        REQUIRE(job.wait());
        REQUIRE(job.result().is_success());
        REQUIRE(has_content(output / "x/y/a", content));
        REQUIRE(names_in(output / "x/y") == std::vector<std::string>{"a"});
        REQUIRE(has_content(output / "old", old));
        const auto whole = server.requests("/a");
        with_seed += std::all_of(whole.begin(), whole.end(),
                                 [](const wua::http_request& request) { return request.field("Range").has_value(); })
                         ? 1U
                         : 0U;
    }
    CHECK(crashes >= 15);
    CHECK(with_seed == crashes); // nobody has fetched what the seed has
}

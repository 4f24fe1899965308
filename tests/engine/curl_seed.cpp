// SPDX-License-Identifier: MIT
// curl_engine with an older version of the file: what it has is not fetched, and whatever goes wrong with it, the file
// is.

#include "engine/curl_fixture.hpp"
#include "engine/zsync_text.hpp"
#include "servers/zsync.hpp"
#include <wua/engine/curl_engine.hpp>
#include <wua/engine/disk/disk_errors.hpp>
#include <wua/engine/memory_sink.hpp>
#include <wua/engine/seed/zsync_control.hpp>
#include <wua/engine/unfinished_download.hpp>
#include <wua/job/job.hpp>
#include <wua/model/download_story.hpp>
#include <wua/model/file_details.hpp>
#include <wua/testing/fault_server.hpp>
#include <wua/testing/fault_server_tls.hpp>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

using namespace wua_test;
using Catch::Matchers::ContainsSubstring;
using wua::detail::zsync_control;
using names = std::vector<std::string>;

namespace
{

constexpr std::size_t seed_block = 1024;
constexpr zsync_shape seed_shape{.block_size = seed_block, .sequence = 2, .weak_bytes = 3, .strong_bytes = 8};

// 200 blocks and some bytes; in the older version two places differ.
const std::string& new_version()
{
    static const std::string content = some_bytes(200 * seed_block + 77);
    return content;
}

std::string old_version()
{
    std::string content = new_version();
    for (const std::size_t at : {50 * seed_block + 5, 120 * seed_block, 121 * seed_block + 9})
    {
        content[at] = static_cast<char>(~content[at]);
    }
    return content;
}
constexpr std::uint64_t changed_bytes = 3 * seed_block;

// A server of the new version and its control file, and a folder with the older version.
struct seed_fixture
{
    wua::fault_server server;
    temporary_folder output;
    wua::curl_options options = quick_options(output.path());
    std::string control = zsync_text(new_version(), seed_shape);
    wua::update_item item = *to_update_item(server.serve("/a", new_version()), new_version());
    wua::download_story story{};

    seed_fixture()
    {
        write_file(output / "a", old_version());
        serve_control();
    }

    wua::content_file& file() noexcept
    {
        return item.files.front();
    }

    void serve_control(const wua::misbehaviour& fault = wua::well_behaved)
    {
        file().seed = wua::content_seed{.control_url = server.serve("/a.zsync", control, fault),
                                        .file = file().seed ? file().seed->file : std::string()};
    }

    // Bytes of the file that were asked for by requests for it.
    wua::outcome run(const wua::transfer_options& chosen = {})
    {
        watched_job job(std::make_shared<const wua::update_item>(item));
        server.forget_requests();
        wua::curl_engine engine(options);
        engine.start(job.transfer(chosen));
        REQUIRE(job.wait());
        story = job.ledger().story(0);
        if (job.result().is_success())
        {
            CHECK(job.look().bytes_downloaded() == new_version().size());
            CHECK(has_content(output / "a", new_version()));
            CHECK(names_in(output.path()).front() == "a");
        }
        return job.result();
    }

    // What was asked for, as "path" or "path bytes=5-9".
    std::vector<std::string> asked() const
    {
        std::vector<std::string> all;
        for (const auto& each : server.requests())
        {
            const auto range = each.field("Range");
            all.push_back(each.target + (range ? ' ' + std::string(*range) : ""));
        }
        return all;
    }

    std::string told(std::size_t attempt = 0) const
    {
        return attempt < story.attempts.size() ? story.attempts[attempt].result.detail : "nothing";
    }
};

std::string range_of_blocks(std::size_t first, std::size_t last)
{
    return "/a bytes=" + std::to_string(first * seed_block) + '-' + std::to_string((last + 1) * seed_block - 1);
}

const names control_and_whole{"/a.zsync", "/a"};

} // namespace

TEST_CASE("only what an older version lacks is fetched", "[curl_seed]")
{
    seed_fixture f;
    f.options.segments.max_per_file = 1;
    CHECK(f.run() == wua::outcome::succeeded());
    CHECK(f.asked() == names{"/a.zsync", range_of_blocks(50, 50), range_of_blocks(120, 121)});
    CHECK(names_in(f.output.path()) == names{"a"});
}

TEST_CASE("the story of a download says what its seed has given", "[curl_seed]")
{
    seed_fixture f;
    f.options.segments.max_per_file = 1;
    wua::job job =
        wua::start(std::make_shared<wua::curl_engine>(f.options), {std::make_shared<const wua::update_item>(f.item)},
                   {.downloader = {.keeps_successes = true}});
    CHECK(job.wait() == wua::outcome::succeeded());
    const wua::download_story story = job.story(0);
    REQUIRE(story.attempts.size() == 3);
    CHECK(story.attempts[0].decision == wua::attempt_decision::take_from_seed);
    CHECK(story.attempts[0].bytes == f.control.size());
    CHECK(story.attempts[0].url == f.file().seed->control_url);
    CHECK(story.attempts[0].result.detail == std::to_string(new_version().size() - changed_bytes) + " of " +
                                                 std::to_string(new_version().size()) + " bytes are in the seed");
}

TEST_CASE("an older version may be anywhere, and have another name", "[curl_seed]")
{
    seed_fixture f;
    const temporary_folder elsewhere;
    std::filesystem::remove(f.output / "a");
    write_file(f.output / "old", old_version());
    write_file(elsewhere / "old", "moved" + old_version());
    for (const std::string& path : {std::string("old"), (elsewhere / "old").string()})
    {
        f.file().seed = wua::content_seed{.control_url = f.file().seed->control_url, .file = path};
        CHECK(f.run() == wua::outcome::succeeded());
        CHECK(f.asked() == names{"/a.zsync", range_of_blocks(50, 50), range_of_blocks(120, 121)});
        CHECK(has_content(f.output / "old", old_version()));
        std::filesystem::remove(f.output / "a");
    }
}

TEST_CASE("where the seed has everything, nothing of the file is asked for", "[curl_seed]")
{
    seed_fixture f;
    std::filesystem::remove(f.output / "a");
    write_file(f.output / "old", "x" + new_version());
    f.file().seed = wua::content_seed{.control_url = f.file().seed->control_url, .file = "old"};
    for (const bool knows_size : {true, false})
    {
        f.file().size = knows_size ? f.file().size : std::nullopt;
        CHECK(f.run() == wua::outcome::succeeded());
        CHECK(f.asked() == names{"/a.zsync"});
        std::filesystem::remove(f.output / "a");
    }
}

TEST_CASE("without an older version no control file is asked for", "[curl_seed]")
{
    seed_fixture f;
    std::filesystem::remove(f.output / "a");
    CHECK(f.run() == wua::outcome::succeeded());
    CHECK(f.asked() == names{"/a"});
    write_file(f.output / "a", ""); // an empty one has nothing to give
    CHECK(f.run() == wua::outcome::succeeded());
    CHECK(f.asked() == names{"/a"});

    f.file().seed = wua::content_seed{.control_url = f.file().seed->control_url, .file = "gone"};
    std::filesystem::remove(f.output / "a");
    CHECK(f.run() == wua::outcome::succeeded());
    CHECK(f.asked() == names{"/a"});
    CHECK_THAT(f.told(), ContainsSubstring("the seed: ") && ContainsSubstring("gone"));
    CHECK(f.story.attempts[0].decision == wua::attempt_decision::do_without_seed);
}

TEST_CASE("a seed is refused where the content goes to a sink", "[curl_seed]")
{
    seed_fixture f;
    f.file().details = std::make_shared<const wua::file_details>(
        wua::file_details{.sink = std::make_shared<wua::memory_sink>(1'000'000)});
    const wua::outcome refused = f.run();
    CHECK(refused.hresult == wua::e_invalidarg);
    CHECK_THAT(refused.detail, ContainsSubstring("a seed cannot be used if the content goes to a sink: http://"));
    CHECK(f.asked().empty());
}

TEST_CASE("complete files and forced downloads do not use a seed", "[curl_seed]")
{
    seed_fixture f;
    write_file(f.output / "a", new_version());
    CHECK(f.run() == wua::outcome::succeeded(wua::wu_s_already_downloaded));
    CHECK(f.asked().empty());
    write_file(f.output / "a", old_version());
    CHECK(f.run({.is_forced = true}) == wua::outcome::succeeded());
    CHECK(f.asked() == names{"/a"});
}

TEST_CASE("a control file that is missing or wrong costs nothing but its request", "[curl_seed]")
{
    seed_fixture f;
    const auto told_after = [&](std::string control, const char* behaviour = "well_behaved") {
        f.control = std::move(control);
        f.serve_control(wua::misbehaviour_named(behaviour));
        write_file(f.output / "a", old_version());
        CHECK(f.run() == wua::outcome::succeeded());
        CHECK(f.asked().back() == "/a");
        REQUIRE_FALSE(f.story.attempts.empty());
        CHECK(f.story.attempts[0].decision == wua::attempt_decision::do_without_seed);
        return f.told();
    };
    const std::string good = f.control;
    CHECK_THAT(told_after(good, "always_404"), ContainsSubstring("the zsync control file: HTTP status 404: http://"));
    CHECK(f.asked() == control_and_whole);
    CHECK_THAT(told_after(good, "truncated_always"), ContainsSubstring("the zsync control file: "));
    CHECK(f.asked() == names{"/a.zsync", "/a.zsync", "/a.zsync", "/a"}); // that may pass
    CHECK_THAT(told_after("<html>"), ContainsSubstring("the zsync control file does not begin with 'zsync: '"));
    CHECK(f.asked() == control_and_whole);
    CHECK_THAT(told_after(good.substr(0, good.size() - 1)), ContainsSubstring("bytes of checksums, but"));
    CHECK_THAT(told_after(zsync_text(new_version() + "more", seed_shape)),
               ContainsSubstring("is of a file of 204881 bytes, not 204877"));
    CHECK_THAT(told_after(zsync_text(std::string(new_version().size(), 'x'), seed_shape)),
               ContainsSubstring("0 of 204877 bytes are in the seed"));
    f.file().size.reset();
    f.options.max_update_bytes = 204'880;
    CHECK_THAT(told_after(zsync_text(new_version() + "more", seed_shape)),
               ContainsSubstring("is of a file of 204881 bytes, more than the update may have"));
    f.file().add_digest({wua::digest_algorithm::sha1, {}});
    wua::detail::digest_hasher hasher(wua::digest_algorithm::sha1);
    hasher.update(new_version().data(), new_version().size());
    f.file().more_digests = std::make_shared<const std::vector<wua::content_digest>>(std::vector{hasher.finish()});
    CHECK_THAT(told_after(good), ContainsSubstring("is of another file: its SHA-1 is da39a3ee"));
}

TEST_CASE("a control file that is too large is not read to its end", "[curl_seed]")
{
    seed_fixture f;
    f.server.serve("/a.zsync", wua::patterned_bytes{zsync_control::max_bytes + 1});
    CHECK(f.run() == wua::outcome::succeeded());
    CHECK(f.asked() == control_and_whole);
    CHECK_THAT(f.told(), ContainsSubstring("bytes, more than 33554432: http://"));
}

TEST_CASE("a control file is fetched by the rules of all requests", "[curl_seed]")
{
    seed_fixture f;
    f.options.retry.attempts = 5;
    f.options.segments.max_per_file = 1;
    SECTION("again, when a failure may pass")
    {
        f.serve_control(wua::misbehaviour_named("always_503").times(2));
        CHECK(f.run() == wua::outcome::succeeded());
        CHECK(f.asked().size() == 5);
        CHECK(f.asked()[3] == range_of_blocks(50, 50));
    }
    SECTION("where a redirect leads")
    {
        f.serve_control(wua::misbehaviour_named("redirect_relative"));
        CHECK(f.run() == wua::outcome::succeeded());
        CHECK(f.asked()[2] == range_of_blocks(50, 50));
    }
    SECTION("with what the requests carry")
    {
        f.options.requests.details.headers = {{"X-Key", "secret"}};
        CHECK(f.run() == wua::outcome::succeeded());
        CHECK(f.server.requests()[0].field("X-Key") == "secret");
    }
    SECTION("not from a host that the policy does not allow")
    {
        f.options.policy.https_only = true;
        const wua::outcome refused = f.run();
        CHECK_FALSE(refused.is_success());
        CHECK(f.asked().empty());
    }
    SECTION("from a file, if files are allowed")
    {
        write_file(f.output / "a.zsync", f.control);
        f.file().seed = wua::content_seed{.control_url = "file://" + (f.output / "a.zsync").string()};
        CHECK_FALSE(f.run().is_success());
        f.options.allows_file_urls = true;
        CHECK(f.run() == wua::outcome::succeeded());
        CHECK(f.asked()[0] == range_of_blocks(50, 50));
    }
    SECTION("not from a file that is missing or too large")
    {
        f.options.allows_file_urls = true;
        f.file().seed = wua::content_seed{.control_url = "file://" + (f.output / "a.zsync").string()};
        CHECK(f.run() == wua::outcome::succeeded());
        CHECK(f.asked() == names{"/a"});
        CHECK_THAT(f.told(), ContainsSubstring("cannot open"));
        write_file(f.output / "a", old_version());
        write_file(f.output / "a.zsync", "");
        std::filesystem::resize_file(f.output / "a.zsync", zsync_control::max_bytes + 1);
        CHECK(f.run() == wua::outcome::succeeded());
        CHECK(f.asked() == names{"/a"});
        CHECK_THAT(f.told(), ContainsSubstring("it has more than 33554432 bytes"));
    }
    SECTION("by credentials that are known")
    {
        f.options.requests.details.login = wua::credentials{"user", "s3cr3t", true};
        f.serve_control(wua::misbehaviour_named("auth_digest"));
        CHECK(f.run() == wua::outcome::succeeded());
        CHECK(f.asked() == names{"/a.zsync", range_of_blocks(50, 50), range_of_blocks(120, 121)});
    }
    SECTION("by credentials that somebody is asked for")
    {
        std::atomic<int> questions = 0;
        f.options.requests.ask = [&](const wua::credentials_question&) {
            ++questions;
            return std::optional(wua::credentials{"user", "s3cr3t", true});
        };
        f.serve_control(wua::misbehaviour_named("auth_digest_stale"));
        CHECK(f.run() == wua::outcome::succeeded());
        CHECK(questions == 1);
        CHECK(f.asked().back() == range_of_blocks(120, 121)); // of the seed all else has come
    }
    SECTION("not by credentials that are refused, or that nobody has")
    {
        f.serve_control(wua::misbehaviour_named("auth_refused"));
        CHECK(f.run() == wua::outcome::succeeded());
        CHECK(f.asked() == control_and_whole);
        CHECK_THAT(f.told(), ContainsSubstring("HTTP status 401"));
    }
    SECTION("with a head that is not too large")
    {
        f.options.max_header_bytes = 1'000;
        f.serve_control(wua::misbehaviour_named("redirect_chain_of_large_heads"));
        CHECK(f.run() == wua::outcome::succeeded());
        CHECK_THAT(f.told(), ContainsSubstring("the head of the answer has more than 1000 bytes"));
    }
}

TEST_CASE("wrong bytes from a seed are fetched again, and nothing else", "[curl_seed]")
{
    // Sums as they would be if the older version was the new one: they lie about two blocks in a row.
    seed_fixture f;
    std::string lie = new_version();
    lie.replace(10 * seed_block, 2 * seed_block, some_bytes(2 * seed_block, 9));
    f.control = zsync_text(lie, seed_shape);
    f.serve_control();
    std::string seed = some_bytes(new_version().size(), 5);
    seed.replace(10 * seed_block, 2 * seed_block, some_bytes(2 * seed_block, 9));
    write_file(f.output / "a", seed);
    f.options.segments.max_per_file = 1;
    CHECK(f.run() == wua::outcome::succeeded());
    CHECK(f.asked() == names{"/a.zsync", "/a bytes=0-" + std::to_string(10 * seed_block - 1),
                             "/a bytes=" + std::to_string(12 * seed_block) + '-', range_of_blocks(10, 11)});
}

TEST_CASE("a seed that is wrong all over leads to the whole file", "[curl_seed]")
{
    seed_fixture f;
    const std::string other = some_bytes(new_version().size(), 5);
    f.control = zsync_text(other, seed_shape);
    f.serve_control();
    write_file(f.output / "a", other);
    CHECK(f.run() == wua::outcome::succeeded());
    CHECK(f.asked() == control_and_whole);
}

TEST_CASE("a server without ranges sends the whole file, whatever the seed has", "[curl_seed]")
{
    seed_fixture f;
    f.server.serve("/a", new_version(), wua::misbehaviour_named("range_ignored"));
    CHECK(f.run() == wua::outcome::succeeded());
}

TEST_CASE("a local file is read whole, unless the seed has everything", "[curl_seed]")
{
    seed_fixture f;
    f.options.allows_file_urls = true;
    const temporary_folder source;
    f.file().file_name = "a";
    f.file().urls = {"file://" + (source / "new").string()};
    const bool has_everything = GENERATE(false, true);
    if (has_everything)
    {
        write_file(source / "old", new_version() + "and more");
        f.file().seed = wua::content_seed{.control_url = f.file().seed->control_url, .file = (source / "old").string()};
    }
    else
    {
        write_file(source / "new", new_version());
    }
    CHECK(f.run() == wua::outcome::succeeded());
    CHECK(f.asked() == names{"/a.zsync"});
}

TEST_CASE("an earlier run's bytes, those of a seed among them, are continued", "[curl_seed]")
{
    seed_fixture f;
    f.options.segments.max_per_file = 1;
    f.server.serve("/a", new_version(), wua::misbehaviour_named("stalls_mid_body"));
    {
        watched_job job(std::make_shared<const wua::update_item>(f.item));
        wua::curl_engine engine(f.options);
        engine.start(job.transfer());
        REQUIRE(job.wait_for([](const auto& snapshot) { return snapshot.bytes_downloaded() > 0; }));
        job.ledger().request_abort();
        REQUIRE(job.wait());
        CHECK(job.result() == wua::outcome::aborted());
    }
    const auto left = wua::list_unfinished(f.output.path());
    REQUIRE(left.size() == 1);
    CHECK(left[0].bytes >= new_version().size() - changed_bytes);
    REQUIRE(left[0].update);
    CHECK(left[0].update->files[0].seed->control_url == f.file().seed->control_url);
    f.server.serve("/a", new_version());
    CHECK(f.run() == wua::outcome::succeeded());
    for (const std::string& each : f.asked())
    {
        CHECK_THAT(each, ContainsSubstring("/a bytes="));
    }
}

TEST_CASE("a download is paused and aborted while its control file is awaited", "[curl_seed]")
{
    seed_fixture f;
    f.serve_control(wua::misbehaviour_named("never_answers").times(1));
    watched_job job(std::make_shared<const wua::update_item>(f.item));
    wua::curl_engine engine(f.options);
    engine.start(job.transfer());
    REQUIRE(job.wait_for([&](const auto&) { return !f.server.requests().empty(); }));
    SECTION("aborted")
    {
        job.ledger().request_abort();
        REQUIRE(job.wait());
        CHECK(job.result() == wua::outcome::aborted());
        CHECK(names_in(f.output.path()) == names{"a"});
        CHECK(has_content(f.output / "a", old_version()));
    }
    SECTION("paused")
    {
        job.ledger().want_pause(true);
        REQUIRE(job.wait_for([](const auto& snapshot) { return snapshot.is_paused(); }));
        job.ledger().want_pause(false);
        REQUIRE(job.wait());
        CHECK(job.result() == wua::outcome::succeeded());
        CHECK(has_content(f.output / "a", new_version()));
        CHECK(f.asked()[2] == range_of_blocks(50, 50));
    }
}

TEST_CASE("a download is paused and aborted while its seed is read", "[curl_seed]")
{
    seed_fixture f;
    std::atomic<bool> is_reading{false};
    std::atomic<bool> may_go_on{false};
    f.options.hook = [&](wua::disk_operation what, std::string_view name) {
        // Before anything is copied, a journal is written.
        if (what == wua::disk_operation::create && name == "a.part.journal.new" && !is_reading.exchange(true))
        {
            while (!may_go_on)
            {
                std::this_thread::yield();
            }
        }
        return wua::disk_verdict{};
    };
    watched_job job(std::make_shared<const wua::update_item>(f.item));
    wua::curl_engine engine(f.options);
    engine.start(job.transfer());
    REQUIRE(job.wait_for([&](const auto&) { return is_reading.load(); }));
    SECTION("aborted")
    {
        job.ledger().request_abort();
        REQUIRE(job.wait());
        may_go_on = true;
        CHECK(job.result() == wua::outcome::aborted());
    }
    SECTION("paused")
    {
        job.ledger().want_pause(true);
        REQUIRE(job.wait_for([](const auto& snapshot) { return snapshot.is_paused(); }));
        job.ledger().want_pause(false);
        may_go_on = true;
        REQUIRE(job.wait());
        CHECK(job.result() == wua::outcome::succeeded());
        CHECK(has_content(f.output / "a", new_version()));
        CHECK(f.asked() == names{"/a.zsync", "/a.zsync", range_of_blocks(50, 50), range_of_blocks(120, 121)});
    }
}

TEST_CASE("a control file is asked for by HTTP/1.1 where HTTP/2 breaks", "[curl_seed]")
{
    if (!has_http_2())
    {
        return skip("this libcurl has no HTTP/2");
    }
    seed_fixture f;
    f.options.segments.max_per_file = 1;
    const auto authority = std::make_shared<wua::test_authority>();
    wua::fault_server secure{authority};
    write_file(f.output / "ca.pem", authority->certificate_pem());
    f.options.ca_file = f.output / "ca.pem";
    f.file().seed = wua::content_seed{
        .control_url = secure.serve("/a.zsync", f.control, wua::misbehaviour_named("http_2_wants_http_1_1"))};
    CHECK(f.run() == wua::outcome::succeeded());
    CHECK(f.asked() == names{range_of_blocks(50, 50), range_of_blocks(120, 121)});
    REQUIRE_FALSE(secure.requests().empty());
    CHECK(secure.requests().back().version == "HTTP/1.1");
}

TEST_CASE("what is there already is not written again, and the seed gives the rest", "[curl_seed]")
{
    seed_fixture f;
    f.options.segments.max_per_file = 1;
    const auto seed = wua::content_seed{.control_url = f.file().seed->control_url, .file = "old"};
    std::filesystem::rename(f.output / "a", f.output / "old");
    f.file().seed = {};
    f.server.serve("/a", new_version(), wua::misbehaviour_named("stalls_mid_body"));
    {
        watched_job job(std::make_shared<const wua::update_item>(f.item));
        wua::curl_engine engine(f.options);
        engine.start(job.transfer());
        REQUIRE(job.wait_for([](const auto& now) { return now.bytes_downloaded() >= new_version().size() / 2; }));
        job.ledger().request_abort();
        REQUIRE(job.wait());
    }
    f.server.serve("/a", new_version());
    f.file().seed = seed;
    CHECK(f.run() == wua::outcome::succeeded());
    CHECK(f.asked() == names{"/a.zsync", range_of_blocks(120, 121)});
}

TEST_CASE("what of a seed cannot be written is fetched, and what was written stays", "[curl_seed]")
{
    seed_fixture f;
    f.options.segments.max_per_file = 1;
    std::atomic<int> writes = 0;
    f.options.hook = [&](wua::disk_operation what, std::string_view name) {
        const bool fails = what == wua::disk_operation::write && name == "a.part" && ++writes == 3;
        return wua::disk_verdict{.error = fails ? EIO : 0};
    };
    CHECK(f.run() == wua::outcome::succeeded());
    CHECK(f.asked() ==
          names{"/a.zsync", range_of_blocks(50, 50), "/a bytes=" + std::to_string(120 * seed_block) + '-'});
    REQUIRE_FALSE(f.story.attempts.empty());
    CHECK(f.story.attempts[0].decision == wua::attempt_decision::take_from_seed);
    CHECK(f.story.attempts[0].result.hresult == wua::error_write_fault);
    CHECK(f.told() == "121856 of 204877 bytes are in the seed: cannot write to a.part: Input/output error");
}

TEST_CASE("a server that lies about ranges among what a seed gave never leads to a wrong file", "[curl_seed]")
{
    seed_fixture f;
    f.options.retry.stall_time = 200ms;
    f.options.retry.attempts = 2;
    write_file(f.output / "old", old_version());
    std::vector<wua::update_pointer> updates;
    for (const wua::misbehaviour& behaviour : wua::all_misbehaviours())
    {
        if (behaviour.name.find("range_") == std::string_view::npos || !f.server.can_serve(behaviour))
        {
            continue;
        }
        f.file().file_name = behaviour.name;
        f.file().urls = {f.server.serve("/" + f.file().file_name, new_version(), behaviour)};
        f.file().seed = wua::content_seed{.control_url = f.file().seed->control_url, .file = "old"};
        updates.push_back(std::make_shared<const wua::update_item>(f.item));
    }
    CHECK(updates.size() >= 40);
    watched_job job(updates);
    wua::curl_engine engine(f.options);
    engine.start(job.transfer());
    REQUIRE(job.wait());
    std::size_t delivered = 0;
    for (std::size_t i = 0; i != updates.size(); ++i)
    {
        const std::string& name = updates[i]->files[0].file_name;
        CAPTURE(name);
        const bool is_there = std::filesystem::exists(f.output / name);
        CHECK(is_there == job.result(i).is_success());
        CHECK((!is_there || has_content(f.output / name, new_version())));
        delivered += is_there ? 1 : 0;
    }
    CHECK(delivered >= updates.size() * 3 / 4);
}

TEST_CASE("whatever the server of the control file does, the file is right", "[.][seed_peers]")
{
    seed_fixture f;
    f.options.retry.stall_time = 300ms;
    f.options.retry.connect_deadline = 300ms;
    f.options.retry.attempts = 2;
    write_file(f.output / "old", old_version());
    std::vector<wua::update_pointer> updates;
    for (const wua::misbehaviour& behaviour : wua::all_misbehaviours())
    {
        if (!f.server.can_serve(behaviour))
        {
            continue;
        }
        f.file().file_name = behaviour.name;
        f.file().seed = wua::content_seed{
            .control_url = f.server.serve("/" + f.file().file_name + ".zsync", f.control, behaviour), .file = "old"};
        updates.push_back(std::make_shared<const wua::update_item>(f.item));
    }
    watched_job job(updates);
    wua::curl_engine engine(f.options);
    engine.start(job.transfer());
    REQUIRE(job.wait(300s));
    std::size_t saved = 0;
    for (std::size_t i = 0; i != updates.size(); ++i)
    {
        const std::string& name = updates[i]->files[0].file_name;
        CAPTURE(name, job.result(i));
        CHECK(job.result(i).is_success());
        CHECK(has_content(f.output / name, new_version()));
        const wua::download_story story = job.ledger().story(i);
        saved += story.attempts.empty() ? 1 : 0;
    }
    WARN(saved << " of " << updates.size() << " used their seed at once");
}

TEST_CASE("nginx and zsyncmake save what an older version has", "[curl_seed]")
{
    if (!has_zsync())
    {
        return skip("there is no zsync");
    }
    const nginx server;
    const temporary_folder output;
    const std::string content = some_bytes(1'000'000);
    std::string old = content;
    old.erase(300'000, 1'000);
    old.insert(700'000, "inserted");
    write_file(server.root() / "file", content);
    zsyncmake(server.root() / "file");
    write_file(output / "file", old);
    wua::update_item item = *to_update_item(server.url("file"), content);
    item.files[0].seed = wua::content_seed{.control_url = server.url("file.zsync")};
    wua::curl_engine engine(quick_options(output.path()));
    watched_job job(std::make_shared<const wua::update_item>(std::move(item)));
    engine.start(job.transfer());
    REQUIRE(job.wait());
    CHECK(job.result() == wua::outcome::succeeded());
    CHECK(has_content(output / "file", content));
    const std::string log = server.access_log(3);
    CHECK(std::count(log.begin(), log.end(), '\n') == 3);
    CHECK_THAT(
        log, ContainsSubstring("\"GET /file HTTP/1.1\" 206") && !ContainsSubstring("\"GET /file HTTP/1.1\" 200"));
}

// SPDX-License-Identifier: MIT
// swarm_engine where peers, torrents, trackers or the disk are not as they should be: HTTP goes on.

#include "engine/swarm_fixture.hpp"
#include <wua/engine/disk/disk_errors.hpp>
#include <wua/engine/memory_sink.hpp>
#include <wua/job/job.hpp>
#include <wua/model/download_story.hpp>
#include <wua/testing/bad_peer.hpp>
#include <wua/testing/fault_server.hpp>
#include <wua/testing/fault_server_tls.hpp>
#include <wua/testing/loopback_tracker.hpp>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

using namespace wua_test;
using wua::attempt_decision;

namespace
{

// What a job came to, and the story of its only update.
struct download
{
    download(wua::swarm_options options, const wua::update_pointer& update)
    {
        wua::job job = wua::start(wua::swarm_engine(std::move(options)), {update});
        job.wait();
        result = job.result(0);
        story = job.story(0);
    }

    // What the story says of the swarm.
    std::string swarm_text() const
    {
        const auto found = std::find_if(story.attempts.begin(), story.attempts.end(), [](const auto& each) {
            return each.decision == attempt_decision::do_without_swarm;
        });
        return found == story.attempts.end() ? std::string() : found->result.detail;
    }

    wua::outcome result;
    wua::download_story story;
};

bool has(const std::string& text, std::string_view part)
{
    INFO(text << " has no " << part);
    CHECK(text.find(part) != std::string::npos);
    return text.find(part) != std::string::npos;
}

// A torrent of two files, of v2, in the words of BEP 52; five_pieces ones have no piece layers.
wua::made_torrent torrent_of_two_files()
{
    const std::string file = "d0:d6:lengthi5e11:pieces root32:" + std::string(32, 'r') + "ee";
    const std::string info =
        "d9:file treed1:a" + file + "1:b" + file + "e12:meta versioni2e4:name10:update.bin12:piece lengthi16384ee";
    return {"d4:info" + info + "12:piece layersdee", sha256_of(info).to_hex()};
}

struct served_file
{
    explicit served_file(std::size_t size = five_pieces) : file(size)
    {
        write_file(server.root() / "update.bin", file.content);
    }

    wua::update_pointer update() const
    {
        return file.update(server.url("update.bin"));
    }

    bool is_stored() const
    {
        return has_content(output / "update.bin", file.content) &&
               names_in(output.path()) == std::vector<std::string>{"update.bin"};
    }

    nginx server;
    published_file file;
    temporary_folder output;
};

} // namespace

TEST_CASE("what a lying peer sends is not kept, and the file is right", "[swarm_faults]")
{
    served_file served;
    const wua::bad_peer liar(wua::peer_fault::lies, 5);
    wua::swarm_options options = local_options(served.output.path());
    options.peers = {liar.address()};
    SECTION("beside a URL")
    {
        wua::swarm_engine engine(options);
        watched_job job(served.update());
        engine.start(job.transfer());
        REQUIRE(job.wait());
        CHECK(job.result() == wua::outcome::succeeded());
    }
    SECTION("alone, who is left for the URL")
    {
        options.uses_web_seeds = false;
        options.lonely_time = 1'500ms; // libtorrent connects once a second
        options.stall_time = 3s;
        const auto engine = std::make_shared<wua::swarm_engine>(options);
        watched_job job(served.update());
        engine->start(job.transfer());
        REQUIRE(job.wait());
        CHECK(job.result() == wua::outcome::succeeded());
        CHECK(engine->status().poisoned_pieces != 0);
        CHECK(liar.requests() != 0);
    }
    CHECK(served.is_stored());
}

TEST_CASE("a swarm whose peers send more in vain than may be wasted is left for the URL", "[swarm_faults]")
{
    served_file served;
    const wua::bad_peer liar(wua::peer_fault::lies, 5);
    wua::swarm_options options = local_options(served.output.path());
    options.peers = {liar.address()};
    options.uses_web_seeds = false;
    options.http.retry.wasted_bytes = 1'000;
    options.stall_time = 60s; // for which it would be waited when the liar is banned
    options.lonely_time = 60s;
    const download got(options, served.update());
    CHECK(got.result == wua::outcome::succeeded());
    CHECK(has(got.swarm_text(), " bytes of wrong content"));
    CHECK(served.is_stored());
}

TEST_CASE("a swarm that brings nothing is left for the URL", "[swarm_faults]")
{
    served_file served;
    wua::swarm_options options = local_options(served.output.path());
    options.uses_web_seeds = false;
    SECTION("nobody is there")
    {
        options.lonely_time = 100ms;
        const download got(options, served.update());
        CHECK(got.result == wua::outcome::succeeded());
        CHECK(has(got.swarm_text(), "neither a peer nor a URL"));
    }
    SECTION("a peer stalls")
    {
        const wua::bad_peer peer(wua::peer_fault::stalls, 5);
        options.peers = {peer.address()};
        options.lonely_time = 3s;
        options.stall_time = 1'500ms;
        const download got(options, served.update());
        CHECK(got.result == wua::outcome::succeeded());
        CHECK(peer.handshakes() != 0);
        CHECK(has(got.swarm_text(), "nothing for 1500 ms, with 1 peers"));
    }
    SECTION("a peer vanishes again and again")
    {
        const wua::bad_peer peer(wua::peer_fault::vanishes, 5);
        options.peers = {peer.address()};
        options.lonely_time = 500ms;
        options.stall_time = 1s;
        const download got(options, served.update());
        CHECK(got.result == wua::outcome::succeeded());
    }
    CHECK(served.is_stored());
}

TEST_CASE("a tracker that is down is reported, without its path, which may be a key", "[swarm_faults]")
{
    wua::loopback_tracker tracker;
    tracker.stop();
    wua::torrent_options with;
    with.trackers = {tracker.url() + "/secret-key"};
    const published_file file(five_pieces, 1, with);
    nginx server;
    write_file(server.root() / "update.bin", file.content);
    temporary_folder output;
    wua::swarm_options options = local_options(output.path());
    options.uses_web_seeds = false;
    options.lonely_time = 1s;
    const download got(options, file.update(server.url("update.bin")));
    CHECK(got.result == wua::outcome::succeeded());
    CHECK(has(got.swarm_text(), "its tracker http://127.0.0.1:"));
    CHECK(got.swarm_text().find("secret") == std::string::npos);
}

TEST_CASE("a torrent for another file is not used, and the story says why", "[swarm_faults]")
{
    served_file served;
    const published_file longer(five_pieces + 1);
    const published_file renamed(five_pieces, 1, {}, "other.bin");
    wua::content_swarm swarm{served.file.made.torrent, {}, served.file.made.info_hash};
    std::string sentence;
    SECTION("another size")
    {
        swarm = {longer.made.torrent, {}, longer.made.info_hash};
        sentence = "for a file of 300001 bytes, not 300000";
    }
    SECTION("another name")
    {
        swarm = {renamed.made.torrent, {}, renamed.made.info_hash};
        sentence = "another name: other.bin";
    }
    SECTION("several files")
    {
        const wua::made_torrent two = torrent_of_two_files();
        swarm = {two.torrent, {}, two.info_hash};
        sentence = "of 2 files";
    }
    SECTION("another info-hash")
    {
        swarm.info_hash = longer.made.info_hash;
        sentence = "another info-hash: " + served.file.made.info_hash;
    }
    SECTION("a broken bencoding")
    {
        swarm.torrent.resize(swarm.torrent.size() / 2);
        sentence = "the torrent is broken";
    }
    SECTION("none at all")
    {
        swarm.torrent = "<html>";
        sentence = "the torrent is broken";
    }
    SECTION("a file that is much too large for one")
    {
        write_file(served.output / "huge", {});
        std::filesystem::resize_file(served.output / "huge", (16U << 20U) + 1);
        swarm = {{}, (served.output / "huge").string(), served.file.made.info_hash};
        sentence = "the torrent has 16777217 bytes";
    }
    SECTION("one that is not there")
    {
        swarm = {{}, served.server.url("update.torrent"), served.file.made.info_hash};
        sentence = "the torrent: ";
    }
    SECTION("a file that is not there")
    {
        swarm = {{}, (served.output / "absent.torrent").string(), served.file.made.info_hash};
        sentence = "absent.torrent";
    }
    const download got(
        local_options(served.output.path()), served.file.update(served.server.url("update.bin"), std::move(swarm)));
    CHECK(got.result == wua::outcome::succeeded());
    CHECK(has(got.swarm_text(), sentence));
    std::filesystem::remove(served.output / "huge");
    CHECK(served.is_stored());
}

TEST_CASE("a tracker's objection to a download is reported in its words, on one line", "[swarm_faults]")
{
    nginx tracker;
    write_file(tracker.root() / "announce", "d14:failure reason16:not\nfor you, yete");
    wua::torrent_options with;
    with.trackers = {tracker.url("announce")};
    const published_file file(five_pieces, 1, with);
    write_file(tracker.root() / "update.bin", file.content);
    temporary_folder output;
    wua::swarm_options options = local_options(output.path());
    options.uses_web_seeds = false;
    options.lonely_time = 1s;
    const download got(options, file.update(tracker.url("update.bin")));
    CHECK(got.result == wua::outcome::succeeded());
    CHECK(has(got.swarm_text(), "(not for you, yet)"));
}

TEST_CASE("a URL of the file that a swarm cannot use is reported", "[swarm_faults]")
{
    served_file served;
    wua::swarm_options options = local_options(served.output.path());
    options.web_seed_delay = 0ms;
    options.lonely_time = 500ms;
    const download got(options, served.file.update(served.server.url("absent.bin")));
    CHECK(got.result.hresult == wua::wu_e_pt_http_status_not_found);
    CHECK(has(got.swarm_text(), "it cannot use a URL of the file"));
}

TEST_CASE("a URL of the file that does not answer the swarm is not waited for as long as a swarm that stalls",
          "[swarm_faults]")
{
    const auto authority = std::make_shared<wua::test_authority>();
    wua::fault_server server(authority);
    const published_file file(five_pieces);
    const auto trouble_with = [&](std::string url) {
        const temporary_folder output;
        wua::swarm_options options = local_options(output.path());
        options.http.retry.attempts = 1;
        options.web_seed_delay = 0ms;
        options.stall_time = 60s;
        options.lonely_time = 200ms;
        const download got(options, file.update(std::move(url)));
        CHECK(wua::failed(got.result.hresult));
        return got.swarm_text();
    };
    const std::string alone = "the swarm has neither a peer nor a URL that it may ask; a URL of the file does not "
                              "answer the swarm: ";
    CHECK(trouble_with(server.serve("/update.bin", file.content, wua::misbehaviour_named("tls_well_behaved"))) ==
          alone + "certificate verify failed"); // which nobody was told to trust
    CHECK(trouble_with("http://127.0.0.1:1/update.bin") == alone + "Connection refused");
}

TEST_CASE("one swarm serves one file at a time, and another file has its URL", "[swarm_faults]")
{
    const published_file file(five_pieces);
    nginx server;
    write_file(server.root() / "update.bin", file.content);
    temporary_folder output;
    const wua::bad_peer stalling(wua::peer_fault::stalls, 5);
    wua::swarm_options options = local_options(output.path());
    options.seeding.time = 60s;
    options.stall_time = 1'500ms;
    const wua::content_swarm swarm{file.made.torrent, {}, file.made.info_hash};
    const auto update_in = [&](const std::string& folder) {
        return update_with_swarm(folder + "/update.bin", file.content, server.url("update.bin"), swarm);
    };
    const auto swarm_text_of = [](const wua::download_story& story) {
        std::string text;
        for (const wua::attempt_record& each : story.attempts)
        {
            text += each.decision == attempt_decision::do_without_swarm ? each.result.detail : "";
        }
        return text;
    };
    SECTION("at once")
    {
        options.uses_web_seeds = false;
        options.peers = {stalling.address()};
        wua::job job = wua::start(wua::swarm_engine(std::move(options)), {update_in("a"), update_in("b")});
        job.wait();
        CHECK(job.result(0) == wua::outcome::succeeded());
        CHECK(job.result(1) == wua::outcome::succeeded());
        CHECK(has(swarm_text_of(job.story(0)) + swarm_text_of(job.story(1)),
                  "another file is being downloaded from the same swarm: "));
    }
    SECTION("one after the other, although the first is given to others")
    {
        options.web_seed_delay = 0ms;
        const auto engine = std::make_shared<wua::swarm_engine>(std::move(options));
        for (const char* const folder : {"a", "b"})
        {
            wua::job job = wua::start(engine, {update_in(folder)});
            job.wait();
            CHECK(job.result(0) == wua::outcome::succeeded());
            CHECK(swarm_text_of(job.story(0)).empty());
            REQUIRE(holds_soon([&] { return engine->status().seeding == 1; }));
        }
        CHECK(engine->status().bytes_of_web_seeds == 2 * file.content.size());
    }
    CHECK(has_content(output / "a/update.bin", file.content));
    CHECK(has_content(output / "b/update.bin", file.content));
}

TEST_CASE("a torrent is fetched from its URL, or read from its path", "[swarm_faults]")
{
    served_file served;
    write_file(served.server.root() / "update.torrent", served.file.made.torrent);
    const bool has_url = GENERATE(true, false);
    const std::string source =
        has_url ? served.server.url("update.torrent") : (served.server.root() / "update.torrent").string();
    const download got(local_options(served.output.path()),
                       served.file.update(served.server.url("update.bin"), {{}, source, served.file.made.info_hash}));
    CHECK(got.result == wua::outcome::succeeded());
    CHECK(got.swarm_text().empty());
    CHECK(served.is_stored());
}

TEST_CASE("an invalid swarm is refused before anything starts", "[swarm_faults]")
{
    const published_file file(five_pieces);
    temporary_folder output;
    wua::swarm_engine engine(local_options(output.path()));
    const auto refusal = [&](const wua::update_pointer& update) {
        watched_job job(update);
        try
        {
            engine.start(job.transfer());
        }
        catch (const wua::hresult_error& error)
        {
            CHECK(error.code() == wua::e_invalidarg);
            return std::string(error.text());
        }
        return std::string();
    };
    CHECK(has(refusal(file.update("http://127.0.0.1:1/a", {file.made.torrent, {}, "12"})), "64 hexadecimal digits"));
    CHECK(has(refusal(file.update("http://127.0.0.1:1/a", {{}, {}, file.made.info_hash})), "needs a torrent"));
    CHECK(has(refusal(file.update("http://127.0.0.1:1/a", {{}, "ftp://host/a.torrent", file.made.info_hash})),
              "the place of a torrent"));
    wua::update_item item = *file.update("http://127.0.0.1:1/a");
    item.files[0].digest.reset();
    CHECK(has(refusal(std::make_shared<const wua::update_item>(std::move(item))), "needs a digest"));
    using namespace std::string_literals;
    CHECK(has(refusal(file.update("http://127.0.0.1:1/a", {{}, "a\0b"s, file.made.info_hash})), "a zero character"));
    item = *file.update("http://127.0.0.1:1/a");
    wua::file_details details = *item.files[0].details;
    details.sink = std::make_shared<wua::memory_sink>(7);
    item.files[0].details = std::make_shared<const wua::file_details>(details);
    CHECK(has(refusal(std::make_shared<const wua::update_item>(std::move(item))), "goes to a sink"));
    const auto fault_of = [&](const std::function<void(wua::swarm_options&)>& change) {
        wua::swarm_options options = local_options(output.path());
        change(options);
        try
        {
            wua::swarm_engine made(std::move(options));
        }
        catch (const wua::hresult_error& error)
        {
            return std::string(error.text());
        }
        return std::string();
    };
    CHECK(has(fault_of([](auto& of) { of.peers = {"127.0.0.1"}; }), "a peer is an address and a port"));
    CHECK(has(fault_of([](auto& of) { of.seeding.networks = {"10.0.0.0/33"}; }), "a network of peers"));
    for (const char* const text : {"rubbish", "127.0.0.1", "[::1:0", "127.0.0.1:65536", "127.0.0.1:0,", ":6881"})
    {
        CHECK(has(fault_of([&](auto& of) { of.listen = text; }), "where peers may connect"));
    }
    for (const char* const text : {"rubbish", "", "ftp://host/announce", "http://", "udp:///a", "http://a\nb"})
    {
        CHECK(has(fault_of([&](auto& of) { of.trackers = {text}; }), "a tracker is a URL"));
    }
    for (const char* const text : {"", "0.0.0.0:0,[::]:0", "eth0:6881", "[::1]:0"})
    {
        CHECK(fault_of([&](auto& of) { of.listen = text; }) == "");
    }
    CHECK(has(fault_of([](auto& of) { of.stall_time = 0ms; }), "above 0"));
    CHECK(has(fault_of([](auto& of) { of.seeding.time = -1s; }), "must not be negative"));
    CHECK(has(fault_of([](auto& of) { of.web_seed_delay = -1ms; }), "web_seed_delay"));
    CHECK(has(fault_of([](auto& of) { of.max_peers = 0; }), "max_peers"));
    CHECK(has(fault_of([](auto& of) { of.encryption = static_cast<wua::swarm_encryption>(9); }), "encryption"));
    CHECK(has(fault_of([](auto& of) { of.http.sync = static_cast<wua::sync_policy>(9); }), "sync"));
    CHECK(has(fault_of([](auto& of) { of.http.segments.max_per_file = 0; }), "segments"));
}

TEST_CASE("a swarm of other content is left for good, and the file fetched again", "[swarm_faults]")
{
    // The torrent is of other content of the same size, which its URLs do not have.
    served_file served;
    const published_file other(five_pieces, 2);
    nginx others;
    write_file(others.root() / "update.bin", other.content);
    temporary_folder elsewhere;
    wua::swarm_options options = local_options(elsewhere.path());
    options.seeding.time = 60s;
    wua::swarm_engine liar(options);
    watched_job job(other.update(others.url("update.bin")));
    liar.start(job.transfer());
    REQUIRE(job.wait());
    REQUIRE(holds_soon([&] { return liar.status().seeding == 1 && liar.status().port != 0; }));
    options = local_options(served.output.path());
    options.peers = {"127.0.0.1:" + std::to_string(liar.status().port)};
    options.uses_web_seeds = false;
    options.lonely_time = 10s;
    options.stall_time = 10s;
    const download got(
        options, served.file.update(served.server.url("update.bin"), {other.made.torrent, {}, other.made.info_hash}));
    CHECK(got.result == wua::outcome::succeeded());
    CHECK(has(got.swarm_text(), "wrong digest"));
    CHECK(served.is_stored());
}

TEST_CASE("a disk that is full ends the update as it does without a swarm", "[swarm_faults]")
{
    served_file served;
    wua::swarm_options options = local_options(served.output.path());
    options.http.retry.busy_deadline = 1ms;
    options.http.hook = [](wua::disk_operation operation, std::string_view name) {
        const bool fails = operation == wua::disk_operation::write && name == "update.bin.part";
        return wua::disk_verdict{.error = fails ? ENOSPC : 0};
    };
    const download got(options, served.update());
    CHECK(got.result.code == wua::orcFailed);
    CHECK(got.result.hresult == wua::error_disk_full);
}

TEST_CASE("a port that is taken is reported, and the download goes on", "[swarm_faults]")
{
    served_file served;
    const wua::bad_peer taker(wua::peer_fault::stalls, 5);
    wua::swarm_options options = local_options(served.output.path());
    options.listen = taker.address();
    wua::swarm_engine engine(options);
    watched_job job(served.update());
    engine.start(job.transfer());
    REQUIRE(job.wait());
    CHECK(job.result() == wua::outcome::succeeded());
    CHECK(has(engine.status().problem, "peers cannot connect to port " + std::to_string(taker.port())));
    CHECK(engine.status().port == 0);
    CHECK(served.is_stored());
}

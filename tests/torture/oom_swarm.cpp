// SPDX-License-Identifier: MIT
// The engine that downloads through swarms. Allocations by libtorrent itself do not fail here: they are made on its own
// threads, where nobody could catch the exception. All others may: on the callers' threads, on this library's, and on
// libtorrent's threads in this library's code.

#include "engine/scratch_directory.hpp"
#include "torture/oom_download.hpp"
#include "torture/oom_job.hpp"
#include "torture/oom_point.hpp"
#include "torture/oom_server.hpp"

#ifdef WUA_HAS_LIBTORRENT
#include <wua/engine/swarm_engine.hpp>
#include <wua/engine/torrent_maker.hpp>
#include <wua/model/content_swarm.hpp>
#include <wua/model/file_details.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace
{

using namespace std::chrono_literals;
using oom::check_result;
using oom::point;
using oom::range_server;
using oom::wait_for_end;

constexpr std::size_t three_pieces = 40'000;
constexpr std::uint64_t lanes = 12;

// A file as its publisher has it; made with its own allocations not counted.
struct published
{
    published()
    {
        for (std::size_t i = 0; i != three_pieces; ++i)
        {
            content += static_cast<char>('a' + i % 23);
        }
        const scratch_directory scratch;
        oom::write_file(scratch.path() / "update", content);
        made = wua::make_torrent(scratch.path() / "update", {.piece_size = 16U << 10U});
    }

    std::string content;
    wua::made_torrent made;
};

const published& the_file()
{
    static const published file;
    return file;
}

wua::update_pointer update(std::string url, std::string name, wua::content_swarm swarm)
{
    wua::update_item item;
    wua::content_file& file = item.files.emplace_back();
    file.urls = {std::move(url)};
    file.file_name = std::move(name);
    file.size = three_pieces;
    file.digest = oom::sha256_of(the_file().content);
    wua::file_details details;
    details.swarm = std::make_shared<const wua::content_swarm>(std::move(swarm));
    file.details = std::make_shared<const wua::file_details>(std::move(details));
    return std::make_shared<const wua::update_item>(std::move(item));
}

wua::update_pointer update(std::string url)
{
    return update(std::move(url), "update",
                  {.torrent = the_file().made.torrent, .source = {}, .info_hash = the_file().made.info_hash});
}

std::shared_ptr<wua::detail::ledger> ledger_of(std::vector<wua::update_pointer> items)
{
    return std::make_shared<wua::detail::ledger>(std::move(items));
}

wua::swarm_options options_for(const std::filesystem::path& directory)
{
    wua::swarm_options options;
    options.http.directory = directory;
    options.http.retry.first_delay = 1ms;
    options.http.journal_from = 1;
    options.http.journal_every = 1ms;
    options.http.sync = wua::sync_policy::never;
    options.listen = "127.0.0.1:0";
    options.stall_time = 2s;
    options.lonely_time = 1s;
    return options;
}

template <class Condition>
void wait_until(Condition&& condition)
{
    const oom::spared not_counted;
    while (!condition()) // an alarm ends a test that hangs
    {
        std::this_thread::sleep_for(200us);
    }
}

bool begin(point& at, std::optional<wua::swarm_engine>& engine, const wua::swarm_options& options)
{
    return at([&] { engine.emplace(options); });
}

void start(point& at, wua::swarm_engine& engine, const std::shared_ptr<wua::detail::ledger>& job)
{
    if (!at.survives([&] { engine.start(wua::transfer(job)); }))
    {
        at.expect(job->is_completed(), "a transfer that was refused has not ended");
    }
}

// It must have gone on without the swarm, or had no memory to go on.
void check_update(point& at, const wua::detail::ledger& job, std::size_t index, const std::filesystem::path& file)
{
    const wua::outcome result = job.snapshot().result(index);
    if (result.hresult == wua::wu_e_dm_unexpected && oom::failed() != 0)
    {
        return; // its transfer was refused
    }
    check_result(at, result, wua::orcSucceeded);
    at.expect(!result.is_success() || oom::read_file(file) == the_file().content, "a success without its file");
}

// Downloads with an engine of its own; false if there was no memory for the engine.
bool download(point& at, const wua::swarm_options& options, const std::shared_ptr<wua::detail::ledger>& job)
{
    std::optional<wua::swarm_engine> engine;
    if (!begin(at, engine, options))
    {
        return false;
    }
    start(at, *engine, job);
    at.survives([&] { wait_for_end(*job); });
    at.survives([&] { static_cast<void>(engine->status()); });
    at.survives([&] { engine.reset(); });
    oom::check_ended(at, *job);
    return true;
}

// From its URL, which the swarm uses as a web seed.
void by_web_seed(point& at)
{
    const oom::own_only not_libtorrent;
    const scratch_directory scratch;
    const range_server server(the_file().content);
    const auto job = ledger_of({update(server.url("update"))});
    if (download(at, options_for(scratch.path()), job))
    {
        check_update(at, *job, 0, scratch.path() / "update");
    }
}

// From another engine, which keeps seeding it.
void by_peer(point& at)
{
    const oom::own_only not_libtorrent;
    const scratch_directory scratch;
    const range_server server(the_file().content);
    wua::swarm_options options = options_for(scratch.path() / "giver");
    options.seeding.time = 1h;
    std::optional<wua::swarm_engine> giver(std::in_place, options);
    const auto first = ledger_of({update(server.url("update"))});
    giver->start(wua::transfer(first));
    wait_for_end(*first);
    wait_until([&] { return giver->status().seeding == 1 && giver->status().port != 0; });

    options = options_for(scratch.path() / "taker");
    options.peers = {"127.0.0.1:" + std::to_string(giver->status().port)};
    options.seeding.networks = {"127.0.0.0/8"};
    options.uses_web_seeds = false;
    const auto job = ledger_of({update(server.url("update"))});
    if (download(at, options, job))
    {
        check_update(at, *job, 0, scratch.path() / "taker" / "update");
    }
    at.survives([&] { giver.reset(); });
    at.expect(oom::read_file(scratch.path() / "giver" / "update") == the_file().content, "what was given has changed");
}

// Part of the file is there, and some of that is wrong.
void continued(point& at)
{
    const oom::own_only not_libtorrent;
    const scratch_directory scratch;
    {
        const range_server server(the_file().content, 30'000);
        wua::curl_engine engine(options_for(scratch.path()).http);
        const auto job = ledger_of({update(server.url("update"))});
        engine.start(wua::transfer(job));
        wait_until([&] { return job->snapshot().bytes_downloaded() == 30'000; });
        job->request_abort();
        wait_for_end(*job);
    }
    for (const auto& each : std::filesystem::directory_iterator(scratch.path()))
    {
        std::string text = oom::read_file(each.path());
        if (text.starts_with(the_file().content.substr(0, 100)))
        {
            text[17'000] = '!';
            oom::write_file(each.path(), text);
        }
    }
    const range_server server(the_file().content);
    const auto job = ledger_of({update(server.url("update"))});
    if (download(at, options_for(scratch.path()), job))
    {
        check_update(at, *job, 0, scratch.path() / "update");
    }
}

// Torrents that cannot be used, from a file and from a server, and two files with the same swarm.
void without_use(point& at)
{
    const oom::own_only not_libtorrent;
    const scratch_directory scratch;
    const range_server server(the_file().content);
    const std::string& info_hash = the_file().made.info_hash;
    oom::write_file(scratch.path() / "broken", "d4:infode");
    const auto job = ledger_of({
        update(server.url("update"), "update",
               {.torrent = {}, .source = server.url("torrent"), .info_hash = info_hash}),
        update(server.url("second"), "second",
               {.torrent = {}, .source = (scratch.path() / "broken").string(), .info_hash = info_hash}),
        update(server.url("update"), "third",
               {.torrent = the_file().made.torrent, .source = {}, .info_hash = info_hash}),
        update(server.url("update"), "fourth",
               {.torrent = the_file().made.torrent, .source = {}, .info_hash = std::string(64, 'a')}),
        update(server.url("update"), "fifth",
               {.torrent = the_file().made.torrent, .source = {}, .info_hash = info_hash}),
    });
    if (!download(at, options_for(scratch.path()), job))
    {
        return;
    }
    const std::array<const char*, 5> names{"update", "second", "third", "fourth", "fifth"};
    for (std::size_t i = 0; i != names.size(); ++i)
    {
        const bool is_success = job->snapshot().result(i).is_success();
        at.expect(is_success || oom::failed() != 0, "an update failed, although memory was there");
        at.expect(!is_success || oom::read_file(scratch.path() / names[i]) == the_file().content,
                  "a success without its file"); // libcurl does not tell why a connection failed
    }
}

// Paused, resumed with a limit, and aborted; another one is running when the engine ends.
void controlled(point& at)
{
    const oom::own_only not_libtorrent;
    const scratch_directory scratch;
    const range_server server(the_file().content, 17'000);
    const auto first = ledger_of({update(server.url("update"))});
    const auto second = ledger_of({update(server.url("update"))});
    const auto has_begun = [](const auto& job) {
        return job->is_completed() || job->snapshot().bytes_downloaded() != 0;
    };
    std::optional<wua::swarm_engine> engine;
    wua::swarm_options options = options_for(scratch.path());
    options.stall_time = 10s;
    if (!begin(at, engine, options))
    {
        return;
    }
    start(at, *engine, first);
    at.survives([&] {
        wait_until([&] { return has_begun(first); });
        engine->set_bandwidth(1'000'000);
        first->set_bandwidth(500'000);
        first->set_priority(wua::dpHigh);
        first->want_pause(true);
        std::this_thread::sleep_for(5ms);
        first->want_pause(false);
        std::this_thread::sleep_for(5ms);
        first->request_abort();
    });
    at.survives([&] {
        first->request_abort();
        wait_for_end(*first);
    });
    start(at, *engine, second);
    at.survives([&] {
        wait_until([&] { return has_begun(second); });
        engine.reset();
    });
    oom::check_ended(at, *first);
    oom::check_ended(at, *second);
    at.expect(!first->snapshot().result(0).is_success(), "a success without its file");
}

constexpr std::array operations{
    oom::operation{"swarm engine: a file by its URL", by_web_seed, lanes},
    oom::operation{"swarm engine: a file from a peer", by_peer, lanes},
    oom::operation{"swarm engine: the rest of a file", continued, lanes},
    oom::operation{"swarm engine: torrents that are of no use", without_use, lanes},
    oom::operation{"swarm engine paused, limited, aborted and destroyed", controlled, lanes},
};

} // namespace

std::span<const oom::operation> oom::swarm_operations()
{
    return operations;
}
#else
std::span<const oom::operation> oom::swarm_operations()
{
    return {};
}
#endif

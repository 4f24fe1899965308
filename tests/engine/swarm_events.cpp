// SPDX-License-Identifier: MIT
// Downloads through a swarm are aborted and paused at every event that the job is told, and lose nothing by it.

#include "engine/dripped_content.hpp"
#include "engine/event_counter.hpp"
#include "engine/swarm_trial.hpp"
#include <wua/testing/bad_peer.hpp>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

using namespace wua_test;

namespace
{

constexpr wua::misbehaviour dripping{
    .name = "dripping",
    .meaning = "Content in small pieces with pauses.",
    .expected = wua::expectation::delivers,
    .respond = drip<8192, 5>};

// Whom a swarm gets its content from.
enum class swarm_source
{
    url,
    peer,
    peer_and_url,
    silent_peer, // so that the URL is asked without the swarm
    fetched_torrent,
};
constexpr const char* source_names[] = {
    "by its URL", "from a peer", "from a peer and its URL", "after a peer that is silent", "by a torrent of a URL"};

class swarm_world
{
public:
    // Does that to a download after so many events, and then downloads it whole. False: the job had fewer events.
    bool download(swarm_source source, deed what, std::size_t event) const
    {
        const temporary_folder output;
        std::uint64_t there = 0;
        bool had_event = false;
        {
            const auto counter = std::make_shared<event_counter>(event);
            trial_job job(update_for(source));
            wua::transfer transfer = job.transfer();
            transfer.record(counter);
            wua::swarm_options options = options_for(source, output.path());
            options.http.pause_patience = event % 2 == 0 ? 0ms : 10s;
            wua::swarm_engine engine(std::move(options));
            engine.start(std::move(transfer));
            had_event = counter->wait();
            const auto asked = std::chrono::steady_clock::now();
            what == deed::abort ? job.ledger().request_abort() : job.ledger().want_pause(true);
            if (what != deed::abort)
            {
                job.wait_for([](const auto& now) { return now.is_completed() || now.is_paused(); }, "stood still");
                const std::uint64_t before = job.ledger().progress_of(0).bytes_downloaded;
                what == deed::pause ? job.ledger().want_pause(false) : job.ledger().request_abort();
                job.wait();
                demand(job.ledger().progress_of(0).bytes_downloaded >= before, "the pause has lost bytes");
            }
            const wua::outcome result = job.wait();
            demand(what != deed::abort || std::chrono::steady_clock::now() - asked < 2s, "the abort took long");
            const bool is_whole = result == wua::outcome::succeeded();
            demand(is_whole || (what != deed::pause && result == wua::outcome::aborted()),
                   "the outcome is another one: " + result.detail);
            demand(std::filesystem::exists(output / m_file.name) == is_whole, "the name says something else");
            there = is_whole ? m_file.content.size() : job.ledger().progress_of(0).bytes_downloaded;
        }
        trial_job job(update_for(source));
        wua::swarm_engine engine(options_for(source, output.path()));
        engine.start(job.transfer());
        job.wait_for_success();
        demand(has_content(output / m_file.name, m_file.content), "the content is wrong");
        demand(names_in(output.path()) == std::vector<std::string>{m_file.name}, "something is left");
        const wua::swarm_status status = engine.status();
        constexpr std::uint64_t under_way = 65'536; // parts of pieces, and what both bring at the end
        demand(there + status.bytes_of_peers + status.bytes_of_web_seeds <= m_file.content.size() + under_way,
               "what was there was fetched again");
        return had_event;
    }

private:
    wua::update_pointer update_for(swarm_source source) const
    {
        return source == swarm_source::fetched_torrent
                   ? m_file.update(m_url, {{}, m_torrent_url, m_file.made.info_hash})
                   : m_file.update(m_url);
    }

    wua::swarm_options options_for(swarm_source source, const std::filesystem::path& directory) const
    {
        wua::swarm_options options = local_options(directory);
        options.http.journal_from = 1;
        options.http.journal_every = 10ms;
        options.http.sync = wua::sync_policy::never;
        options.http.engine_bandwidth = 800'000; // so that there are events on the way
        options.web_seed_delay = 0ms;
        options.lonely_time = 3s;
        options.stall_time = 10s;
        if (source == swarm_source::peer || source == swarm_source::peer_and_url)
        {
            options.peers = {m_provider.address()};
        }
        else if (source == swarm_source::silent_peer)
        {
            options.peers = {m_silent.address()};
            options.stall_time = 300ms;
        }
        options.uses_web_seeds = source != swarm_source::peer && source != swarm_source::silent_peer;
        return options;
    }

    const published_file m_file{256U << 10U, 1, {.piece_size = 16U << 10U}};
    wua::fault_server m_server;
    const std::string m_url = m_server.serve("/update.bin", m_file.content, dripping);
    const std::string m_torrent_url = m_server.serve("/update.torrent", m_file.made.torrent, dripping);
    const giving_machine m_provider{m_file};
    const wua::bad_peer m_silent{wua::peer_fault::stalls, 16};
};

} // namespace

TEST_CASE("a download through a swarm that is aborted or paused at any event loses nothing", "[swarm_events]")
{
    const char* const report = std::getenv("WUA_SWARM_EVENTS_REPORT"); // a row; see tests/bench/README.md
    const std::size_t stride = report != nullptr ? 1 : 1000;
    const swarm_world world;
    std::atomic<std::size_t> runs{0};
    trial_lanes lanes;
    for (const swarm_source source : {swarm_source::url, swarm_source::peer, swarm_source::peer_and_url,
                                      swarm_source::silent_peer, swarm_source::fetched_torrent})
    {
        for (const deed what : {deed::abort, deed::pause, deed::pause_and_abort})
        {
            const std::string name = std::string(source_names[static_cast<int>(source)]) + ", " +
                                     deed_names[static_cast<int>(what)] + " after event ";
            lanes.add(name, [&world, &runs, source, what, stride] {
                const std::size_t first = stride == 1 ? 1 : 5 + 4 * static_cast<std::size_t>(what);
                for (std::size_t event = first;; event += stride)
                {
                    try
                    {
                        const bool had_event = world.download(source, what, event);
                        ++runs;
                        if (!had_event || stride > 100)
                        {
                            return;
                        }
                    }
                    catch (const std::exception& error)
                    {
                        throw std::runtime_error(std::to_string(event) + ": " + error.what());
                    }
                }
            });
        }
    }
    CHECK(lanes.wait() == std::vector<std::string>());
    if (report != nullptr)
    {
        std::ofstream(report) << "[{\"name\":\"torture_abort_swarm\",\"ours\":" << runs << ",\"reference\":" << runs
                              << ",\"reference_name\":\"aborts and pauses, the right file in the end\",\"ratio\":1,"
                                 "\"goal\":\">= 1.0\"}]\n";
        WARN("aborted and paused " << runs << " times");
    }
}

// SPDX-License-Identifier: MIT
// A process that downloads through a swarm is killed at every operation on the disk, and each sync fails once; the next
// one ends with the right file.

#include "engine/crash_child.hpp"
#include "engine/dripped_content.hpp"
#include "engine/swarm_trial.hpp"

#include <atomic>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

using namespace wua_test;

namespace
{

constexpr std::size_t crash_size = 160U << 10U;
constexpr wua::torrent_options small_pieces{.piece_size = 16U << 10U};

constexpr wua::misbehaviour unhurried_seed{
    .name = "unhurried_seed",
    .meaning = "Content in small pieces with pauses.",
    .expected = wua::expectation::delivers,
    .respond = drip<8192, 10>};

// From a peer, if one is named, and else from the URL, by the swarm.
wua::swarm_options crash_options_in_swarm(const std::filesystem::path& directory, const std::string& peer)
{
    wua::swarm_options options = local_options(directory);
    options.http.journal_from = 1;
    options.http.journal_every = 10ms;
    options.http.engine_bandwidth = 600'000; // so that journals are written on the way
    options.web_seed_delay = 0ms;
    options.lonely_time = 3s;
    options.stall_time = 10s;
    options.uses_web_seeds = peer.empty();
    if (!peer.empty())
    {
        options.peers = {peer};
    }
    return options;
}

// What both processes know.
class crash_world
{
public:
    crash_world()
    {
        write_file(m_torrent, m_file.made.torrent);
    }

    // The number of the signal that ended a download with its whole lot, or 0.
    int kill(std::size_t operation, bool has_peer, const std::filesystem::path& directory) const
    {
        return run_crash_child(
            "[swarm_crash_child]",
            {{"URL", m_url},
             {"DIRECTORY", directory.string()},
             {"PEER", has_peer ? m_provider.address() : std::string()},
             {"TORRENT", m_torrent.string()},
             {"INFO_HASH", m_file.made.info_hash},
             {"AT", std::to_string(operation)}});
    }

    // How many bytes of content came.
    std::uint64_t end_right(bool has_peer, const std::filesystem::path& directory) const
    {
        wua::swarm_engine engine(crash_options_in_swarm(directory, has_peer ? m_provider.address() : std::string()));
        trial_job job(m_file.update(m_url));
        engine.start(job.transfer());
        job.wait_for_success();
        demand(has_content(directory / m_file.name, m_file.content), "the content is wrong");
        demand(names_in(directory) == std::vector<std::string>{m_file.name}, "something is left");
        const wua::swarm_status status = engine.status();
        return status.bytes_of_peers + status.bytes_of_web_seeds;
    }

    // A sync that fails. False: there were fewer.
    bool fail_sync(std::size_t failing, bool has_peer, const std::filesystem::path& directory) const
    {
        std::atomic<std::size_t> syncs{0};
        wua::swarm_options options = crash_options_in_swarm(directory, has_peer ? m_provider.address() : std::string());
        options.http.hook = [&](wua::disk_operation operation, std::string_view) {
            const bool is_sync =
                operation == wua::disk_operation::sync || operation == wua::disk_operation::sync_directory;
            return wua::disk_verdict{.error = is_sync && ++syncs == failing ? EIO : 0};
        };
        wua::swarm_engine engine(std::move(options));
        trial_job job(m_file.update(m_url));
        engine.start(job.transfer());
        const wua::outcome result = job.wait();
        demand(!result.is_success() || has_content(directory / m_file.name, m_file.content), "a success is none");
        return syncs >= failing;
    }

private:
    const published_file m_file{crash_size, 1, small_pieces};
    const std::filesystem::path m_torrent = m_file.folder / "update.torrent"; // nothing is left of who is killed
    wua::fault_server m_server;
    const std::string m_url = m_server.serve("/update.bin", m_file.content, unhurried_seed);
    const giving_machine m_provider{m_file};
};

// Trials 1, 2, 3 ..., some at a time, until one says that there are no more.
template <class Trial>
void add_lanes(trial_lanes& lanes, const std::string& name, std::size_t count, std::size_t stride, const Trial& trial)
{
    for (std::size_t first = 1; first <= count; ++first)
    {
        lanes.add(name, [first, step = count * stride, trial] {
            for (std::size_t number = first;; number += step)
            {
                try
                {
                    if (!trial(number))
                    {
                        return;
                    }
                }
                catch (const std::exception& error)
                {
                    throw std::runtime_error(std::to_string(number) + ": " + error.what());
                }
            }
        });
    }
}

} // namespace

TEST_CASE("the part of the process that is killed while it has a swarm", "[.][swarm_crash_child]")
{
    crash_child mine;
    wua::swarm_options options = crash_options_in_swarm(mine.told("DIRECTORY"), mine.told("PEER"));
    options.http.hook = [&](wua::disk_operation, std::string_view) {
        mine.count_operation();
        return wua::disk_verdict{0, 6000}; // so that it also dies between two pieces of a write
    };
    wua::swarm_engine engine(std::move(options));
    watched_job job(update_with_swarm(
        "update.bin", some_bytes(crash_size), mine.told("URL"), {{}, mine.told("TORRENT"), mine.told("INFO_HASH")}));
    engine.start(job.transfer());
    REQUIRE(job.wait());
    REQUIRE(job.result() == wua::outcome::succeeded());
}

TEST_CASE("a download through a swarm that was killed at any operation on the disk ends right after a restart",
          "[swarm_crash]")
{
    const char* const report = std::getenv("WUA_SWARM_CRASH_REPORT"); // a row; see tests/bench/README.md
    const std::size_t stride = report != nullptr ? 1 : 9;
    const crash_world world;
    std::atomic<std::size_t> crashes{0};
    std::atomic<std::size_t> continued{0};
    trial_lanes lanes;
    for (const bool has_peer : {true, false})
    {
        add_lanes(lanes, has_peer ? "a peer, operation " : "a URL, operation ", 5, stride,
                  [&world, &crashes, &continued, has_peer](std::size_t operation) {
                      const temporary_folder output;
                      if (world.kill(operation, has_peer, output.path()) == 0)
                      {
                          return false; // it had fewer operations than that
                      }
                      ++crashes;
                      continued += world.end_right(has_peer, output.path()) < crash_size ? 1U : 0U;
                      return true;
                  });
    }
    CHECK(lanes.wait() == std::vector<std::string>());
    CHECK(crashes >= 10);
    CHECK(continued >= 2);
    if (report != nullptr)
    {
        std::ofstream(report) << "[{\"name\":\"crash_swarm\",\"ours\":" << crashes << ",\"reference\":" << crashes
                              << ",\"reference_name\":\"kills, the right file after a restart\",\"ratio\":1,"
                                 "\"goal\":\">= 1.0\"}]\n";
    }
    WARN("killed " << crashes << " times, " << continued << " downloads were continued");
}

TEST_CASE("a sync that fails once while a swarm downloads costs no more than an attempt", "[swarm_crash]")
{
    const std::size_t stride = std::getenv("WUA_SWARM_CRASH_REPORT") != nullptr ? 1 : 4;
    const crash_world world;
    std::atomic<std::size_t> failed{0};
    trial_lanes lanes;
    for (const bool has_peer : {true, false})
    {
        add_lanes(lanes, has_peer ? "a peer, sync " : "a URL, sync ", 4, stride,
                  [&world, &failed, has_peer](std::size_t failing) {
                      const temporary_folder output;
                      const bool has_failed = world.fail_sync(failing, has_peer, output.path());
                      world.end_right(has_peer, output.path());
                      failed += has_failed ? 1U : 0U;
                      return has_failed;
                  });
    }
    CHECK(lanes.wait() == std::vector<std::string>());
    CHECK(failed >= 5);
}

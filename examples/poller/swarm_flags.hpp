// SPDX-License-Identifier: MIT
#pragma once

// The options that concern swarms, and the summary of them at the end.

#include "byte_text.hpp"
#include "manifest.hpp"
#include "usage_error.hpp"
#include "used_options.hpp"
#include <wua/engine/curl_options.hpp>
#include <wua/engine/swarm_options.hpp>
#include <wua/job/job.hpp>
#include <wua/model/content_swarm.hpp>
#include <wua/model/download_story.hpp>
#include <wua/model/file_details.hpp>
#include <wua/text/text.hpp>

#ifdef POLLER_HAS_SWARM
#include <wua/engine/swarm_engine.hpp>
#else
#include <wua/engine/curl_engine.hpp>
#endif

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

namespace poller
{

struct swarm_flags
{
    wua::swarm_options chosen;
    int seed_time = 0; // seconds
    std::string seed_rate;
    std::string seed_bytes;
    bool is_encrypted = false;
    bool has_no_web_seeds = false;

    void add_to(CLI::App& app)
    {
        constexpr const char* group = "Swarms (--engine swarm)";
        const auto add = [&](const char* name, auto& value, const char* what) {
            return m_options.add(app.add_option(name, value, what)->group(group)->allow_extra_args(false));
        };
        const auto add_flag = [&](const char* name, bool& value, const char* what) {
            m_options.add(app.add_flag(name, value, what)->group(group));
        };
        add("--peer", chosen.peers, "a peer to begin with, such as 192.0.2.1:6881; may be repeated");
        add("--tracker", chosen.trackers, "a tracker in addition to those of the torrents; may be repeated");
        add("--listen", chosen.listen, "where peers may connect, such as 0.0.0.0:6881,[::]:6881; port 0: any");
        add("--peer-network", chosen.seeding.networks, "talk only to peers there, such as 10.0.0.0/8; may be repeated");
        add("--seed-time", seed_time, "seconds to keep seeding the files after the job");
        add("--seed-rate", seed_rate, "the most bytes per second to upload, such as 500K; 0: no limit");
        add("--seed-bytes", seed_bytes, "the most bytes of each file to upload, such as 2G; 0: no limit");
        add_flag("--dht", chosen.uses_dht, "find peers through the DHT, which anybody can read");
        add_flag("--local-peers", chosen.uses_local_discovery,
                 "find peers by announcements in the local network, which anybody there can see");
        add_flag("--encrypt-peers", is_encrypted, "connect to peers only with encryption");
        add_flag("--no-web-seeds", has_no_web_seeds, "the swarm asks no URL; missing parts are fetched afterwards");
    }

    // Throws usage_error if any of them was given.
    void require_unused() const
    {
        m_options.refuse("needs --engine swarm");
    }

    // Throws usage_error.
    wua::swarm_options with(wua::curl_options http) const
    {
        wua::swarm_options made = chosen;
        made.http = std::move(http);
        if (seed_time < 0)
        {
            throw usage_error("--seed-time must not be negative");
        }
        made.seeding.time = std::chrono::seconds(seed_time);
        made.seeding.rate = seed_rate.empty() ? 0 : read_rate(seed_rate, "--seed-rate");
        made.seeding.max_bytes = seed_bytes.empty() ? 0 : read_size(seed_bytes, "--seed-bytes");
        made.encryption = is_encrypted ? wua::swarm_encryption::required : wua::swarm_encryption::allowed;
        made.uses_web_seeds = !has_no_web_seeds;
        return made;
    }

private:
    used_options m_options;
};

// Details of a torrent, which is a URL or a file. Throws usage_error.
inline std::shared_ptr<const wua::file_details> swarm_details(const std::string& torrent, const std::string& info_hash)
{
    wua::content_swarm swarm{.torrent = {}, .source = torrent, .info_hash = info_hash};
    if (torrent.find("://") != std::string::npos)
    {
        check_url(torrent, "--torrent", false);
    }
    else
    {
        std::error_code error;
        const std::filesystem::path path = std::filesystem::absolute(torrent, error);
        if (error || !std::filesystem::is_regular_file(path, error))
        {
            throw usage_error(fmt::format("--torrent: '{}' is not a file", torrent));
        }
        const std::u8string text = path.u8string();
        swarm.source.assign(text.begin(), text.end());
    }
    if (const std::string fault = fault_of(swarm); !fault.empty())
    {
        throw usage_error(fmt::format("--info-hash: {}", fault));
    }
    wua::file_details details;
    details.swarm = std::make_shared<const wua::content_swarm>(std::move(swarm));
    return std::make_shared<const wua::file_details>(std::move(details));
}

// The number of peers, and the share that they have contributed so far.
inline std::string swarm_line(const wua::swarm_status& status)
{
    const std::uint64_t all = status.bytes_of_peers + status.bytes_of_web_seeds;
    std::string line = fmt::format("{} {}", status.peers, status.peers == 1 ? "peer" : "peers");
    if (all != 0)
    {
        line += fmt::format(", {} % from peers ({} of {})", status.bytes_of_peers * 100 / all,
                            wua::byte_count{status.bytes_of_peers}, wua::byte_count{all});
    }
    if (status.bytes_to_peers != 0)
    {
        line += fmt::format(", {} to peers", wua::byte_count{status.bytes_to_peers});
    }
    return line;
}

// For the end: what came from peers, and which swarms were of no use.
inline std::vector<std::string> swarm_lines(const wua::swarm_status& status, const wua::job& job)
{
    const std::uint64_t all = status.bytes_of_peers + status.bytes_of_web_seeds;
    std::vector<std::string> lines;
    for (std::size_t i = 0; i != job.updates().size(); ++i)
    {
        for (const wua::attempt_record& each : job.story(i).attempts)
        {
            if (each.decision == wua::attempt_decision::do_without_swarm)
            {
                lines.push_back(fmt::format("{} without its swarm: {}", wua::printable(job.updates()[i]->title),
                                            wua::printable(each.result.detail)));
            }
        }
    }
    if (all != 0)
    {
        lines.push_back(fmt::format(
            "The swarm delivered {}: {} % from peers ({}), the rest from URLs; {} sent to peers", wua::byte_count{all},
            status.bytes_of_peers * 100 / all, wua::byte_count{status.bytes_of_peers},
            wua::byte_count{status.bytes_to_peers}));
    }
    if (status.poisoned_pieces != 0)
    {
        lines.push_back(fmt::format("{} pieces with wrong content were discarded", status.poisoned_pieces));
    }
    if (!status.problem.empty())
    {
        lines.push_back(fmt::format("The swarm: {}", wua::printable(status.problem)));
    }
    return lines;
}

#ifdef POLLER_HAS_SWARM
inline std::shared_ptr<wua::swarm_engine> make_swarm_engine(const swarm_flags& flags, wua::curl_options http)
{
    return std::make_shared<wua::swarm_engine>(flags.with(std::move(http)));
}
#else
class no_swarm_engine : public wua::curl_engine
{
public:
    wua::swarm_status status() const
    {
        return {};
    }
    wua::swarm_file_status status_of(const wua::content_file&) const
    {
        return {};
    }
};

[[noreturn]] inline std::shared_ptr<no_swarm_engine> make_swarm_engine(const swarm_flags&, wua::curl_options)
{
    throw usage_error("this poller was built without libtorrent, which --engine swarm needs");
}
#endif

} // namespace poller

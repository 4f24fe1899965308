// SPDX-License-Identifier: MIT
// The parts of the swarm benchmark, each of which runs in a process of its own:
//   wua_swarm_bench publish FILE URL TRACKER     writes FILE.torrent, prints its info-hash
//   wua_swarm_bench tracker                      prints its URL and serves until its standard input ends
//   wua_swarm_bench machine FOLDER URL TORRENT INFO_HASH SIZE SHA256 RATE
//                                                prints the seconds it took, and seeds the file until then
//   wua_swarm_bench alone FOLDER URL SIZE SHA256 RATE
//                                                the same by curl_engine
//   wua_swarm_bench simulate                     prints the simulation's results, as lines of JSON

#include "bench/swarm/simulation.hpp"
#include <wua/engine/swarm_engine.hpp>
#include <wua/engine/torrent_maker.hpp>
#include <wua/job/job.hpp>
#include <wua/model/content_swarm.hpp>
#include <wua/model/file_details.hpp>
#include <wua/testing/loopback_tracker.hpp>

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <fstream>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace
{

void wait_for_end_of_input()
{
    std::fflush(stdout);
    while (std::getchar() != EOF)
    {}
}

void publish(const std::filesystem::path& file, const std::string& url, const std::string& tracker)
{
    wua::torrent_options options;
    options.trackers = {tracker};
    options.web_seeds = {url};
    const wua::made_torrent made = wua::make_torrent(file, options);
    std::ofstream(file.string() + ".torrent", std::ios::binary) << made.torrent;
    std::printf("%s\n", made.info_hash.c_str());
}

wua::content_file file_of(const std::string& url, const std::string& size, const std::string& sha256)
{
    wua::content_file file;
    file.urls = {url};
    file.size = std::stoull(size);
    file.digest = wua::content_digest::sha256(sha256);
    return file;
}

wua::curl_options http_options(const std::string& folder, const std::string& rate)
{
    wua::curl_options options;
    options.directory = folder;
    options.sync = wua::sync_policy::never;
    options.engine_bandwidth = std::stoull(rate);
    return options;
}

template <class Engine>
void download(const std::shared_ptr<Engine>& engine, wua::content_file file)
{
    wua::update_item item;
    item.files.push_back(std::move(file));
    const auto began = std::chrono::steady_clock::now();
    wua::job job = wua::start(engine, {std::make_shared<const wua::update_item>(std::move(item))});
    if (!job.wait().is_success())
    {
        throw std::runtime_error(job.result(0).detail);
    }
    std::printf("%.2f\n", std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count());
    wait_for_end_of_input();
}

void download_alone(const std::vector<std::string>& words)
{
    download(std::make_shared<wua::curl_engine>(http_options(words.at(0), words.at(4))),
             file_of(words.at(1), words.at(2), words.at(3)));
}

void download_together(const std::vector<std::string>& words)
{
    wua::content_file file = file_of(words.at(1), words.at(4), words.at(5));
    wua::file_details details;
    details.swarm = std::make_shared<const wua::content_swarm>(
        wua::content_swarm{.torrent = {}, .source = words.at(2), .info_hash = words.at(3)});
    file.details = std::make_shared<const wua::file_details>(std::move(details));

    wua::swarm_options options;
    options.http = http_options(words.at(0), words.at(6));
    options.listen = "127.0.0.1:0";
    options.seeding.time = std::chrono::hours(1);
    download(std::make_shared<wua::swarm_engine>(std::move(options)), std::move(file));
}

} // namespace

int main(int argc, char** argv)
{
    try
    {
        const std::vector<std::string> words(argv + 1, argv + argc);
        const std::string_view what = words.empty() ? std::string_view() : std::string_view(words[0]);
        if (what == "publish" && words.size() == 4)
        {
            publish(words[1], words[2], words[3]);
        }
        else if (what == "tracker")
        {
            const wua::loopback_tracker tracker;
            std::printf("%s\n", tracker.url().c_str());
            wait_for_end_of_input();
        }
        else if (what == "machine" && words.size() == 8)
        {
            download_together({words.begin() + 1, words.end()});
        }
        else if (what == "alone" && words.size() == 6)
        {
            download_alone({words.begin() + 1, words.end()});
        }
        else if (what == "simulate")
        {
            bench::simulate_fleets();
        }
        else
        {
            std::fprintf(stderr, "see the first lines of main.cpp\n");
            return 2;
        }
        return 0;
    }
    catch (const std::exception& error)
    {
        std::fprintf(stderr, "%s\n", error.what());
        return 1;
    }
}

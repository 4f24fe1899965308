// SPDX-License-Identifier: MIT
// wua_seed REPORT: how much of a file of 64 MiB is fetched when an older version exists, compared with zsync; see run.

#include "../row.hpp"
#include "servers/zsync.hpp"
#include <wua/engine/content/digest_hasher.hpp>
#include <wua/engine/curl_engine.hpp>
#include <wua/engine/seed/seed_matcher.hpp>
#include <wua/job/job.hpp>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <fstream>
#include <memory>
#include <random>
#include <span>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

namespace
{

using namespace wua_test;

constexpr std::size_t size = 64U << 20U;

std::string random_bytes(std::size_t count, std::uint64_t seed)
{
    std::mt19937_64 random(seed);
    std::string bytes(count, '\0');
    for (std::size_t i = 0; i + 8 <= count; i += 8)
    {
        const std::uint64_t word = random();
        std::copy_n(reinterpret_cast<const char*>(&word), 8, bytes.begin() + static_cast<std::ptrdiff_t>(i));
    }
    return bytes;
}

// Changes bytes at this many places of equal size, which make up `share` of the file.
std::string changed(std::string content, std::size_t places, double share)
{
    std::mt19937_64 random(places);
    const auto bytes = static_cast<std::size_t>(static_cast<double>(size) * share / static_cast<double>(places));
    for (std::size_t i = 0; i != places; ++i)
    {
        const std::size_t stretch = size / places;
        content.replace(i * stretch + random() % (stretch - bytes), bytes, random_bytes(bytes + 7, i).substr(0, bytes));
    }
    return content;
}

// Bytes of the bodies that nginx has sent for the requests from this line of its log on.
std::uint64_t sent(const nginx& server, std::ptrdiff_t from)
{
    std::istringstream log(server.access_log());
    std::uint64_t sum = 0;
    for (std::string line; std::getline(log, line);)
    {
        if (from-- <= 0)
        {
            std::istringstream fields(line.substr(line.find("\" ") + 2));
            std::uint64_t status = 0;
            std::uint64_t bytes = 0;
            fields >> status >> bytes;
            sum += bytes;
        }
    }
    return sum;
}

std::ptrdiff_t requests(const nginx& server)
{
    const std::string log = server.access_log();
    return std::count(log.begin(), log.end(), '\n');
}

struct measured
{
    std::uint64_t bytes = 0;
    double seconds = 0;
};

template <class Run>
measured measure(const nginx& server, const temporary_folder& output, std::string_view content, Run&& run)
{
    const std::ptrdiff_t before = requests(server);
    const auto began = std::chrono::steady_clock::now();
    run();
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - began;
    if (read_file(output / "file") != content)
    {
        throw std::runtime_error("a wrong file");
    }
    std::ptrdiff_t lines = 0;
    while (std::exchange(lines, requests(server)) != lines)
    {
        std::this_thread::sleep_for(std::chrono::milliseconds(50)); // nginx logs a request after its answer
    }
    return {sent(server, before), took.count()};
}

// The speed of the matcher alone, in megabytes per second.
double match_speed(const std::string& control_text, std::string_view seed)
{
    const auto control = wua::detail::zsync_control::parse(control_text);
    std::vector<double> speeds;
    for (int round = 0; round != 5; ++round)
    {
        const auto began = std::chrono::steady_clock::now();
        std::uint64_t found = 0;
        wua::detail::seed_matcher matcher(
            control, [&](std::uint64_t, const char*, std::size_t count) { found += count; });
        for (std::string_view rest = seed; !rest.empty();)
        {
            const std::span<char> room = matcher.room();
            const std::size_t count = std::min(room.size(), rest.size());
            std::copy_n(rest.begin(), count, room.begin());
            rest.remove_prefix(count);
            matcher.advance(count);
        }
        matcher.finish();
        const std::chrono::duration<double> took = std::chrono::steady_clock::now() - began;
        speeds.push_back(static_cast<double>(seed.size()) / 1e6 / took.count());
    }
    return *std::max_element(speeds.begin(), speeds.end());
}

void write(const std::vector<bench::row>& rows, const char* path)
{
    nlohmann::json report = nlohmann::json::array();
    for (const bench::row& each : rows)
    {
        report.push_back({{"name", each.name},
                          {"ours", each.ours},
                          {"reference", each.reference},
                          {"reference_name", each.reference_name},
                          {"ratio", each.ratio},
                          {"goal", each.goal}});
    }
    std::ofstream(path) << report.dump(4) << '\n';
}

std::vector<bench::row> compare(const char* name, std::size_t places, double share, const char* goal)
{
    const nginx server;
    const std::string old = random_bytes(size, 1);
    const std::string content = changed(old, places, share);
    write_file(server.root() / "file", content);
    const std::string control = read_file(zsyncmake(server.root() / "file"));
    wua::detail::digest_hasher hasher(wua::digest_algorithm::sha256);
    hasher.update(content.data(), content.size());
    wua::update_item item = *wua::make_item("", server.url("file"), size, hasher.finish());
    item.files[0].seed = wua::content_seed{.control_url = server.url("file.zsync")};

    const temporary_folder theirs;
    write_file(theirs / "seed", old);
    const measured reference = measure(server, theirs, content, [&] {
        run_command("cd " + theirs.path().string() + " && zsync -q -i seed -o file " + server.url("file.zsync"));
    });
    const temporary_folder output;
    write_file(output / "file", old);
    const measured ours = measure(server, output, content, [&] {
        if (!wua::start(std::make_shared<wua::curl_engine>(wua::curl_options{.directory = output.path()}),
                        {std::make_shared<const wua::update_item>(std::move(item))})
                 .wait()
                 .is_success())
        {
            throw std::runtime_error("the download has failed");
        }
    });
    std::printf("%s: %.1f MB/s are matched; %.2f s, zsync %.2f s\n", name, match_speed(control, old), ours.seconds,
                reference.seconds);
    const auto ratio = static_cast<double>(ours.bytes) / static_cast<double>(reference.bytes);
    return {{name, static_cast<double>(ours.bytes), static_cast<double>(reference.bytes),
             "zsync on the same control file, bytes fetched", ratio, goal},
            {std::string(name) + "_share", static_cast<double>(ours.bytes), static_cast<double>(size),
             "the whole file, bytes", static_cast<double>(ours.bytes) / static_cast<double>(size), ""}};
}

} // namespace

int main(int argc, char** argv)
{
    if (argc != 2)
    {
        return 2;
    }
    std::vector<bench::row> rows = compare("seed", 20, 0.05, "<= 1.0");
    for (const bench::row& each : compare("seed_scattered", 5'000, 0.01, "<= 1.0"))
    {
        rows.push_back(each);
    }
    write(rows, argv[1]);
    return 0;
}

// SPDX-License-Identifier: MIT
#pragma once

// Whether the cost per byte grows with the size of files or the number of their mirrors.

#include "../race.hpp"
#include "own_run.hpp"
#include "servers/nginx.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <string>
#include <vector>

namespace bench
{

// Files of one size, enough of them to be measured, and the number of places that have each of them.
struct growth_step
{
    std::string name;
    workload work;
    std::size_t mirrors = 1;
    bool is_base = false;
    bool is_beyond = false; // larger than the base
};

// Processor milliseconds of our program per MiB, digests included.
inline std::vector<row> grow(const std::vector<growth_step>& steps, const char* base, const wua_test::nginx& server,
                             const std::filesystem::path& client, std::size_t rounds)
{
    std::vector<double> medians;
    double reference = 0;
    for (const growth_step& step : steps)
    {
        std::printf("== fetch: growth, %s\n", step.name.c_str());
        std::fflush(stdout);
        const wua_test::temporary_folder folder;
        std::vector<std::string> places;
        for (std::size_t i = 0; i != step.mirrors; ++i)
        {
            places.push_back(server.url(std::string(1, static_cast<char>('a' + i)) + '/'));
        }
        const prepared_files files(step.work, server.root(), places, folder / "lists");
        std::vector<double> times;
        for (std::size_t round = 0; round != rounds; ++round)
        {
            const usage used = run_own(client, files, folder / "out", "verify");
            times.push_back(used.processor * 1e3 / (step.work.megabytes() / 1.048576));
        }
        medians.push_back(median(std::move(times)));
        reference = step.is_base ? medians.back() : reference;
    }
    std::vector<row> rows;
    for (std::size_t i = 0; i != steps.size(); ++i)
    {
        rows.push_back(
            {"growth_" + steps[i].name, medians[i], reference, std::string(base) + ", processor ms for each MiB",
             medians[i] / reference, steps[i].is_beyond ? "<= 1.5" : ""});
    }
    return rows;
}

inline std::vector<row> growth(bool is_long, const std::filesystem::path& client)
{
    constexpr std::uint64_t kib = 1'024;
    constexpr std::uint64_t mib = kib * kib;
    const wua_test::nginx server("access_log off; rewrite ^/[a-p]/(.*)$ /$1;"); // acts as sixteen servers
    const std::size_t rounds = is_long ? 9 : 3;
    std::vector<growth_step> sizes;
    for (const std::uint64_t size : {4 * kib, 64 * kib, mib, 16 * mib, 256 * mib})
    {
        const std::size_t count = std::clamp<std::size_t>((128 * mib) / size, 1, 4'000);
        const std::string bytes = std::to_string(size);
        sizes.push_back({"sizes_" + bytes, {bytes, count, size}, 1, size == mib, size > mib});
    }
    std::vector<growth_step> mirrors;
    for (const std::size_t count : {1, 2, 4, 8, 16})
    {
        const std::string name = std::to_string(count);
        mirrors.push_back({"mirrors_" + name, {name, 64, mib}, count, count == 1, count > 1});
    }
    std::vector<row> rows = grow(sizes, "files of 1 MiB", server, client, rounds);
    const std::vector<row> more = grow(mirrors, "with 1", server, client, rounds);
    rows.insert(rows.end(), more.begin(), more.end());
    return rows;
}

} // namespace bench

// SPDX-License-Identifier: MIT
#pragma once

// The cost of having every file on the disk before it is reported. Only this is measured on a real disk: that of the
// folder where this program is.

#include "../race.hpp"
#include "own_run.hpp"
#include "servers/nginx.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <string>
#include <vector>

namespace bench
{

// The time with syncs of each file, its name and its directory's entry against that without any, in turns. Before each,
// the system writes what it has not written yet, so that no sync pays for earlier work.
inline row sync_cost(const workload& work, const wua_test::nginx& server, const std::filesystem::path& client,
                     std::size_t rounds)
{
    const wua_test::temporary_folder folder;
    const prepared_files files(work, server.root(), {server.url("")}, folder / "lists");
    const std::filesystem::path disk = client.parent_path();
    const auto seconds = [&](const char* how) {
        run_measured("sync -f " + disk.string());
        return run_own(client, files, disk / "sync-cost", how).wall;
    };
    std::vector<double> synced;
    std::vector<double> unsynced;
    for (std::size_t round = 0; round != rounds; ++round)
    {
        synced.push_back(seconds("trust"));
        unsynced.push_back(seconds("unsynced"));
    }
    const double ours = median(synced);
    const double reference = median(unsynced);
    return {"sync_cost_" + work.name, ours, reference, "the same without a sync, s", ours / reference, ""};
}

inline std::vector<row> sync_costs(bool is_long, const std::filesystem::path& client)
{
    constexpr std::uint64_t kib = 1'024;
    constexpr std::uint64_t mib = kib * kib;
    const wua_test::nginx server("access_log off;");
    const std::vector<workload> works =
        is_long
            ? std::vector<workload>{{"20000x4k", 20'000, 4 * kib}, {"1000x1m", 1'000, mib}, {"1x1g", 1, 1'024 * mib}}
            : std::vector<workload>{{"2000x4k", 2'000, 4 * kib}, {"200x1m", 200, mib}, {"1x256m", 1, 256 * mib}};
    std::vector<row> rows;
    for (const workload& work : works)
    {
        std::printf("== fetch: what a sync costs, %s\n", work.name.c_str());
        std::fflush(stdout);
        rows.push_back(sync_cost(work, server, client, 5));
    }
    return rows;
}

} // namespace bench

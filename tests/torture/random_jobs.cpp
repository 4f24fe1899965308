// SPDX-License-Identifier: MIT
// Runs random jobs on all cores until one violates the contract; see usage.

#include "engine/random_job.hpp"
#include "job/random_script.hpp"
#include "torture/report.hpp"

#include <algorithm>
#include <atomic>
#include <charconv>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace
{

int usage()
{
    std::fputs("usage: random_jobs [--seeds N] [--first S] [--report FILE]\n"
               "Runs N random jobs (default 100000) from seed S (default 1), and as many of random reports against the "
               "oracle.\n",
               stderr);
    return 2;
}

bool read(const char* text, std::uint64_t& number)
{
    const char* end = text + std::strlen(text);
    const auto read = std::from_chars(text, end, number);
    return read.ec == std::errc() && read.ptr == end;
}

} // namespace

int main(int argc, char** argv)
{
    std::uint64_t seeds = 100000;
    std::uint64_t first = 1;
    const char* path = nullptr;
    for (int i = 1; i < argc; i += 2)
    {
        if (std::strcmp(argv[i], "--report") == 0 && i + 1 < argc)
        {
            path = argv[i + 1];
            continue;
        }
        const bool is_first = std::strcmp(argv[i], "--first") == 0;
        if ((!is_first && std::strcmp(argv[i], "--seeds") != 0) || i + 1 == argc ||
            !read(argv[i + 1], is_first ? first : seeds))
        {
            return usage();
        }
    }

    std::atomic<std::uint64_t> next{0};
    std::atomic<bool> is_broken{false};
    std::mutex printing;
    double simulated = 0; // in seconds, over the jobs that have a time
    const auto start = std::chrono::steady_clock::now();
    const auto work = [&] {
        double mine = 0;
        for (std::uint64_t i = next++; i < seeds && !is_broken; i = next++)
        {
            fakes::random_job job(first + i);
            std::string wrong = job.run();
            mine += job.simulated_time().count();
            if (wrong.empty() && i % 2 == 0) // the scripts are for every other number
            {
                wrong = fakes::run_script(first + i);
            }
            if (!wrong.empty())
            {
                is_broken = true;
                const std::lock_guard lock(printing);
                std::printf("seed %llu: %s\nreproduce: tests/torture/run --seeds 1 --first %llu\n",
                            static_cast<unsigned long long>(first + i), wrong.c_str(),
                            static_cast<unsigned long long>(first + i));
            }
        }
        const std::lock_guard lock(printing);
        simulated += mine;
    };
    std::vector<std::thread> others;
    for (unsigned left = std::thread::hardware_concurrency(); left > 1; --left)
    {
        others.emplace_back(work);
    }
    work();
    for (std::thread& other : others)
    {
        other.join();
    }
    if (!torture::write_report(path, {"swarm", std::min<std::uint64_t>(next, seeds), is_broken ? 1U : 0U}))
    {
        return 2;
    }
    if (!is_broken)
    {
        const std::chrono::duration<double> real = std::chrono::steady_clock::now() - start;
        std::printf("%llu random jobs from seed %llu kept the contract, of %.3g s in %.3g s\n",
                    static_cast<unsigned long long>(seeds), static_cast<unsigned long long>(first), simulated,
                    real.count());
    }
    return is_broken ? 1 : 0;
}

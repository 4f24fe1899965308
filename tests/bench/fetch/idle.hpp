// SPDX-License-Identifier: MIT
#pragma once

// 10,000 waiting jobs, in a process of their own, which counts its threads.

#include "job/detached.hpp"
#include <wua/com/com_ptr.hpp>
#include <wua/engine/curl_engine.hpp>
#include <wua/job/job.hpp>
#include <wua/objects/update.hpp>
#include <wua/objects/update_collection.hpp>
#include <wua/objects/update_downloader.hpp>

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <iterator>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace bench
{

inline void print_thread_count()
{
    const auto threads = std::distance(std::filesystem::directory_iterator("/proc/self/task"), {}) - 1;
    std::printf("%td\n", threads);
}

// Starts this many jobs, one of which waits for an answer that never comes and the others for that one; prints the
// number of threads besides the one that asks.
inline int count_threads_of_idle_jobs(std::size_t count, const std::string& url)
{
    wua::curl_options options;
    options.directory = std::filesystem::temp_directory_path() / "wua-idle";
    options.parallel = {1, 1, 1};
    const auto downloader = wua::make_downloader(wua::curl_engine(std::move(options)));
    std::vector<wua::com_ptr<wua::IDownloadJob>> jobs(count);
    for (wua::com_ptr<wua::IDownloadJob>& job : jobs)
    {
        const auto updates = wua::make_update_collection({wua::make_update(wua::make_item("An update", url, 1'000))});
        wua::throw_if_failed(downloader->put_Updates(updates.get()));
        wua::throw_if_failed(downloader->BeginDownload(nullptr, nullptr, wua::VARIANT{}, job.put()));
    }
    print_thread_count();
    for (const wua::com_ptr<wua::IDownloadJob>& job : jobs)
    {
        job->RequestAbort();
    }
    return EXIT_SUCCESS;
}

inline detached await(const wua::job& awaited, std::atomic<std::size_t>& ended)
{
    static_cast<void>(co_await awaited);
    ++ended;
}

// The same with jobs that are started separately, each with callbacks of its own, every other one also awaited.
inline int count_threads_of_idle_jobs_with_callbacks(std::size_t count, const std::string& url)
{
    wua::curl_options options;
    options.directory = std::filesystem::temp_directory_path() / "wua-idle";
    options.parallel = {1, 1, 1};
    const auto engine = std::make_shared<wua::curl_engine>(std::move(options));
    std::atomic<std::size_t> completed{0};
    std::atomic<std::size_t> ended{0};
    std::vector<wua::job> jobs;
    for (std::size_t i = 0; i != count; ++i)
    {
        wua::job_options listening;
        listening.on_progress = [](const wua::progress_snapshot&) {};
        listening.on_completed = [&](const wua::outcome&) { ++completed; };
        jobs.push_back(wua::start(engine, {wua::make_item("An update", url, 1'000)}, std::move(listening)));
        if (i % 2 == 0)
        {
            await(jobs.back(), ended);
        }
    }
    print_thread_count();
    for (wua::job& job : jobs)
    {
        job.request_abort();
    }
    for (wua::job& job : jobs)
    {
        job.wait();
    }
    while (ended != (count + 1) / 2)
    {
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    return completed == count ? EXIT_SUCCESS : EXIT_FAILURE;
}

} // namespace bench

// SPDX-License-Identifier: MIT
#pragma once

// The programs of ours that are measured, each in a process of its own.

#include "job/detached.hpp"
#include <wua/com/com_ptr.hpp>
#include <wua/engine/curl_engine.hpp>
#include <wua/job/job.hpp>
#include <wua/objects/update.hpp>
#include <wua/objects/update_collection.hpp>
#include <wua/objects/update_downloader.hpp>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cinttypes>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

namespace bench
{

struct download_options
{
    bool verifies = false;
    bool syncs = true;
    std::size_t parallel = 0; // 0: as many as by default
    std::filesystem::path ca_file;
};

// Downloads what a manifest names; 0 when everything is there. The digests are checked when they are asked for. Reads
// without the standard library's streams, since what is loaded of a library counts as memory of the process, and an
// engine needs none of them.
inline int download(const std::filesystem::path& manifest, const std::filesystem::path& output,
                    const download_options& wanted)
{
    std::vector<wua::update_pointer> updates;
    {
        const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(manifest.c_str(), "r"), &std::fclose);
        char urls[512]; // of one file, between bars
        char name[64];
        std::uint64_t size = 0;
        char digest[65];
        while (file && std::fscanf(file.get(), "%511s %63s %" SCNu64 " %64s", urls, name, &size, digest) == 4)
        {
            wua::update_item item;
            item.title = name;
            wua::content_file& only = item.files.emplace_back();
            for (std::string_view rest = urls; !rest.empty();)
            {
                const std::size_t end = std::min(rest.find('|'), rest.size());
                only.urls.emplace_back(rest.substr(0, end));
                rest.remove_prefix(std::min(end + 1, rest.size()));
            }
            only.size = size;
            only.digest = wanted.verifies ? std::optional(wua::content_digest::sha256(digest)) : std::nullopt;
            updates.push_back(std::make_shared<const wua::update_item>(std::move(item)));
        }
    }
    wua::curl_options options;
    options.directory = output;
    options.ca_file = wanted.ca_file;
    options.sync = wanted.syncs ? wua::sync_policy::always : wua::sync_policy::never;
    if (wanted.parallel != 0)
    {
        options.parallel = {wanted.parallel, wanted.parallel, wanted.parallel};
    }
    options.loops = updates.size() == 1 ? 1 : 2;
    wua::job job = wua::start(wua::curl_engine(std::move(options)), std::move(updates));
    return job.wait().is_success() ? EXIT_SUCCESS : EXIT_FAILURE;
}

inline void print_thread_count()
{
    const auto threads = std::distance(std::filesystem::directory_iterator("/proc/self/task"), {}) - 1;
    std::printf("%td\n", threads);
}

// Starts so many jobs, of which one is waiting for an answer that never comes and the others for it; prints how many
// threads there are beside the one that asks.
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

// The same of jobs that are started one by one, each with its own callbacks, every other one also awaited.
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

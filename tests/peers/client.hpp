// SPDX-License-Identifier: MIT
#pragma once

// The programs that are compared, each with the options of a careful user for retrying and giving up.

#include <wua/engine/curl_engine.hpp>
#include <wua/job/job.hpp>
#include <wua/model/update_item.hpp>

#include <chrono>
#include <cstddef>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace peers
{

// What to download, and where to.
struct task
{
    std::string url;
    std::filesystem::path folder;
    std::string name; // of the file
    std::size_t size = 0;
    std::string sha256;
    std::filesystem::path ca_file;
};

struct client
{
    std::string name;
    std::function<std::vector<std::string>(const task&)> command;
};

// Common to all: five tries with a second in between; three seconds without bytes end a try.
inline std::vector<client> all_clients(const std::string& self)
{
    return {
        {"wua",
         [self](const task& t) -> std::vector<std::string> {
             return {self,   "--download",           t.url,    t.folder.string(),
                     t.name, std::to_string(t.size), t.sha256, t.ca_file.string()};
         }},
        {"curl",
         [](const task& t) -> std::vector<std::string> {
             return {
                 "curl",
                 "-q",
                 "--silent",
                 "--fail",
                 "--location",
                 "--proto-redir",
                 "=http,https",
                 "--cacert",
                 t.ca_file.string(),
                 "--retry",
                 "4",
                 "--retry-all-errors",
                 "--retry-delay",
                 "1",
                 "--retry-max-time",
                 "20",
                 "--continue-at",
                 "-",
                 "--connect-timeout",
                 "3",
                 "--speed-limit",
                 "1000",
                 "--speed-time",
                 "3",
                 "--max-filesize",
                 "4M",
                 "--output",
                 (t.folder / t.name).string(),
                 t.url};
         }},
        {"aria2c",
         [](const task& t) -> std::vector<std::string> {
             return {
                 "aria2c",
                 "--no-conf",
                 "--quiet",
                 "--ca-certificate=" + t.ca_file.string(),
                 "--max-tries=5",
                 "--retry-wait=1",
                 "--continue=true",
                 "--always-resume=false",
                 "--max-resume-failure-tries=0",
                 "--connect-timeout=3",
                 "--timeout=3",
                 "--lowest-speed-limit=1K",
                 "--auto-file-renaming=false",
                 "--allow-overwrite=true",
                 "--file-allocation=none",
                 "--checksum=sha-256=" + t.sha256,
                 "--dir=" + t.folder.string(),
                 "--out=" + t.name,
                 t.url};
         }},
        {"wget2",
         [](const task& t) -> std::vector<std::string> {
             return {"wget2",
                     "--no-config",
                     "--quiet",
                     "--no-hsts",
                     "--ca-certificate=" + t.ca_file.string(),
                     "--tries=5",
                     "--waitretry=1",
                     "--retry-connrefused",
                     "--continue",
                     "--timeout=3",
                     "--directory-prefix=" + t.folder.string(),
                     t.url};
         }},
    };
}

// Runs in our own process: takes the arguments that follow --download.
inline int download(const std::vector<std::string>& arguments)
{
    using namespace std::chrono_literals;
    wua::curl_options options;
    options.directory = arguments.at(1);
    options.ca_file = arguments.at(5);
    options.retry.attempts = 5;
    options.retry.first_delay = 1s;
    options.retry.max_delay = 1s;
    options.retry.max_retry_after = 20s;
    options.retry.connect_deadline = 3s;
    options.retry.stall_time = 3s;
    options.max_update_bytes = 4U << 20U;
    options.segments.min_bytes = 8U << 10U; // for so small a file
    wua::update_item item;
    item.title = arguments.at(2);
    item.files = {{{arguments.at(0)},
                   arguments.at(2),
                   std::stoul(arguments.at(3)),
                   wua::content_digest::sha256(arguments.at(4))}};
    wua::job job =
        wua::start(wua::curl_engine(std::move(options)), {std::make_shared<const wua::update_item>(std::move(item))});
    return job.wait().is_success() ? EXIT_SUCCESS : EXIT_FAILURE;
}

} // namespace peers

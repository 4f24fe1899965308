// SPDX-License-Identifier: MIT
#pragma once

// What the tests of swarm_engine share: published files, and engines that know each other.

#include "engine/curl_fixture.hpp"
#include <wua/engine/swarm_engine.hpp>
#include <wua/engine/torrent_maker.hpp>
#include <wua/model/content_swarm.hpp>
#include <wua/model/file_details.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <thread>
#include <utility>

namespace wua_test
{

constexpr std::size_t five_pieces = 300'000; // of a torrent

inline wua::update_pointer
update_with_swarm(const std::string& name, std::string_view content, std::string url, wua::content_swarm swarm)
{
    wua::update_item item;
    item.title = "an update";
    wua::content_file file;
    file.urls = {std::move(url)};
    file.file_name = name;
    file.size = content.size();
    file.digest = sha256_of(content);
    wua::file_details details;
    details.swarm = std::make_shared<const wua::content_swarm>(std::move(swarm));
    file.details = std::make_shared<const wua::file_details>(std::move(details));
    item.files.push_back(std::move(file));
    return std::make_shared<const wua::update_item>(std::move(item));
}

// A file with its torrent.
struct published_file
{
    explicit published_file(std::size_t size, std::uint32_t seed = 1, wua::torrent_options options = {},
                            const std::string& file_name = "update.bin")
        : name(file_name),
          content(some_bytes(size, seed))
    {
        write_file(folder / name, content);
        made = wua::make_torrent(folder / name, options);
    }

    wua::update_pointer update(std::string url) const
    {
        return update(std::move(url), {.torrent = made.torrent, .source = {}, .info_hash = made.info_hash});
    }

    wua::update_pointer update(std::string url, wua::content_swarm swarm) const
    {
        return update_with_swarm(name, content, std::move(url), std::move(swarm));
    }

    temporary_folder folder;
    std::string name;
    std::string content;
    wua::made_torrent made;
};

// On the loopback interface.
inline wua::swarm_options local_options(const std::filesystem::path& directory)
{
    wua::swarm_options options;
    options.http = quick_options(directory);
    options.listen = "127.0.0.1:0";
    options.stall_time = 10s; // generous, for busy machines; tests of giving up shorten it
    options.lonely_time = 10s;
    return options;
}

// Returns false if the condition does not become true in time.
template <class Condition>
bool holds_soon(Condition&& condition, std::chrono::milliseconds limit = 60s)
{
    const auto deadline = std::chrono::steady_clock::now() + limit;
    while (!condition())
    {
        if (std::chrono::steady_clock::now() > deadline)
        {
            return false;
        }
        std::this_thread::sleep_for(2ms);
    }
    return true;
}

} // namespace wua_test

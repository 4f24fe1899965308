// SPDX-License-Identifier: MIT
#pragma once

// Somebody beside the servers who brings the content of files: a swarm.

#include <wua/engine/disk/disk.hpp>
#include <wua/engine/transfer/byte_range.hpp>
#include <wua/model/outcome.hpp>

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace wua::detail
{

struct supply_request
{
    std::string torrent;
    std::string info_hash; // 64 hexadecimal digits
    std::string name;      // of the file, for people
    std::uint64_t size = 0;

    // Where content is written, and what of it is there, sorted. That may be wrong: then it is written anew.
    std::shared_ptr<disk_file> file;
    std::vector<byte_range> there{};

    // URLs that may be asked for the content as well.
    std::vector<std::string> web_seeds{};

    // The ports of servers to which these may lead, redirects included; empty: any.
    std::vector<std::uint16_t> web_seed_ports{};

    // Whose it is: updates of one job have its bandwidth together.
    const void* job = nullptr;
    std::function<bool()> is_job_over; // any thread, at any time

    // Called on any thread when there is something new to be taken. Must not throw.
    std::function<void()> on_news;
};

// What has become of it since it was asked last.
struct supply_status
{
    // Verified, and written; also of what was there already and was written anew.
    std::vector<byte_range> written{};

    // Some of what was said to be there is written anew.
    bool has_rewritten = false;

    // All is there and verified.
    bool is_complete = false;

    // Nothing more will come, for this reason.
    std::optional<outcome> failure{};

    // In all, of content, as it came.
    std::uint64_t bytes_of_peers = 0;
    std::uint64_t bytes_of_web_seeds = 0;
};

enum class supply_outcome : std::uint8_t
{
    dropped,  // nobody is given any of it
    verified, // the digest is right: others may have it
};

// Any thread may call any member.
class content_supply
{
public:
    content_supply() = default;
    content_supply(const content_supply&) = delete;
    content_supply& operator=(const content_supply&) = delete;
    virtual ~content_supply() = default;

    // Throws std::bad_alloc, and then has taken nothing.
    virtual supply_status take() = 0;

    // Bytes per second, 0: no limit; of all that one job has.
    virtual void set_bandwidth(std::uint64_t bytes_per_second) noexcept = 0;

    // It is complete, and about to get its name: from now on it is read from there alone; null: not at all.
    virtual void read_from(std::shared_ptr<const disk_file> file) noexcept = 0;

    // When it returns nothing is written any more, on_news() is not called any more and, unless it is verified, nothing
    // read.
    virtual void end(supply_outcome how) noexcept = 0;
};

class content_supplier
{
public:
    content_supplier() = default;
    content_supplier(const content_supplier&) = delete;
    content_supplier& operator=(const content_supplier&) = delete;
    virtual ~content_supplier() = default;

    // The size of the file that the torrent is of, which has one of these names. Throws hresult_error when the torrent
    // is of no use. May take a while.
    virtual std::uint64_t size_in(const std::string& torrent, const std::string& info_hash,
                                  const std::vector<std::string>& names) const = 0;

    // Throws hresult_error, or what the standard library does.
    virtual std::shared_ptr<content_supply> begin(supply_request&& order) = 0;

    // Bytes of a file with that swarm have come without it.
    virtual void note_bytes(const std::string& info_hash, std::uint64_t bytes) noexcept = 0;

    // What is downloaded in a second in all; 0: no limit.
    virtual void set_bandwidth(std::uint64_t bytes_per_second) noexcept = 0;

    // False: the URLs are left to the engine.
    virtual bool asks_web_seeds() const noexcept = 0;
};

} // namespace wua::detail

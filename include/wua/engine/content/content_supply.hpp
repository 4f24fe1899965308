// SPDX-License-Identifier: MIT
#pragma once

// A source of content besides the servers: a swarm.

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
    std::string name;      // of the file, to show to people
    std::uint64_t size = 0;

    // Where to write the content, and which ranges are there, sorted. These may be wrong: then they are written anew.
    std::shared_ptr<disk_file> file;
    std::vector<byte_range> there{};

    // URLs that may also be asked for the content.
    std::vector<std::string> web_seeds{};

    // The server ports that these URLs may lead to, including redirects; empty: any.
    std::vector<std::uint16_t> web_seed_ports{};

    // Identifies the job: updates of one job share its bandwidth.
    const void* job = nullptr;
    std::function<bool()> is_job_over; // any thread, at any time

    // Called on any thread when take() has something new. Must not throw.
    std::function<void()> on_news;
};

// What has changed since the last call.
struct supply_status
{
    // Verified and written, including what was there already and was rewritten.
    std::vector<byte_range> written{};

    // Part of what was said to be there is being rewritten.
    bool has_rewritten = false;

    // Everything is there and verified.
    bool is_complete = false;

    // Nothing more will come, for this reason.
    std::optional<outcome> failure{};

    // Totals of content bytes, as received.
    std::uint64_t bytes_of_peers = 0;
    std::uint64_t bytes_of_web_seeds = 0;
};

enum class supply_outcome : std::uint8_t
{
    dropped,  // it is not uploaded to anybody
    verified, // the digest is right: it may be uploaded to others
};

// Any thread may call any member.
class content_supply
{
public:
    content_supply() = default;
    content_supply(const content_supply&) = delete;
    content_supply& operator=(const content_supply&) = delete;
    virtual ~content_supply() = default;

    // Throws std::bad_alloc, and has then taken nothing.
    virtual supply_status take() = 0;

    // Bytes per second, 0: no limit; for all content of one job.
    virtual void set_bandwidth(std::uint64_t bytes_per_second) noexcept = 0;

    // The content is complete, and about to get its name: from now on only this file is read; null: nothing is.
    virtual void read_from(std::shared_ptr<const disk_file> file) noexcept = 0;

    // Once it has returned, nothing is written, on_news() is not called and, unless `how` is verified, nothing is read.
    virtual void end(supply_outcome how) noexcept = 0;
};

class content_supplier
{
public:
    content_supplier() = default;
    content_supplier(const content_supplier&) = delete;
    content_supplier& operator=(const content_supplier&) = delete;
    virtual ~content_supplier() = default;

    // The size of the torrent's file, which must have one of these names. Throws hresult_error when the torrent is
    // unusable. May take a while.
    virtual std::uint64_t size_in(const std::string& torrent, const std::string& info_hash,
                                  const std::vector<std::string>& names) const = 0;

    // Throws hresult_error, and exceptions of the standard library.
    virtual std::shared_ptr<content_supply> begin(supply_request&& order) = 0;

    // Bytes of a file with that swarm have arrived by other means.
    virtual void note_bytes(const std::string& info_hash, std::uint64_t bytes) noexcept = 0;

    // The download limit per second over everything; 0: no limit.
    virtual void set_bandwidth(std::uint64_t bytes_per_second) noexcept = 0;

    // False: only the engine uses the URLs.
    virtual bool asks_web_seeds() const noexcept = 0;
};

} // namespace wua::detail

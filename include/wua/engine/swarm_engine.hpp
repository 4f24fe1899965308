// SPDX-License-Identifier: MIT
#pragma once

// The engine that downloads from others who download the same: BitTorrent by libtorrent, in addition to all that
// curl_engine does.

#include <wua/engine/curl_engine.hpp>
#include <wua/engine/swarm/swarm_supplier.hpp>
#include <wua/engine/swarm_options.hpp>
#include <wua/job/engine.hpp>
#include <wua/model/update_item.hpp>
#include <wua/separate_compilation.hpp>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <utility>

namespace wua
{

/// A curl_engine, with its files, limits, outcomes and guarantees, that takes files with a swarm (see content_swarm)
/// from peers first, and gives them to peers. The swarm may ask the file's URLs for what no peer has; what it does not
/// deliver is fetched from the URLs like any other file, in the same attempt and from the bytes that are there.
///
/// Peers are never trusted: what they send counts only if the torrent's hashes match, and the file gets its name only
/// if its digest does. If the digest is wrong in the end, the file is fetched anew from its URLs alone.
///
/// Three more threads than in a curl_engine, and those of libtorrent, start when they are needed: with the first file
/// that has a swarm, the first piece that is verified, the first block that a peer requests.
class swarm_engine
{
public:
    /// As for curl_engine; also throws hresult_error, E_INVALIDARG, for invalid networks, peers, trackers or listen
    /// addresses, and for negative times.
    explicit swarm_engine(swarm_options options = {});

    /// Members of a moved-from engine throw hresult_error: WU_E_INVALID_OPERATION.
    swarm_engine(swarm_engine&&) noexcept = default;
    swarm_engine& operator=(swarm_engine&&) = delete;

    /// As for curl_engine. Leaves the swarms, which gives trackers one second.
    ~swarm_engine();

    /// As for curl_engine.
    void start(transfer job)
    {
        m_engine.start(std::move(job));
    }
    std::filesystem::path path_of(const content_file& file) const
    {
        return m_engine.path_of(file);
    }

    /// Limits all jobs, swarms and URLs together; uploads to peers do not count.
    void set_bandwidth(std::uint64_t bytes_per_second);

    void ask_may_fetch()
    {
        m_engine.ask_may_fetch();
    }
    job_controls controls() const noexcept
    {
        return m_engine.controls();
    }
    std::chrono::nanoseconds now() const
    {
        return m_engine.now();
    }
    time_source clock() const
    {
        return m_engine.clock();
    }

    /// Never waits; the status is updated a few times a second.
    swarm_status status() const;

    /// The status of a file that this engine has downloaded, by the info-hash of its swarm; all zeros without one.
    swarm_file_status status_of(const content_file& file) const;

private:
    swarm_engine(swarm_options&& options, std::shared_ptr<detail::swarm_supplier> supplier);

    std::shared_ptr<detail::swarm_supplier> m_supplier;
    curl_engine m_engine; // destroyed first
};

static_assert(engine<swarm_engine>);
static_assert(timed_engine<swarm_engine>);
static_assert(controlled_engine<swarm_engine>);

} // namespace wua

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/engine/swarm_engine.ipp>
#endif

// SPDX-License-Identifier: MIT
#pragma once

// The engine that downloads from others who download the same: BitTorrent by libtorrent, and all that curl_engine does.

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

/// A curl_engine, with its files, limits, outcomes and promises, that takes files with a swarm (see content_swarm) from
/// peers first, who take them from it. The swarm may ask the file's URLs for what no peer has; what it does not bring
/// is fetched from these as any other file, in the same attempt and from the bytes that are there.
///
/// Peers are never trusted: what they send counts when the torrent's hashes are right, and the file gets its name when
/// its digest is. One whose digest is wrong after all is fetched anew from its URLs alone.
///
/// Three threads more than a curl_engine's, and libtorrent's, begin as they are needed: with the first file that has a
/// swarm, the first piece that is looked at, the first block that a peer asks for.
class swarm_engine
{
public:
    /// As curl_engine's; also throws hresult_error, E_INVALIDARG, for networks, peers, trackers or places to listen at
    /// that are none, and times below 0.
    explicit swarm_engine(swarm_options options = {});

    /// Members of one that was moved from throw hresult_error: WU_E_INVALID_OPERATION.
    swarm_engine(swarm_engine&&) noexcept = default;
    swarm_engine& operator=(swarm_engine&&) = delete;

    /// As curl_engine's. Leaves the swarms, for which trackers have a second.
    ~swarm_engine();

    /// As curl_engine's.
    void start(transfer job)
    {
        m_engine.start(std::move(job));
    }
    std::filesystem::path path_of(const content_file& file) const
    {
        return m_engine.path_of(file);
    }

    /// Of all jobs, swarms and URLs together; what peers are given does not count.
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

    /// Never waits; some times a second it is another one.
    swarm_status status() const;

    /// Of a file that was downloaded by this engine, by the info-hash of its swarm; nothing but zeros for one without.
    swarm_file_status status_of(const content_file& file) const;

private:
    swarm_engine(swarm_options&& options, std::shared_ptr<detail::swarm_supplier> supplier);

    std::shared_ptr<detail::swarm_supplier> m_supplier;
    curl_engine m_engine; // ends first
};

static_assert(engine<swarm_engine>);
static_assert(timed_engine<swarm_engine>);
static_assert(controlled_engine<swarm_engine>);

} // namespace wua

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/engine/swarm_engine.ipp>
#endif

// SPDX-License-Identifier: MIT
#pragma once

// The swarms of an engine: one libtorrent session, and a thread that looks after it.

#include <wua/engine/swarm/peer_networks.hpp>
#include <wua/engine/swarm/seeding_permit.hpp>
#include <wua/engine/swarm/swarm_counts.hpp>
#include <wua/engine/swarm/swarm_disk.hpp>
#include <wua/engine/swarm/swarm_registry.hpp>
#include <wua/engine/swarm/swarm_signal.hpp>
#include <wua/engine/swarm/swarm_supplier.hpp>
#include <wua/engine/swarm/swarm_torrent.hpp>
#include <wua/job/owned_thread.hpp>
#include <wua/separate_compilation.hpp>

#include <libtorrent/peer_id.hpp>
#include <libtorrent/session.hpp>
#include <libtorrent/socket.hpp>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <exception>
#include <memory>
#include <mutex>
#include <random>
#include <string>
#include <thread>
#include <vector>

namespace wua::detail
{

class swarm_session final : public swarm_supplier, public std::enable_shared_from_this<swarm_session>
{
public:
    using nanoseconds = std::chrono::nanoseconds;

    explicit swarm_session(const swarm_options& options);
    WUA_INLINE ~swarm_session() override;

    WUA_INLINE std::uint64_t size_in(const std::string& torrent, const std::string& info_hash,
                                     const std::vector<std::string>& names) const override;
    WUA_INLINE std::shared_ptr<content_supply> begin(supply_request&& order) override;
    WUA_INLINE void set_bandwidth(std::uint64_t bytes_per_second) noexcept override;
    WUA_INLINE bool asks_web_seeds() const noexcept override;
    WUA_INLINE swarm_status status() const override;
    WUA_INLINE swarm_file_status status_of(const std::string& info_hash) const override;
    WUA_INLINE void note_bytes(const std::string& info_hash, std::uint64_t bytes) noexcept override;
    WUA_INLINE void stop() noexcept override;

private:
    using torrent_pointer = swarm_registry::torrent_pointer;

    void run();
    void turn();
    void open();

    void take_orders();

    // Ends all swarms; what is waiting for one continues without.
    void give_up(const std::exception& why) noexcept;

    // Begins it unless another torrent with the same hash is in the way.
    void add(const torrent_pointer& torrent);
    void remove(swarm_torrent& torrent);

    void take_alerts();

    void look_at(swarm_torrent& torrent, nanoseconds now);
    void look_at_download(swarm_torrent& torrent, nanoseconds now);
    void ask_web_seeds(swarm_torrent& torrent, nanoseconds now);
    static void order_pieces(swarm_torrent& torrent, nanoseconds now);
    void share_bandwidth();

    std::string why_stalled(const swarm_torrent& torrent) const;
    void forget_gone() noexcept;
    void publish();
    nanoseconds now() const;

    const swarm_options m_options;
    const peer_networks m_networks;
    const std::vector<lt::tcp::endpoint> m_peers;
    const lt::peer_id m_own_id;
    const std::shared_ptr<swarm_signal> m_signal = std::make_shared<swarm_signal>();
    const std::shared_ptr<swarm_storages> m_storages = std::make_shared<swarm_storages>();

    mutable std::mutex m_mutex; // guards these members
    std::vector<torrent_pointer> m_orders;
    swarm_status m_status;
    swarm_counts m_counts;
    std::uint64_t m_bandwidth;
    bool m_is_stopped = false;
    std::uint64_t m_count = 0;
    owned_thread m_thread;
    std::thread::id m_runs_on;
    std::atomic<bool> m_is_running{false}; // whether m_thread runs

    // Used by the thread.
    std::unique_ptr<lt::session> m_session;
    swarm_registry m_registry;
    seeding_permit m_permit;
    std::uint64_t m_bandwidth_set = 0;
    int m_queue_set = 0; // number of requests
    bool m_is_busy = false;
    nanoseconds m_opened_at{0};
    nanoseconds m_looked_at{0};
    std::minstd_rand m_random{std::random_device()()}; // must differ between machines
};

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/engine/swarm/swarm_session.ipp>
#endif

// SPDX-License-Identifier: MIT
#pragma once

// Translates the options of a swarm_engine for libtorrent.

#include <wua/engine/swarm/swarm_disk.hpp>
#include <wua/engine/swarm_options.hpp>
#include <wua/separate_compilation.hpp>

#include <libtorrent/add_torrent_params.hpp>
#include <libtorrent/ip_filter.hpp>
#include <libtorrent/peer_id.hpp>
#include <libtorrent/session_params.hpp>
#include <libtorrent/settings_pack.hpp>
#include <libtorrent/socket.hpp>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace wua::detail
{

// The interval, in milliseconds, at which libtorrent applies its limits: a limited peer waits that long for each round
// of requests. The first one also makes it connect to URLs, by which time trackers have answered.
inline constexpr int idle_tick = 250;
inline constexpr int busy_tick = 50;

// Throws hresult_error, E_INVALIDARG, for invalid options.
void require_sensible(const swarm_options& options);

// The same options, with "for ever" replaced by a time that can be calculated with.
swarm_options with_bounded_times(swarm_options options);

// Throws likewise.
std::vector<lt::tcp::endpoint> endpoints_of(const std::vector<std::string>& peers);

// Bytes per second; 0: no limit.
int rate_of(std::uint64_t bytes_per_second) noexcept;

// One id for all connections of a session, so that peers with several connections to it, or that compare ids, notice.
lt::peer_id make_peer_id();

lt::session_params session_params_of(const swarm_options& options, const lt::peer_id& own_id,
                                     std::shared_ptr<const swarm_storages> storages);

// How many blocks to request from a peer at a time: its next message waits behind them, so with a limit it is what
// arrives in an eighth of a second.
int request_queue_for(std::uint64_t bytes_per_second) noexcept;

// For future connections.
void set_request_queue(lt::settings_pack& settings, int blocks);

// For lt::session::set_peer_class_filter(): limits apply to the local network, too.
lt::ip_filter one_class_for_all();

// What does not depend on the torrent.
lt::add_torrent_params torrent_params_of(const swarm_options& options, const std::vector<lt::tcp::endpoint>& peers);

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/engine/swarm/session_settings.ipp>
#endif

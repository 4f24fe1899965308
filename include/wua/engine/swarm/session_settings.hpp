// SPDX-License-Identifier: MIT
#pragma once

// The options of a swarm_engine as libtorrent has them.

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

// How often libtorrent looks at its limits, in milliseconds: who has one waits so long for each round of requests. The
// first of all tells it to connect to URLs, for which trackers have answered by then.
inline constexpr int idle_tick = 250;
inline constexpr int busy_tick = 50;

// Throws hresult_error, E_INVALIDARG, for options that make no sense.
void require_sensible(const swarm_options& options);

// The same, in which "forever" is a time that can be reckoned with.
swarm_options with_bounded_times(swarm_options options);

// Throws as well.
std::vector<lt::tcp::endpoint> endpoints_of(const std::vector<std::string>& peers);

// Bytes per second; 0: no limit.
int rate_of(std::uint64_t bytes_per_second) noexcept;

// One for all connections of a session, so that those who have several with it, or compare it with theirs, know.
lt::peer_id make_peer_id();

lt::session_params session_params_of(const swarm_options& options, const lt::peer_id& own_id,
                                     std::shared_ptr<const swarm_storages> storages);

// How many blocks are asked of a peer at a time: what it sends stands before its next message, so with a limit they are
// what an eighth of a second brings.
int request_queue_for(std::uint64_t bytes_per_second) noexcept;

// For connections to come.
void set_request_queue(lt::settings_pack& settings, int blocks);

// For lt::session::set_peer_class_filter(): limits hold for the local network, too.
lt::ip_filter one_class_for_all();

// What does not depend on the torrent.
lt::add_torrent_params torrent_params_of(const swarm_options& options, const std::vector<lt::tcp::endpoint>& peers);

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/engine/swarm/session_settings.ipp>
#endif

// SPDX-License-Identifier: MIT
#pragma once

// The bodies of the swarm engine, for the one translation unit that compiles them where WUA_SEPARATE_COMPILATION is
// defined. It needs those of the libcurl engine as well.

#ifndef WUA_SEPARATE_COMPILATION
#error "Define WUA_SEPARATE_COMPILATION for the whole program, this file included; see <wua/separate_compilation.hpp>."
#endif

#include <wua/impl/engine/swarm/peer_networks.ipp>
#include <wua/impl/engine/swarm/seeding_permit.ipp>
#include <wua/impl/engine/swarm/session_settings.ipp>
#include <wua/impl/engine/swarm/swarm_counts.ipp>
#include <wua/impl/engine/swarm/swarm_disk.ipp>
#include <wua/impl/engine/swarm/swarm_exit.ipp>
#include <wua/impl/engine/swarm/swarm_registry.ipp>
#include <wua/impl/engine/swarm/swarm_session.ipp>
#include <wua/impl/engine/swarm/swarm_signal.ipp>
#include <wua/impl/engine/swarm/swarm_storage.ipp>
#include <wua/impl/engine/swarm/swarm_torrent.ipp>
#include <wua/impl/engine/swarm/torrent_file.ipp>
#include <wua/impl/engine/swarm_engine.ipp>
#include <wua/impl/engine/torrent_maker.ipp>

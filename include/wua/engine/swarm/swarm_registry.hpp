// SPDX-License-Identifier: MIT
#pragma once

// The torrents of a session, and their totals.

#include <wua/engine/swarm/swarm_torrent.hpp>
#include <wua/engine/swarm_options.hpp>
#include <wua/separate_compilation.hpp>

#include <libtorrent/alert_types.hpp>
#include <libtorrent/torrent_handle.hpp>

#include <memory>
#include <vector>

namespace wua::detail
{

// Used by the session's thread.
class swarm_registry
{
public:
    using torrent_pointer = std::shared_ptr<swarm_torrent>;

    // Handles a report of libtorrent about them, or about the session.
    void take_alert(const lt::alert& alert);

    // Those that are gone still count in the status. Calls on_gone() for each, which must not throw.
    template <class F>
    void forget_gone(F&& on_gone)
    {
        std::erase_if(torrents, [&](const torrent_pointer& each) {
            if (each->at != swarm_torrent::stage::gone)
            {
                return false;
            }
            on_gone(*each);
            add_bytes(m_sums, *each);
            return true;
        });
    }

    swarm_status status() const;

    std::vector<torrent_pointer> torrents{};

private:
    // Null: it is not there, or no longer.
    swarm_torrent* find(const lt::torrent_handle& handle) const noexcept;

    void take_added(const lt::add_torrent_alert& added);
    void take_alert_of(swarm_torrent& torrent, const lt::torrent_alert& alert);
    static void add_bytes(swarm_status& sums, const swarm_torrent& torrent);

    swarm_status m_sums; // for the session, and for torrents that are gone
};

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/engine/swarm/swarm_registry.ipp>
#endif

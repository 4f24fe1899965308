// SPDX-License-Identifier: MIT
#pragma once

// The torrents of a session, and what they have come to.

#include <wua/engine/swarm/swarm_torrent.hpp>
#include <wua/engine/swarm_options.hpp>
#include <wua/separate_compilation.hpp>

#include <libtorrent/alert_types.hpp>
#include <libtorrent/torrent_handle.hpp>

#include <memory>
#include <vector>

namespace wua::detail
{

// The session's thread's.
class swarm_registry
{
public:
    using torrent_pointer = std::shared_ptr<swarm_torrent>;

    // Takes what libtorrent tells of them, and of the session.
    void take_alert(const lt::alert& alert);

    // Those that are gone still count in the status. on_gone() of each, which must not throw.
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
    // Null: it is not, or no more, there.
    swarm_torrent* find(const lt::torrent_handle& handle) const noexcept;

    void take_added(const lt::add_torrent_alert& added);
    void take_alert_of(swarm_torrent& torrent, const lt::torrent_alert& alert);
    static void add_bytes(swarm_status& sums, const swarm_torrent& torrent);

    swarm_status m_sums; // of the session, and of torrents that are gone
};

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/engine/swarm/swarm_registry.ipp>
#endif

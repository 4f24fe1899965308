// SPDX-License-Identifier: MIT
#pragma once

// A BitTorrent tracker for tests, on the loopback interface.

#include <wua/separate_compilation.hpp>
#include <wua/testing/swarm/loopback_service.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <string_view>

namespace wua
{

/// Tells each who announces itself of all others who did for the same torrent, by their ports: all are taken to be on
/// this machine. HTTP, with compact answers. Any thread may call any member.
class loopback_tracker
{
public:
    /// Throws std::system_error if there is no loopback interface.
    loopback_tracker();

    ~loopback_tracker()
    {
        stop();
    }

    /// "http://127.0.0.1:PORT/announce", for torrent_options::trackers.
    std::string url() const;

    /// How many announcements came, also those of leaving.
    std::size_t announcements() const;

    /// How many are there now, of all torrents.
    std::size_t peers() const;

    /// As if the machine was down from now on.
    void stop()
    {
        m_service.stop();
    }

private:
    class session;

    /// The answer to "/announce?...".
    std::string answer_to(std::string_view target);

    mutable std::mutex m_mutex;
    std::map<std::string, std::set<std::uint16_t>, std::less<>> m_swarms; ///< by info-hash, as it is in the query
    std::size_t m_announcements = 0;
    detail::loopback_service m_service; ///< ends first
};

} // namespace wua

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/testing/loopback_tracker.ipp>
#endif

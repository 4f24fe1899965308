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

/// Tells each peer that announces itself the ports of all others with the same torrent, assuming that all of them run
/// on this machine. HTTP, with compact responses. Any thread may call any member.
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

    /// How many announcements have arrived, including those of leaving.
    std::size_t announcements() const;

    /// How many peers there are now, in all torrents together.
    std::size_t peers() const;

    /// From now on acts as if the machine were down.
    void stop()
    {
        m_service.stop();
    }

private:
    class session;

    /// The response to "/announce?...".
    std::string answer_to(std::string_view target);

    mutable std::mutex m_mutex;
    std::map<std::string, std::set<std::uint16_t>, std::less<>> m_swarms; ///< by info-hash, as written in the query
    std::size_t m_announcements = 0;
    detail::loopback_service m_service; ///< destroyed first
};

} // namespace wua

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/testing/loopback_tracker.ipp>
#endif

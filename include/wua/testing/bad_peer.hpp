// SPDX-License-Identifier: MIT
#pragma once

// A misbehaving peer of a BitTorrent swarm, on the loopback interface.

#include <wua/separate_compilation.hpp>
#include <wua/testing/swarm/loopback_service.hpp>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <string>

namespace wua
{

enum class peer_fault : std::uint8_t
{
    lies,     ///< sends bytes that do not belong to the torrent
    stalls,   ///< offers everything, but sends nothing
    vanishes, ///< closes each connection at its first request
};

/// Accepts connections and claims to have all of any torrent. Speaks version 1 of the protocol, without encryption. Any
/// thread may call any member.
class bad_peer
{
public:
    /// `pieces` is their number in the torrent. Throws std::system_error if there is no loopback interface.
    bad_peer(peer_fault fault, std::size_t pieces);

    /// "127.0.0.1:PORT", for swarm_options::peers.
    std::string address() const;

    std::uint16_t port() const noexcept
    {
        return m_service.port();
    }

    /// How many peers have completed a handshake so far, and how many blocks they have requested.
    std::size_t handshakes() const noexcept
    {
        return m_handshakes;
    }
    std::size_t requests() const noexcept
    {
        return m_requests;
    }

private:
    class session;

    const peer_fault m_fault;
    const std::size_t m_pieces;
    std::atomic<std::size_t> m_handshakes{0};
    std::atomic<std::size_t> m_requests{0};
    detail::loopback_service m_service; ///< destroyed first
};

} // namespace wua

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/testing/bad_peer.ipp>
#endif

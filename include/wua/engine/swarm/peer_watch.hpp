// SPDX-License-Identifier: MIT
#pragma once

// What libtorrent reports, on its network thread, about the peers of a torrent and what they deliver. It does not
// expect exceptions there.

#include <wua/engine/swarm/peer_networks.hpp>
#include <wua/engine/swarm/swarm_torrent.hpp>

#include <boost/asio/error.hpp>
#include <libtorrent/bitfield.hpp>
#include <libtorrent/error_code.hpp>
#include <libtorrent/extensions.hpp>
#include <libtorrent/peer_connection_handle.hpp>
#include <libtorrent/peer_id.hpp>
#include <libtorrent/peer_request.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <new>
#include <utility>
#include <vector>

namespace wua::detail
{

inline bool is_web_seed(const lt::peer_connection_handle& peer)
{
    return static_cast<int>(peer.type()) != 0;
}

// What a connection met with, as a certificate of another host, and not what libtorrent decided or an answer said.
inline bool is_of_network(const lt::error_code& error)
{
    return error && error.category() != lt::libtorrent_category() && error.category() != lt::http_category() &&
           error != boost::asio::error::operation_aborted;
}

// For a peer, or for a web seed, which has no handshake.
class peer_watch final : public lt::peer_plugin
{
public:
    // `own_id` is this session's.
    peer_watch(std::shared_ptr<swarm_torrent> torrent, lt::peer_connection_handle peer, const lt::peer_id& own_id,
               bool is_allowed)
        : m_torrent(std::move(torrent)),
          m_peer(std::move(peer)),
          m_own_id(own_id),
          m_is_web_seed(is_web_seed(m_peer)),
          m_is_allowed(m_is_web_seed ? is_asked(m_peer.remote().port()) : is_allowed)
    {}

    // Before anything is said, so that a stranger does not learn what is being downloaded.
    void on_connected() override
    {
        if (!m_is_web_seed) // libtorrent does not expect it here for web seeds
        {
            leave_stranger();
        }
    }

    bool on_handshake(lt::span<const char> reserved) override
    {
        if (leave_stranger())
        {
            return false;
        }
        m_is_fast = reserved.size() > 7 && (static_cast<unsigned char>(reserved[7]) & 4U) != 0;
        m_is_counted = true;
        m_is_before = m_peer.pid() < m_own_id;
        m_torrent->peers_before += m_is_before ? 1U : 0U;
        ++m_torrent->peers;
        return true;
    }

    bool on_have(lt::piece_index_t piece) override
    {
        count(static_cast<std::size_t>(static_cast<int>(piece)));
        return false;
    }

    bool on_bitfield(const lt::bitfield& pieces) override
    {
        for (int i = 0; i != pieces.size(); ++i)
        {
            if (pieces.get_bit(i))
            {
                count(static_cast<std::size_t>(i));
            }
        }
        return false;
    }

    bool on_have_all() override
    {
        for (std::size_t i = 0; i != static_cast<std::size_t>(m_torrent->info->num_pieces()); ++i)
        {
            count(i);
        }
        return false;
    }

    void on_disconnect(const lt::error_code& why) override
    {
        if (m_is_web_seed && !m_has_given && is_of_network(why))
        {
            m_torrent->lose_web_seed(why);
        }
        for (std::size_t i = 0; i != m_has.size(); ++i)
        {
            if (m_has[i])
            {
                m_torrent->count_piece(i, false);
            }
        }
        m_has.clear();
        m_torrent->take_back(std::exchange(m_owed, 0));
        if (std::exchange(m_is_counted, false))
        {
            --m_torrent->peers;
            m_torrent->peers_before -= m_is_before ? 1U : 0U;
        }
    }

    bool on_piece(const lt::peer_request& piece, lt::span<const char>) override
    {
        m_has_given = true;
        (m_is_web_seed ? m_torrent->bytes_of_web_seeds : m_torrent->bytes_of_peers) += m_torrent->content_in(piece);
        return false;
    }

    // Requests nothing from a server that was reached by a redirect that only libtorrent would follow.
    bool write_request(const lt::peer_request&) override
    {
        if (m_is_web_seed && leave_stranger())
        {
            m_torrent->has_strayed = true;
            return true;
        }
        return false;
    }

    // The peer gets nothing beyond the policy's limit, and is choked, so that it does not keep asking.
    bool on_request(const lt::peer_request& block) override
    {
        const auto size = static_cast<std::uint64_t>(std::max(block.length, 0));
        if (m_torrent->may_give(size))
        {
            m_owed += size;
            return false;
        }
        m_peer.choke_this_peer();
        if (m_is_fast)
        {
            reject(block);
        }
        return true;
    }

    void sent_piece(const lt::peer_request& block) override
    {
        m_owed -= std::min(m_owed, static_cast<std::uint64_t>(block.length));
    }

    void sent_reject_request(const lt::peer_request& block) override
    {
        const std::uint64_t size = std::min(m_owed, static_cast<std::uint64_t>(std::max(block.length, 0)));
        m_owed -= size;
        m_torrent->take_back(size);
    }

private:
    // True if the peer is in a network that is not allowed.
    bool leave_stranger()
    {
        if (!m_is_allowed)
        {
            m_peer.disconnect(lt::errors::banned_by_ip_filter, lt::operation_t::bittorrent);
        }
        return !m_is_allowed;
    }

    bool is_asked(std::uint16_t port) const
    {
        const std::vector<std::uint16_t>& ports = m_torrent->order.web_seed_ports;
        return ports.empty() || std::find(ports.begin(), ports.end(), port) != ports.end();
    }

    void reject(const lt::peer_request& block)
    {
        constexpr unsigned char reject_request = 16; // of BEP 6
        std::array<char, 17> message{0, 0, 0, 13, static_cast<char>(reject_request)};
        std::size_t at = 5;
        for (const int each : {static_cast<int>(block.piece), block.start, block.length})
        {
            for (int shift = 24; shift >= 0; shift -= 8)
            {
                message[at++] = static_cast<char>(static_cast<unsigned>(each) >> static_cast<unsigned>(shift) & 0xFFU);
            }
        }
        m_peer.send_buffer(message.data(), static_cast<int>(message.size()));
    }

    // Without memory the peer counts as having nothing.
    void count(std::size_t piece) noexcept
    {
        try
        {
            m_has.resize(static_cast<std::size_t>(m_torrent->info->num_pieces()));
        }
        catch (const std::bad_alloc&)
        {
            return;
        }
        if (!m_is_web_seed && piece < m_has.size() && !m_has[piece])
        {
            m_has[piece] = true;
            m_torrent->count_piece(piece, true);
        }
    }

    const std::shared_ptr<swarm_torrent> m_torrent;
    lt::peer_connection_handle m_peer;
    const lt::peer_id m_own_id;
    std::vector<bool> m_has;
    const bool m_is_web_seed;
    const bool m_is_allowed;
    std::uint64_t m_owed = 0; // bytes that it has requested and will get
    bool m_is_fast = false;   // it understands rejected requests
    bool m_is_counted = false;
    bool m_is_before = false;
    bool m_has_given = false;
};

// For a peer whose watch there is no memory for: it gives nothing and is given nothing.
class muted_peer final : public lt::peer_plugin
{
public:
    bool on_have(lt::piece_index_t) override
    {
        return true;
    }
    bool on_bitfield(const lt::bitfield&) override
    {
        return true;
    }
    bool on_have_all() override
    {
        return true;
    }
    bool on_request(const lt::peer_request&) override
    {
        return true;
    }
    bool on_piece(const lt::peer_request&, lt::span<const char>) override
    {
        return true;
    }
};

// Owned by libtorrent, once it has it.
class torrent_watch final : public lt::torrent_plugin
{
public:
    torrent_watch(swarm_torrent& torrent, const lt::peer_id& own_id, peer_networks networks)
        : m_torrent(torrent),
          m_own_id(own_id),
          m_networks(std::move(networks))
    {}

    // Keeps the torrent alive as long as this. The reference is held here and not in libtorrent, whose counting
    // ThreadSanitizer does not see.
    void keep(std::shared_ptr<const swarm_torrent> torrent) noexcept
    {
        m_kept = std::move(torrent);
    }

    std::shared_ptr<lt::peer_plugin> new_connection(const lt::peer_connection_handle& peer) override
    {
        try
        {
            return std::make_shared<peer_watch>(
                m_torrent.shared_from_this(), peer, m_own_id, m_networks.has(peer.remote().address()));
        }
        catch (const std::bad_alloc&)
        {
            return is_web_seed(peer) ? nullptr : m_muted;
        }
    }

    void on_piece_pass(lt::piece_index_t piece) override
    {
        m_torrent.note_own(static_cast<std::size_t>(static_cast<int>(piece)));
        const auto size = static_cast<std::uint64_t>(m_torrent.info->piece_length());
        const std::uint64_t begin = size * static_cast<std::uint64_t>(static_cast<int>(piece));
        m_torrent.on_piece(begin, std::min(begin + size, m_torrent.order.size));
    }

private:
    swarm_torrent& m_torrent;
    std::shared_ptr<const swarm_torrent> m_kept;
    const lt::peer_id m_own_id;
    const peer_networks m_networks;
    const std::shared_ptr<muted_peer> m_muted = std::make_shared<muted_peer>();
};

} // namespace wua::detail

// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/testing/bad_peer.hpp>.

#include <wua/testing/bad_peer.hpp>

#include <algorithm>
#include <memory>
#include <string_view>

namespace wua
{

// Speaks the peer protocol of BEP 3: messages of four bytes' length, one byte's kind, and a payload.
class bad_peer::session final : public detail::loopback_session
{
public:
    explicit session(bad_peer& peer) : m_peer(peer) {}

    bool answer(std::string& received, std::string& sent) override
    {
        if (!m_has_shaken_hands)
        {
            if (received.size() < handshake_size)
            {
                return std::string_view(protocol).starts_with(received.substr(0, protocol.size()));
            }
            if (!received.starts_with(protocol))
            {
                return false;
            }
            ++m_peer.m_handshakes;
            m_has_shaken_hands = true;
            sent += std::string(protocol) + std::string(8, '\0') + received.substr(28, 20) + "-XX0001-abcdefghijkl";
            received.erase(0, handshake_size);
            std::string has_all((m_peer.m_pieces + 7) / 8, '\xFF');
            if (const std::size_t rest = m_peer.m_pieces % 8; rest != 0)
            {
                has_all.back() = static_cast<char>(0xFFU << (8U - rest));
            }
            put(sent, 5, has_all);
            put(sent, 1, {}); // unchoke
        }
        while (received.size() >= 4 && received.size() - 4 >= number(received, 0))
        {
            const std::size_t size = number(received, 0);
            if (size == 13 && received[4] == 6)
            {
                ++m_peer.m_requests;
                if (m_peer.m_fault == peer_fault::vanishes)
                {
                    return false;
                }
                if (m_peer.m_fault == peer_fault::lies)
                {
                    const std::size_t block = std::min<std::size_t>(number(received, 13), 128U << 10U);
                    put(sent, 7, received.substr(5, 8) + std::string(block, 'x'));
                }
            }
            received.erase(0, size + 4);
        }
        return received.size() < max_received;
    }

private:
    static constexpr std::string_view protocol =
        "\x13"
        "BitTorrent protocol";
    static constexpr std::size_t handshake_size = 68;
    static constexpr std::size_t max_received = 1U << 20U;

    static std::size_t number(const std::string& from, std::size_t at)
    {
        std::size_t value = 0;
        for (std::size_t i = 0; i != 4; ++i)
        {
            value = value << 8U | static_cast<unsigned char>(from[at + i]);
        }
        return value;
    }

    static void put(std::string& to, char kind, std::string_view content)
    {
        for (unsigned shift = 32; shift != 0; shift -= 8)
        {
            to += static_cast<char>((content.size() + 1) >> (shift - 8) & 0xFFU);
        }
        to += kind;
        to += content;
    }

    bad_peer& m_peer;
    bool m_has_shaken_hands = false;
};

WUA_INLINE bad_peer::bad_peer(peer_fault fault, std::size_t pieces)
    : m_fault(fault),
      m_pieces(pieces),
      m_service([this] { return std::make_unique<session>(*this); })
{}

WUA_INLINE std::string bad_peer::address() const
{
    return "127.0.0.1:" + std::to_string(port());
}

} // namespace wua

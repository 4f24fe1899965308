// SPDX-License-Identifier: MIT
#pragma once

// Addresses as written in options: peers, and the networks that they may be in.

#include <wua/separate_compilation.hpp>

#include <libtorrent/address.hpp>
#include <libtorrent/socket.hpp>

#include <cstddef>
#include <string>
#include <vector>

namespace wua::detail
{

// "192.0.2.1:6881", "[2001:db8::1]:6881". Throws hresult_error, E_INVALIDARG.
lt::tcp::endpoint peer_endpoint(const std::string& text);

// Immutable.
class peer_networks
{
public:
    // "10.0.0.0/8", "fd00::/8", or an address; none: all. Throws hresult_error, E_INVALIDARG.
    explicit peer_networks(const std::vector<std::string>& networks);

    bool has(const lt::address& address) const;

private:
    struct network
    {
        lt::address first;
        std::size_t bits;
    };

    std::vector<network> m_networks;
};

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/engine/swarm/peer_networks.ipp>
#endif

// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/engine/swarm/peer_networks.hpp>.

#include <wua/com/ascii.hpp>
#include <wua/com/hresult.hpp>
#include <wua/engine/swarm/peer_networks.hpp>
#include <wua/engine/transfer/joined_text.hpp>

#include <libtorrent/error_code.hpp>

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string_view>

namespace wua::detail
{

WUA_COLD std::optional<lt::address> try_address(std::string_view text)
{
    lt::error_code error;
    const lt::address read = boost::asio::ip::make_address(std::string(text), error);
    return error ? std::nullopt : std::optional(read);
}

WUA_COLD lt::tcp::endpoint peer_endpoint(const std::string& text)
{
    const std::size_t colon = text.rfind(':');
    std::string_view host = std::string_view(text).substr(0, colon == std::string::npos ? 0 : colon);
    const bool has_brackets = host.starts_with('[') && host.ends_with(']');
    if (has_brackets)
    {
        host = host.substr(1, host.size() - 2);
    }
    const std::optional<lt::address> address = try_address(host);
    const std::optional<std::uint64_t> port =
        parse_decimal(std::string_view(text).substr(colon == std::string::npos ? text.size() : colon + 1));
    if (!address || !port || *port == 0 || *port > 0xFFFF || address->is_v6() != has_brackets)
    {
        throw hresult_error(
            e_invalidarg, joined({"a peer is an address and a port, such as 192.0.2.1:6881 or [2001:db8::1]:6881, not ",
                                  one_line(text)}));
    }
    return {*address, static_cast<std::uint16_t>(*port)};
}

WUA_COLD peer_networks::peer_networks(const std::vector<std::string>& networks)
{
    for (const std::string& text : networks)
    {
        const std::size_t slash = text.find('/');
        const std::optional<lt::address> address = try_address(std::string_view(text).substr(0, slash));
        const std::size_t max_bits = address && address->is_v6() ? 128 : 32;
        const std::optional<std::uint64_t> bits =
            slash == std::string::npos ? max_bits : parse_decimal(std::string_view(text).substr(slash + 1));
        if (!address || !bits || *bits > max_bits)
        {
            throw hresult_error(
                e_invalidarg,
                joined({"a network of peers is written like 10.0.0.0/8 or fd00::/8, not ", one_line(text)}));
        }
        m_networks.push_back({*address, static_cast<std::size_t>(*bits)});
    }
}

WUA_COLD bool peer_networks::has(const lt::address& address) const
{
    const auto matches = [&](const auto& one, const auto& other, std::size_t bits) {
        for (std::size_t bit = 0; bit != bits; ++bit)
        {
            const unsigned shift = 7U - bit % 8U;
            if (((static_cast<unsigned>(one[bit / 8]) ^ static_cast<unsigned>(other[bit / 8])) >> shift & 1U) != 0)
            {
                return false;
            }
        }
        return true;
    };
    lt::address plain = address;
    if (plain.is_v6() && plain.to_v6().is_v4_mapped())
    {
        plain = boost::asio::ip::make_address_v4(boost::asio::ip::v4_mapped, plain.to_v6());
    }
    return m_networks.empty() || std::any_of(m_networks.begin(), m_networks.end(), [&](const network& each) {
               if (each.first.is_v4() != plain.is_v4())
               {
                   return false;
               }
               return plain.is_v4() ? matches(plain.to_v4().to_bytes(), each.first.to_v4().to_bytes(), each.bits)
                                    : matches(plain.to_v6().to_bytes(), each.first.to_v6().to_bytes(), each.bits);
           });
}

} // namespace wua::detail

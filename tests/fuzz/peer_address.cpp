// SPDX-License-Identifier: MIT
// needs: libtorrent-rasterbar
// Addresses of peers, networks, trackers and listening sockets: accepted, or refused with a sentence of one line.

#include "fuzz.hpp"
#include <wua/com/hresult.hpp>
#include <wua/engine/swarm/peer_networks.hpp>
#include <wua/engine/swarm/session_settings.hpp>
#include <wua/engine/swarm/torrent_file.hpp>

#include <string>

namespace
{

template <class F>
bool is_address(F f)
{
    try
    {
        f();
        return true;
    }
    catch (const wua::hresult_error& error)
    {
        fuzz::require(error.code() == wua::e_invalidarg && !error.text().empty(), "a refusal has a sentence");
        fuzz::require(error.text().find('\n') == std::string_view::npos, "a sentence is one line", error.text());
        return false;
    }
}

} // namespace

FUZZ_TARGET(peer_address)
{
    const std::string text(fuzz::text_of(data, size));
    is_address([&] { fuzz::require(wua::detail::peer_endpoint(text).port() != 0, "a peer has a port", text); });
    is_address([&] {
        const wua::detail::peer_networks networks({text});
        if (const auto address = wua::detail::try_address(text.substr(0, text.find('/'))); !address->is_v6())
        {
            fuzz::require(networks.has(*address), "a network has its own address", text);
        }
    });
    is_address([&] { wua::detail::require_tracker(text); });
    is_address([&] {
        wua::swarm_options options;
        options.listen = text;
        wua::detail::require_sensible(options);
    });
    return 0;
}

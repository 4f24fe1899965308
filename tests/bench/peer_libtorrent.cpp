// SPDX-License-Identifier: MIT
// What the same question costs a program that uses libtorrent.

#include "race.hpp"

#include <libtorrent/add_torrent_params.hpp>
#include <libtorrent/session.hpp>
#include <libtorrent/settings_pack.hpp>
#include <libtorrent/torrent_flags.hpp>
#include <libtorrent/torrent_handle.hpp>
#include <libtorrent/torrent_status.hpp>

#include <vector>

namespace
{

using namespace bench;

std::vector<row> measure(effort)
{
    lt::settings_pack settings; // keep it off the network
    settings.set_str(lt::settings_pack::listen_interfaces, "");
    settings.set_bool(lt::settings_pack::enable_dht, false);
    settings.set_bool(lt::settings_pack::enable_lsd, false);
    settings.set_bool(lt::settings_pack::enable_upnp, false);
    settings.set_bool(lt::settings_pack::enable_natpmp, false);
    lt::session session(settings);
    lt::add_torrent_params wanted;
    wanted.info_hashes.v1.assign("01234567890123456789");
    wanted.save_path = ".";
    wanted.flags = lt::torrent_flags::paused;
    const lt::torrent_handle torrent = session.add_torrent(wanted);
    const auto ask = [&] {
        auto done = torrent.status().total_done;
        keep(done);
    };
    return run({race_of_peer("peer_libtorrent_status", [&] { return time_per_call(200, ask); })}, 101);
}

const suite libtorrent("peer: libtorrent", &measure);

} // namespace

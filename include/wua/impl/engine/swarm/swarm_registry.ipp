// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/engine/swarm/swarm_registry.hpp>.

#include <wua/engine/swarm/swarm_registry.hpp>
#include <wua/engine/transfer/joined_text.hpp>
#include <wua/wuapi/errors.hpp>

#include <libtorrent/alert_types.hpp>
#include <libtorrent/torrent_status.hpp>

#include <algorithm>
#include <string>
#include <utility>

namespace wua::detail
{

WUA_COLD swarm_torrent* swarm_registry::find(const lt::torrent_handle& handle) const noexcept
{
    const auto found = std::find_if(torrents.begin(), torrents.end(), [&](const torrent_pointer& each) {
        return each->handle == handle &&
               (each->at == swarm_torrent::stage::running || each->at == swarm_torrent::stage::removing);
    });
    return found == torrents.end() ? nullptr : found->get();
}

WUA_COLD void swarm_registry::take_alert(const lt::alert& alert)
{
    if (const auto* added = lt::alert_cast<lt::add_torrent_alert>(&alert))
    {
        take_added(*added);
    }
    else if (const auto* updates = lt::alert_cast<lt::state_update_alert>(&alert))
    {
        for (const lt::torrent_status& status : updates->status)
        {
            if (swarm_torrent* const its = find(status.handle))
            {
                its->uploaded = static_cast<std::uint64_t>(status.total_payload_upload);
                its->is_checking = status.state == lt::torrent_status::checking_files ||
                                   status.state == lt::torrent_status::checking_resume_data;
                if (status.is_seeding)
                {
                    its->complete();
                }
            }
        }
    }
    else if (const auto* poison = lt::alert_cast<lt::hash_failed_alert>(&alert))
    {
        ++m_sums.poisoned_pieces;
        if (swarm_torrent* const its = find(poison->handle))
        {
            its->wasted_bytes += static_cast<std::uint64_t>(its->info->piece_size(poison->piece_index));
        }
    }
    else if (const auto* deaf = lt::alert_cast<lt::listen_failed_alert>(&alert))
    {
        m_sums.problem = joined({"peers cannot connect to port ", deaf->port, ": ", deaf->error.message()});
    }
    else if (const auto* listens = lt::alert_cast<lt::listen_succeeded_alert>(&alert))
    {
        if (listens->socket_type == lt::socket_type_t::tcp)
        {
            m_sums.port = static_cast<std::uint16_t>(listens->port);
        }
    }
    else if (const auto* about = dynamic_cast<const lt::torrent_alert*>(&alert))
    {
        if (swarm_torrent* const its = find(about->handle))
        {
            take_alert_of(*its, *about);
        }
    }
}

WUA_COLD void swarm_registry::take_added(const lt::add_torrent_alert& added)
{
    for (const torrent_pointer& each : torrents)
    {
        if (each->at != swarm_torrent::stage::adding || each.get() != added.params.userdata.get<swarm_torrent>())
        {
            continue;
        }
        each->handle = added.handle;
        each->at = added.error ? swarm_torrent::stage::gone : swarm_torrent::stage::running;
        if (added.error)
        {
            each->storage->revoke();
            each->fail(outcome::failed(e_fail, {}, joined({"the swarm: ", added.error.message()})));
        }
    }
}

WUA_COLD void swarm_registry::take_alert_of(swarm_torrent& torrent, const lt::torrent_alert& alert)
{
    if (alert.type() == lt::torrent_removed_alert::alert_type)
    {
        torrent.at = swarm_torrent::stage::gone;
    }
    else if (alert.type() == lt::torrent_finished_alert::alert_type)
    {
        torrent.complete();
    }
    else if (const auto* tracker = lt::alert_cast<lt::tracker_error_alert>(&alert))
    {
        const std::string url = tracker->tracker_url();
        const std::size_t host = url.find("://");
        torrent.trouble = joined({"its tracker ", // the path is left out, since it may contain a key
                                  one_line(url.substr(0, host == std::string::npos ? 0 : url.find('/', host + 3))),
                                  ": ", tracker->error.message()});
        if (const std::string reason = tracker->failure_reason(); !reason.empty())
        {
            torrent.trouble += joined({" (", one_line(reason), ")"});
        }
        m_sums.problem = torrent.order.name + ": " + torrent.trouble;
        torrent.is_unknown = true;
    }
    else if (const auto* reply = lt::alert_cast<lt::tracker_reply_alert>(&alert))
    {
        torrent.is_unknown = torrent.is_unknown || reply->num_peers == 0;
        torrent.is_only_one = reply->num_peers == 0;
    }
    else if (const auto* seed = lt::alert_cast<lt::url_seed_alert>(&alert))
    {
        torrent.web_seeds -= std::min<std::size_t>(torrent.web_seeds, 1);
        torrent.trouble = joined({"it cannot use a URL of the file: ", seed->error.message()});
    }
    else if (alert.type() == lt::torrent_error_alert::alert_type || alert.type() == lt::file_error_alert::alert_type)
    {
        torrent.fail(torrent.storage->failure().value_or(
            outcome::failed(e_fail, {}, joined({"the swarm: ", one_line(alert.message())}))));
        torrent.storage->revoke();
        torrent.is_broken = true;
    }
}

WUA_COLD void swarm_registry::add_bytes(swarm_status& sums, const swarm_torrent& torrent)
{
    sums.bytes_of_peers += torrent.bytes_of_peers;
    sums.bytes_of_web_seeds += torrent.bytes_of_web_seeds;
    sums.bytes_to_peers += torrent.uploaded;
}

WUA_COLD swarm_status swarm_registry::status() const
{
    swarm_status made = m_sums;
    for (const torrent_pointer& each : torrents)
    {
        made.peers += each->peers;
        add_bytes(made, *each);
        if (each->at == swarm_torrent::stage::running && !each->is_dropped())
        {
            ++(each->is_complete ? made.seeding : made.downloading);
        }
    }
    return made;
}

} // namespace wua::detail

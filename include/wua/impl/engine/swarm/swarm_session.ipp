// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/engine/swarm/swarm_session.hpp>.

#include <wua/com/hresult.hpp>
#include <wua/com/hresult_from_exception.hpp>
#include <wua/engine/disk/disk_errors.hpp>
#include <wua/engine/swarm/peer_watch.hpp>
#include <wua/engine/swarm/swarm_session.hpp>
#include <wua/engine/swarm/torrent_file.hpp>
#include <wua/engine/transfer/joined_text.hpp>
#include <wua/wuapi/errors.hpp>
#include <wua/wuapi/transfer_errors.hpp>

#include <libtorrent/alert_types.hpp>
#include <libtorrent/ip_filter.hpp>
#include <libtorrent/peer_class.hpp>
#include <libtorrent/session_params.hpp>
#include <libtorrent/torrent_flags.hpp>
#include <libtorrent/torrent_status.hpp>

#include <algorithm>
#include <limits>
#include <new>
#include <utility>

namespace wua::detail
{

WUA_COLD void swarm_signal::wake() noexcept
{
    const std::lock_guard lock(m_mutex);
    m_is_woken = true;
    m_changed.notify_all();
}

WUA_COLD void swarm_signal::stop() noexcept
{
    const std::lock_guard lock(m_mutex);
    m_is_stopped = true;
    m_changed.notify_all();
}

WUA_COLD bool swarm_signal::wait(std::chrono::milliseconds most, bool is_idle)
{
    std::unique_lock lock(m_mutex);
    const auto is_due = [this] { return m_is_woken || m_is_stopped; };
    if (is_idle)
    {
        m_changed.wait(lock, is_due);
    }
    else
    {
        m_changed.wait_for(lock, most, is_due);
    }
    m_is_woken = false;
    return !m_is_stopped;
}

WUA_COLD std::shared_ptr<swarm_supplier> make_swarm_supplier(const swarm_options& options)
{
    return std::make_shared<swarm_session>(options);
}

inline std::vector<lt::tcp::endpoint> endpoints_of(const std::vector<std::string>& peers)
{
    std::vector<lt::tcp::endpoint> endpoints;
    endpoints.reserve(peers.size());
    for (const std::string& each : peers)
    {
        endpoints.push_back(peer_endpoint(each));
    }
    return endpoints;
}

inline int rate_of(std::uint64_t bytes_per_second) noexcept
{
    return static_cast<int>(std::min<std::uint64_t>(bytes_per_second, std::numeric_limits<int>::max()));
}

WUA_COLD swarm_session::swarm_session(const swarm_options& options)
    : m_options(options),
      m_networks(options.seeding.networks),
      m_peers(endpoints_of(options.peers)),
      m_bandwidth(options.http.engine_bandwidth)
{
    if (options.seeding.time.count() < 0)
    {
        throw hresult_error(e_invalidarg, "seeding.time is how long files are given to others, and cannot be below 0");
    }
    if (options.stall_time.count() <= 0 || options.lonely_time.count() <= 0)
    {
        throw hresult_error(e_invalidarg, "stall_time and lonely_time are how long a swarm is waited for, and above 0");
    }
    if (options.web_seed_delay.count() < 0)
    {
        throw hresult_error(e_invalidarg, "web_seed_delay is how long a swarm looks for peers alone, not below 0");
    }
    if (options.max_peers == 0)
    {
        throw hresult_error(e_invalidarg, "max_peers is how many peers a swarm may have, and must be above 0");
    }
}

WUA_COLD std::uint64_t swarm_session::size_in(const std::string& torrent, const std::string& info_hash,
                                              const std::vector<std::string>& names) const
{
    return static_cast<std::uint64_t>(read_torrent_file(torrent, info_hash, names)->total_size());
}

WUA_COLD std::shared_ptr<content_supply> swarm_session::begin(supply_order&& order)
{
    std::shared_ptr<lt::torrent_info> info = read_torrent_file(order.torrent, order.info_hash, {});
    order.torrent = {};
    const std::lock_guard lock(m_mutex);
    if (m_is_stopped)
    {
        throw hresult_error(wu_e_service_stop, "the engine has ended");
    }
    auto torrent = std::make_shared<swarm_torrent>(
        std::move(order), joined({"wua-swarm-", m_count++}), [signal = m_signal] { signal->wake(); });
    torrent->set_info(std::move(info));
    m_orders.push_back(torrent);
    if (!m_thread.is_started())
    {
        m_thread = owned_thread::start([self = shared_from_this()] { self->run(); });
    }
    m_signal->wake();
    return torrent;
}

WUA_COLD void swarm_session::set_bandwidth(std::uint64_t bytes_per_second) noexcept
{
    {
        const std::lock_guard lock(m_mutex);
        m_bandwidth = bytes_per_second;
    }
    m_signal->wake();
}

WUA_COLD bool swarm_session::asks_web_seeds() const noexcept
{
    return m_options.uses_web_seeds;
}

WUA_COLD swarm_status swarm_session::status() const
{
    const std::lock_guard lock(m_mutex);
    return m_status;
}

WUA_COLD void swarm_session::stop() noexcept
{
    owned_thread thread;
    {
        const std::lock_guard lock(m_mutex);
        m_is_stopped = true;
        thread = std::move(m_thread);
    }
    m_signal->stop();
    if (thread.is_this_thread())
    {
        thread.detach();
    }
    thread.end();
}

WUA_COLD swarm_session::nanoseconds swarm_session::now() const
{
    return m_options.http.clock();
}

WUA_COLD void swarm_session::run()
{
    block_write_signals();
    do
    {
        try
        {
            turn();
        }
        catch (const std::exception& error)
        {
            // Without a session there is no swarm; what waits for one goes on without.
            take_orders();
            for (const torrent_pointer& each : m_torrents)
            {
                each->storage->revoke();
                each->fail(outcome::failed(hresult_from_exception(), {}, one_line(error.what())));
            }
            m_session.reset();
            m_torrents.clear();
        }
    } while (m_signal->wait(std::chrono::milliseconds(100), m_torrents.empty()));
    for (const torrent_pointer& each : m_torrents)
    {
        each->storage->revoke();
    }
    m_session.reset(); // tells trackers
}

WUA_COLD void swarm_session::turn()
{
    take_orders();
    if (!m_torrents.empty() && !m_session)
    {
        open();
    }
    if (m_session)
    {
        take_alerts();
    }
    const nanoseconds time = now();
    for (const torrent_pointer& each : m_torrents)
    {
        look_at(*each, time);
    }
    forget_gone();
    if (m_session)
    {
        share_bandwidth();
        if (time - m_looked_at >= std::chrono::milliseconds(200))
        {
            m_looked_at = time;
            m_session->post_torrent_updates(lt::status_flags_t{});
        }
    }
    publish();
}

WUA_COLD lt::settings_pack swarm_session::settings() const
{
    using pack = lt::settings_pack;
    pack made;
    made.set_str(pack::user_agent, m_options.http.user_agent);
    made.set_str(pack::listen_interfaces, m_options.listen);
    made.set_int(
        pack::alert_mask, lt::alert_category::error | lt::alert_category::status | lt::alert_category::tracker);
    made.set_bool(pack::enable_dht, m_options.uses_dht);
    made.set_bool(pack::enable_lsd, m_options.uses_local_discovery);
    made.set_bool(pack::enable_upnp, m_options.maps_ports);
    made.set_bool(pack::enable_natpmp, m_options.maps_ports);
    made.set_bool(pack::allow_multiple_connections_per_ip, true); // machines behind one address are many
    made.set_bool(pack::enable_outgoing_utp, false);
    made.set_int(pack::stop_tracker_timeout, 1);
    made.set_int(pack::upload_rate_limit, rate_of(m_options.seeding.rate));
    // So that machines that begin together ask for different parts.
    made.set_int(pack::urlseed_max_request_bytes, 128 << 10);
    made.set_int(pack::urlseed_pipeline_size, 3);
    made.set_int(pack::connections_limit, 1000);
    made.set_int(pack::unchoke_slots_limit, 16);
    made.set_int(pack::torrent_connect_boost, 60);
    made.set_bool(pack::smooth_connects, false);
    made.set_int(pack::min_reconnect_time, 5);
    if (m_options.encryption == swarm_encryption::required)
    {
        made.set_int(pack::in_enc_policy, pack::pe_forced);
        made.set_int(pack::out_enc_policy, pack::pe_forced);
        made.set_int(pack::allowed_enc_level, pack::pe_rc4);
    }
    return made;
}

WUA_COLD void swarm_session::open()
{
    lt::session_params params(settings());
    params.disk_io_constructor = swarm_disk::constructor(m_storages);
    m_session = std::make_unique<lt::session>(std::move(params));
    m_session->set_alert_notify([signal = m_signal] { signal->wake(); });
    lt::ip_filter classes; // without it limits do not hold for the local network
    const auto global = static_cast<std::uint32_t>(1U << static_cast<std::uint32_t>(lt::session::global_peer_class_id));
    classes.add_rule(lt::make_address("0.0.0.0"), lt::make_address("255.255.255.255"), global);
    classes.add_rule(lt::make_address("::"), lt::make_address("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"), global);
    m_session->set_peer_class_filter(classes);
    m_bandwidth_set = 0;
}

WUA_COLD void swarm_session::take_orders()
{
    {
        const std::lock_guard lock(m_mutex);
        m_torrents.insert(m_torrents.end(), m_orders.begin(), m_orders.end());
        m_orders.clear();
    }
}

WUA_COLD void swarm_session::look_at(swarm_torrent& torrent, nanoseconds time)
{
    using stage = swarm_torrent::stage;
    if (torrent.at == stage::waiting)
    {
        if (torrent.is_dropped())
        {
            torrent.at = stage::gone;
            return;
        }
        for (const torrent_pointer& each : m_torrents)
        {
            if (each.get() == &torrent)
            {
                add(each);
                return;
            }
            if (each->at != stage::gone && each->info->info_hashes().v2 == torrent.info->info_hashes().v2)
            {
                if (each->is_verified() || each->is_dropped() || each->at == stage::removing)
                {
                    remove(*each); // its file is, or will be, another one
                    return;
                }
                torrent.fail(outcome::failed(
                    win32_sharing_violation, {},
                    joined({"the same swarm is asked for another file already: ", each->order.name})));
                torrent.at = stage::gone;
                return;
            }
        }
    }
    if (torrent.at != stage::running)
    {
        return;
    }
    if (torrent.is_dropped() || (torrent.is_verified() && !may_seed(torrent, time)))
    {
        remove(torrent);
        return;
    }
    if (!torrent.is_complete)
    {
        look_at_download(torrent, time);
    }
}

WUA_COLD void swarm_session::ask_web_seeds(swarm_torrent& torrent, bool asks)
{
    if (std::exchange(torrent.asks_web_seeds, asks) == asks)
    {
        return;
    }
    torrent.asked_at = now();
    for (const std::string& url : torrent.order.web_seeds)
    {
        asks ? torrent.handle.add_url_seed(url) : torrent.handle.remove_url_seed(url);
    }
}

// The URLs are for what no peer has, and for when peers bring nothing. Of a swarm in which machines know each other
// about two ask at a time, drawn anew every some seconds: what these fetch all others have from them.
WUA_COLD bool swarm_session::needs_web_seeds(swarm_torrent& torrent, nanoseconds time)
{
    const nanoseconds patience = std::min<nanoseconds>(std::chrono::seconds(2), m_options.stall_time / 4);
    if (torrent.peers == 0 || time - torrent.last_of_peers >= patience)
    {
        return true;
    }
    if (time >= torrent.drawn_until)
    {
        torrent.drawn_until = time + std::chrono::seconds(3);
        torrent.is_drawn = m_random() % (torrent.peers + 1) < 2;
    }
    return torrent.is_drawn && torrent.orphans != 0;
}

WUA_COLD void swarm_session::look_at_download(swarm_torrent& torrent, nanoseconds time)
{
    const std::uint64_t of_peers = torrent.bytes_of_peers;
    if (std::exchange(torrent.seen_of_peers, of_peers) != of_peers)
    {
        torrent.last_of_peers = time;
    }
    if (m_options.web_seed_delay.count() != 0 && !torrent.is_checking)
    {
        const bool needs = needs_web_seeds(torrent, time);
        constexpr nanoseconds least = std::chrono::seconds(1); // a connection takes about that
        if (needs ? time - torrent.added_at >= m_options.web_seed_delay : time - torrent.asked_at >= least)
        {
            ask_web_seeds(torrent, needs);
        }
    }
    const std::uint64_t bytes = of_peers + torrent.bytes_of_web_seeds;
    if (bytes != torrent.seen_bytes || torrent.is_checking)
    {
        torrent.seen_bytes = bytes;
        torrent.last_bytes = time;
        torrent.last_company = time;
    }
    if (torrent.peers != 0 || torrent.web_seeds != 0)
    {
        torrent.last_company = time;
    }
    if (time - torrent.last_bytes >= m_options.stall_time || time - torrent.last_company >= m_options.lonely_time)
    {
        torrent.fail(outcome::failed(wininet_e_timeout, {}, why_stalled(torrent)));
        torrent.storage->revoke();
        remove(torrent);
    }
}

WUA_COLD std::string swarm_session::why_stalled(const swarm_torrent& torrent) const
{
    const bool is_alone = torrent.peers == 0 && torrent.web_seeds == 0;
    std::string sentence =
        is_alone ? std::string("the swarm has neither a peer nor a URL that it may ask")
                 : joined({"the swarm has brought no byte for ",
                           std::chrono::duration_cast<std::chrono::milliseconds>(m_options.stall_time).count(),
                           " ms, with ", torrent.peers.load(), " peers"});
    if (!torrent.trouble.empty())
    {
        sentence += joined({"; ", torrent.trouble});
    }
    return sentence;
}

WUA_COLD bool swarm_session::may_seed(swarm_torrent& torrent, nanoseconds time)
{
    const seeding_policy& policy = m_options.seeding;
    if (policy.max_bytes != 0 && torrent.uploaded >= policy.max_bytes)
    {
        return false;
    }
    if (torrent.job_over_at.count() < 0)
    {
        if (!torrent.order.is_job_over())
        {
            return true;
        }
        torrent.job_over_at = time;
    }
    if (time - torrent.job_over_at >= policy.time)
    {
        return false;
    }
    if (policy.may_seed && time >= m_asked_at)
    {
        m_asked_at = time + std::chrono::seconds(1);
        try
        {
            m_may_seed = policy.may_seed();
        }
        catch (...)
        {
            m_may_seed = false;
        }
    }
    return m_may_seed;
}

WUA_COLD void swarm_session::share_bandwidth()
{
    std::uint64_t wanted = 0;
    {
        const std::lock_guard lock(m_mutex);
        wanted = m_bandwidth;
    }
    if (std::exchange(m_bandwidth_set, wanted) != wanted)
    {
        lt::settings_pack changed;
        changed.set_int(lt::settings_pack::download_rate_limit, rate_of(wanted));
        m_session->apply_settings(std::move(changed));
    }
    const auto is_active = [](const swarm_torrent& each) {
        return each.at == swarm_torrent::stage::running && !each.is_complete;
    };
    for (const torrent_pointer& each : m_torrents)
    {
        if (!is_active(*each))
        {
            continue;
        }
        const auto together = std::count_if(m_torrents.begin(), m_torrents.end(), [&](const torrent_pointer& other) {
            return other->order.job == each->order.job && is_active(*other);
        });
        const std::uint64_t its = each->bandwidth();
        const int limit = its == 0 ? 0 : std::max(1, rate_of(its / static_cast<std::uint64_t>(together)));
        if (limit != each->limit)
        {
            each->limit = limit;
            each->handle.set_download_limit(limit);
        }
    }
}

WUA_COLD void swarm_session::add(const torrent_pointer& torrent)
{
    lt::add_torrent_params params;
    params.ti = torrent->info;
    params.save_path = torrent->key;
    torrent->asks_web_seeds =
        m_options.web_seed_delay.count() == 0 ||
        (torrent->info->trackers().empty() && m_options.trackers.empty() && m_peers.empty() && !m_options.uses_dht &&
         !m_options.uses_local_discovery);
    if (torrent->asks_web_seeds)
    {
        params.url_seeds = torrent->order.web_seeds;
    }
    params.trackers = m_options.trackers;
    params.peers = m_peers;
    params.max_connections = static_cast<int>(std::min<std::size_t>(m_options.max_peers, 10'000));
    params.flags = lt::torrent_flags::update_subscribe | lt::torrent_flags::override_web_seeds;
    if (!m_options.uses_dht)
    {
        params.flags |= lt::torrent_flags::disable_dht;
    }
    if (!m_options.uses_local_discovery)
    {
        params.flags |= lt::torrent_flags::disable_lsd;
    }
    if (!m_options.exchanges_peers)
    {
        params.flags |= lt::torrent_flags::disable_pex;
    }
    if (const std::uint64_t limit = torrent->bandwidth(); limit != 0)
    {
        torrent->limit = rate_of(limit);
        params.download_limit = torrent->limit;
    }
    params.userdata = lt::client_data_t(torrent.get());
    params.extensions.push_back([torrent, networks = m_networks](const lt::torrent_handle&, lt::client_data_t) {
        return std::make_shared<torrent_watch>(torrent, networks);
    });
    m_storages->add(torrent->key, torrent->storage);
    torrent->at = swarm_torrent::stage::adding;
    torrent->is_checking = !torrent->storage->is_empty();
    torrent->added_at = now();
    torrent->asked_at = torrent->added_at;
    torrent->last_of_peers = torrent->added_at;
    torrent->last_bytes = torrent->added_at;
    torrent->last_company = torrent->added_at;
    m_session->async_add_torrent(std::move(params));
}

WUA_COLD void swarm_session::remove(swarm_torrent& torrent)
{
    torrent.storage->revoke();
    if (torrent.at == swarm_torrent::stage::running)
    {
        torrent.at = swarm_torrent::stage::removing;
        m_session->remove_torrent(torrent.handle);
    }
}

WUA_COLD void swarm_session::forget_gone()
{
    std::erase_if(m_torrents, [this](const torrent_pointer& each) {
        if (each->at != swarm_torrent::stage::gone)
        {
            return false;
        }
        m_storages->remove(each->key);
        m_sums.bytes_of_peers += each->bytes_of_peers;
        m_sums.bytes_of_web_seeds += each->bytes_of_web_seeds;
        m_sums.bytes_to_peers += each->uploaded;
        return true;
    });
}

WUA_COLD swarm_torrent* swarm_session::torrent_of(const lt::torrent_handle& handle) const noexcept
{
    const auto found = std::find_if(m_torrents.begin(), m_torrents.end(), [&](const torrent_pointer& each) {
        return each->handle == handle &&
               (each->at == swarm_torrent::stage::running || each->at == swarm_torrent::stage::removing);
    });
    return found == m_torrents.end() ? nullptr : found->get();
}

WUA_COLD void swarm_session::take_alerts()
{
    std::vector<lt::alert*> alerts;
    m_session->pop_alerts(&alerts);
    for (const lt::alert* each : alerts)
    {
        take_alert(*each);
    }
}

WUA_COLD void swarm_session::take_alert(const lt::alert& alert)
{
    using stage = swarm_torrent::stage;
    if (const auto* added = lt::alert_cast<lt::add_torrent_alert>(&alert))
    {
        for (const torrent_pointer& each : m_torrents)
        {
            if (each->at != stage::adding || each.get() != added->params.userdata.get<swarm_torrent>())
            {
                continue;
            }
            each->handle = added->handle;
            each->at = added->error ? stage::gone : stage::running;
            if (added->error)
            {
                each->storage->revoke();
                each->fail(outcome::failed(e_fail, {}, joined({"the swarm: ", added->error.message()})));
            }
        }
    }
    else if (const auto* updates = lt::alert_cast<lt::state_update_alert>(&alert))
    {
        for (const lt::torrent_status& status : updates->status)
        {
            if (swarm_torrent* const its = torrent_of(status.handle))
            {
                its->uploaded = static_cast<std::uint64_t>(status.total_payload_upload);
                its->is_checking = status.state == lt::torrent_status::checking_files ||
                                   status.state == lt::torrent_status::checking_resume_data;
                if (status.is_seeding && !std::exchange(its->is_complete, true))
                {
                    its->complete();
                }
            }
        }
    }
    else if (const auto* failed_hash = lt::alert_cast<lt::hash_failed_alert>(&alert))
    {
        static_cast<void>(failed_hash);
        ++m_sums.poisoned_pieces;
    }
    else if (const auto* failed_listen = lt::alert_cast<lt::listen_failed_alert>(&alert))
    {
        set_problem(
            joined({"peers cannot connect to port ", failed_listen->port, ": ", failed_listen->error.message()}));
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
        swarm_torrent* const its = torrent_of(about->handle);
        if (its == nullptr)
        {
            return;
        }
        if (alert.type() == lt::torrent_removed_alert::alert_type)
        {
            its->at = stage::gone;
        }
        else if (alert.type() == lt::torrent_finished_alert::alert_type)
        {
            if (!std::exchange(its->is_complete, true))
            {
                its->complete();
            }
        }
        else if (const auto* tracker = lt::alert_cast<lt::tracker_error_alert>(&alert))
        {
            const std::string url = tracker->tracker_url();
            const std::size_t host = url.find("://");
            its->trouble = joined({"its tracker ", // a path may have a key
                                   one_line(url.substr(0, host == std::string::npos ? 0 : url.find('/', host + 3))),
                                   ": ", tracker->error.message()});
            if (const std::string reason = tracker->failure_reason(); !reason.empty())
            {
                its->trouble += joined({" (", one_line(reason), ")"});
            }
            set_problem(its->order.name + ": " + its->trouble);
            ask_web_seeds(*its, true);
        }
        else if (const auto* reply = lt::alert_cast<lt::tracker_reply_alert>(&alert))
        {
            if (reply->num_peers == 0 && its->peers == 0 && !its->is_complete)
            {
                ask_web_seeds(*its, true);
            }
        }
        else if (const auto* seed = lt::alert_cast<lt::url_seed_alert>(&alert))
        {
            its->web_seeds -= std::min<std::size_t>(its->web_seeds, 1);
            its->trouble = joined({"a URL of the file is of no use to it: ", seed->error.message()});
        }
        else if (alert.type() == lt::torrent_error_alert::alert_type ||
                 alert.type() == lt::file_error_alert::alert_type)
        {
            its->fail(its->storage->failure().value_or(
                outcome::failed(e_fail, {}, joined({"the swarm: ", one_line(alert.message())}))));
            remove(*its);
        }
    }
}

WUA_COLD void swarm_session::set_problem(std::string sentence)
{
    m_sums.problem = std::move(sentence);
}

WUA_COLD void swarm_session::publish()
{
    swarm_status made = m_sums;
    for (const torrent_pointer& each : m_torrents)
    {
        made.peers += each->peers;
        made.bytes_of_peers += each->bytes_of_peers;
        made.bytes_of_web_seeds += each->bytes_of_web_seeds;
        made.bytes_to_peers += each->uploaded;
        if (each->at == swarm_torrent::stage::running && !each->is_dropped())
        {
            ++(each->is_complete ? made.seeding : made.downloading);
        }
    }
    const std::lock_guard lock(m_mutex);
    m_status = std::move(made);
}

} // namespace wua::detail

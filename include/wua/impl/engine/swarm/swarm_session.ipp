// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/engine/swarm/swarm_session.hpp>.

#include <wua/com/ascii.hpp>
#include <wua/com/hresult.hpp>
#include <wua/com/hresult_from_exception.hpp>
#include <wua/engine/disk/disk_errors.hpp>
#include <wua/engine/swarm/peer_watch.hpp>
#include <wua/engine/swarm/session_settings.hpp>
#include <wua/engine/swarm/swarm_exit.hpp>
#include <wua/engine/swarm/swarm_session.hpp>
#include <wua/engine/swarm/torrent_file.hpp>
#include <wua/engine/transfer/fetch_failure.hpp>
#include <wua/engine/transfer/joined_text.hpp>
#include <wua/wuapi/download_errors.hpp>
#include <wua/wuapi/errors.hpp>
#include <wua/wuapi/transfer_errors.hpp>

#include <libtorrent/alert.hpp>
#include <libtorrent/download_priority.hpp>
#include <libtorrent/settings_pack.hpp>
#include <libtorrent/torrent_flags.hpp>
#include <libtorrent/torrent_status.hpp>

#include <algorithm>
#include <utility>

namespace wua::detail
{

WUA_COLD std::shared_ptr<swarm_supplier> make_swarm_supplier(const swarm_options& options)
{
    auto made = std::make_shared<swarm_session>(options);
    swarm_exit::watch(made);
    return made;
}

WUA_COLD swarm_session::swarm_session(const swarm_options& options)
    : m_options(with_bounded_times(options)),
      m_networks(options.seeding.networks),
      m_peers(endpoints_of(options.peers)),
      m_own_id(make_peer_id()),
      m_bandwidth(options.http.engine_bandwidth),
      m_permit(m_options.seeding)
{
    require_sensible(options);
}

WUA_COLD swarm_session::~swarm_session()
{
    swarm_exit::forget(weak_from_this());
}

WUA_COLD std::uint64_t swarm_session::size_in(const std::string& torrent, const std::string& info_hash,
                                              const std::vector<std::string>& names) const
{
    return content_size(read_torrent_file(torrent, info_hash, names)->files());
}

WUA_COLD std::shared_ptr<content_supply> swarm_session::begin(supply_request&& order)
{
    std::shared_ptr<lt::torrent_info> info = read_torrent_file(order.torrent, order.info_hash, {});
    order.torrent = {};
    if (info->num_files() != 1)
    {
        order.web_seeds.clear(); // libtorrent would append the file's name to their URLs
    }
    order.info_hash = ascii_lowered(std::move(order.info_hash));
    const std::lock_guard lock(m_mutex);
    if (m_is_stopped)
    {
        throw hresult_error(wu_e_service_stop, "the engine has ended");
    }
    if (!m_thread.is_started())
    {
        m_thread = owned_thread::start([self = shared_from_this()] { self->run(); });
        m_runs_on = m_thread.id();
        m_is_running = true;
    }
    auto torrent = std::make_shared<swarm_torrent>(
        std::move(order), joined({"wua-swarm-", m_count++}), [signal = m_signal] { signal->wake(); });
    torrent->set_info(std::move(info));
    if (const std::uint64_t max_bytes = m_options.seeding.max_bytes; max_bytes != 0)
    {
        torrent->set_max_given(max_bytes - std::min(max_bytes, m_counts.of(torrent->order.info_hash).bytes_to_peers));
    }
    m_orders.reserve(m_orders.size() + 1);
    m_counts.add(torrent);
    m_orders.push_back(torrent);
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

WUA_COLD swarm_file_status swarm_session::status_of(const std::string& info_hash) const
{
    const std::lock_guard lock(m_mutex);
    return m_counts.of(info_hash);
}

WUA_COLD void swarm_session::note_bytes(const std::string& info_hash, std::uint64_t bytes) noexcept
{
    try
    {
        const std::lock_guard lock(m_mutex);
        m_counts.add_bytes(info_hash, bytes);
    }
    catch (const std::bad_alloc&)
    {
        return; // out of memory: these bytes are not counted
    }
}

WUA_COLD void swarm_session::stop() noexcept
{
    owned_thread thread;
    bool is_called_there = false;
    {
        const std::lock_guard lock(m_mutex);
        m_is_stopped = true;
        thread = std::move(m_thread);
        is_called_there = m_runs_on == std::this_thread::get_id();
    }
    m_signal->stop();
    if (is_called_there)
    {
        thread.detach();
        return;
    }
    thread.end();
    m_is_running.wait(true); // an earlier caller may still be waiting for the thread to end
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
            give_up(error);
        }
    } while (m_signal->wait(std::chrono::milliseconds(100), m_registry.torrents.empty()));
    for (const torrent_pointer& each : m_registry.torrents)
    {
        each->storage->revoke();
    }
    m_session.reset(); // tells the trackers that it leaves
    for (const torrent_pointer& each : m_registry.torrents)
    {
        each->handle = {};
    }
    m_is_running = false;
    m_is_running.notify_all();
}

WUA_COLD void swarm_session::turn()
{
    take_orders();
    if (!m_registry.torrents.empty() && !m_session)
    {
        open();
    }
    if (m_session)
    {
        take_alerts();
    }
    const nanoseconds time = now();
    for (const torrent_pointer& each : m_registry.torrents)
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

WUA_COLD void swarm_session::open()
{
    m_session = std::make_unique<lt::session>(session_params_of(m_options, m_own_id, m_storages));
    m_session->set_alert_notify([signal = m_signal.get()] { signal->wake(); });
    m_session->set_peer_class_filter(one_class_for_all());
    m_bandwidth_set = 0;
    m_queue_set = 0;
    m_is_busy = false;
    m_opened_at = now();
}

WUA_COLD void swarm_session::take_orders()
{
    {
        const std::lock_guard lock(m_mutex);
        m_registry.torrents.insert(m_registry.torrents.end(), m_orders.begin(), m_orders.end());
        m_orders.clear();
    }
}

WUA_COLD void swarm_session::give_up(const std::exception& why) noexcept
{
    const HRESULT code = hresult_from_exception();
    const auto fail = [&](const torrent_pointer& each) {
        each->at = swarm_torrent::stage::gone;
        each->storage->revoke();
        each->fail(failed_with(code, why.what()));
    };
    std::vector<torrent_pointer> orders;
    {
        const std::lock_guard lock(m_mutex);
        orders.swap(m_orders);
    }
    for (const torrent_pointer& each : orders)
    {
        fail(each);
        const std::lock_guard lock(m_mutex);
        m_counts.keep(*each);
    }
    for (const torrent_pointer& each : m_registry.torrents)
    {
        fail(each);
    }
    m_session.reset();
    m_storages->clear();
    forget_gone();
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
        for (const torrent_pointer& each : m_registry.torrents)
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
                    remove(*each); // its file is another one, or soon will be
                    return;
                }
                torrent.fail(outcome::failed(
                    error_sharing_violation, {},
                    joined({"another file is being downloaded from the same swarm: ", each->order.name})));
                torrent.at = stage::gone;
                return;
            }
        }
    }
    if (torrent.at == stage::adding && time - torrent.last_bytes >= m_options.stall_time)
    {
        torrent.fail(outcome::failed(wininet_e_timeout, {}, "the swarm did not begin"));
    }
    if (torrent.at != stage::running)
    {
        return;
    }
    if (torrent.storage->is_lost())
    {
        torrent.fail(outcome::failed(e_outofmemory));
        remove(torrent);
        return;
    }
    if (torrent.is_dropped() || torrent.is_broken || (torrent.is_verified() && !m_permit.is_given_for(torrent, time)))
    {
        remove(torrent);
        return;
    }
    if (!torrent.is_complete)
    {
        look_at_download(torrent, time);
    }
}

WUA_COLD void swarm_session::look_at_download(swarm_torrent& torrent, nanoseconds time)
{
    if (!torrent.is_checking)
    {
        ask_web_seeds(torrent, time);
        order_pieces(torrent, time);
    }
    const std::uint64_t bytes = torrent.bytes_of_peers + torrent.bytes_of_web_seeds;
    if (std::exchange(torrent.seen_bytes, bytes) != bytes || torrent.is_checking)
    {
        torrent.last_bytes = time;
        torrent.last_company = time;
    }
    if (torrent.has_strayed.exchange(false))
    {
        torrent.web_seeds -= std::min<std::size_t>(torrent.web_seeds, 1);
        torrent.trouble = "a URL of the file leads from https to something else";
    }
    torrent.count_lost_web_seeds();
    if (torrent.peers != 0 || torrent.web_seeds != 0)
    {
        torrent.last_company = time;
    }
    if (const std::uint64_t max_wasted = m_options.http.retry.wasted_bytes;
        max_wasted != 0 && torrent.wasted_bytes > max_wasted)
    {
        torrent.fail(outcome::failed(wu_e_dm_incorrectfilehash, {},
                                     joined({"the swarm has sent ", torrent.wasted_bytes, " bytes of wrong content"})));
        remove(torrent);
        return;
    }
    if (time - torrent.last_bytes >= m_options.stall_time || time - torrent.last_company >= m_options.lonely_time)
    {
        torrent.fail(outcome::failed(wininet_e_timeout, {}, why_stalled(torrent)));
        remove(torrent);
    }
}

WUA_COLD void swarm_session::ask_web_seeds(swarm_torrent& torrent, nanoseconds time)
{
    const swarm_view view{.peers = torrent.peers,
                          .orphans = torrent.orphans,
                          .bytes_of_peers = torrent.bytes_of_peers,
                          .is_unknown = std::exchange(torrent.is_unknown, false)};
    if (!torrent.turn->look(time, view, m_random))
    {
        return;
    }
    for (const std::string& url : torrent.order.web_seeds)
    {
        torrent.turn->asks() ? torrent.handle.add_url_seed(url) : torrent.handle.remove_url_seed(url);
    }
}

// In order where there are no other machines, so that the digest can be computed along the way.
WUA_COLD void swarm_session::order_pieces(swarm_torrent& torrent, nanoseconds time)
{
    const origin_share share{.place = torrent.peers_before, .machines = torrent.peers + 1};
    const bool is_in_order = torrent.is_only_one && share.machines == 1 && torrent.turn->asks();
    if (std::exchange(torrent.is_in_order, is_in_order) != is_in_order)
    {
        is_in_order ? torrent.handle.set_flags(lt::torrent_flags::sequential_download)
                    : torrent.handle.unset_flags(lt::torrent_flags::sequential_download);
    }
    if (share == torrent.share || time - torrent.shared_at < std::chrono::milliseconds(250))
    {
        return;
    }
    torrent.share = share;
    torrent.shared_at = time;
    const auto count = static_cast<std::size_t>(torrent.info->num_pieces());
    std::vector<lt::download_priority_t> priorities(count, lt::default_priority);
    for (std::size_t i = 0; i != count; ++i)
    {
        // libtorrent multiplies the priority by rarity, so pieces that no peer has still come first.
        priorities[i] = lt::download_priority_t(
            static_cast<std::uint8_t>(static_cast<std::uint8_t>(lt::default_priority) - share.level_of(i, count)));
    }
    torrent.handle.prioritize_pieces(priorities);
}

WUA_COLD std::string swarm_session::why_stalled(const swarm_torrent& torrent) const
{
    const bool is_alone = torrent.peers == 0 && torrent.web_seeds == 0;
    std::string sentence =
        is_alone ? std::string("the swarm has neither a peer nor a URL that it may ask")
                 : joined({"the swarm has delivered nothing for ",
                           std::chrono::duration_cast<std::chrono::milliseconds>(m_options.stall_time).count(),
                           " ms, with ", torrent.peers.load(), " peers"});
    if (!torrent.trouble.empty())
    {
        sentence += joined({"; ", torrent.trouble});
    }
    return sentence;
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
    const bool is_busy = now() - m_opened_at >= std::chrono::milliseconds(idle_tick) &&
                         std::any_of(m_registry.torrents.begin(), m_registry.torrents.end(),
                                     [&](const torrent_pointer& each) { return is_active(*each); });
    if (std::exchange(m_is_busy, is_busy) != is_busy)
    {
        lt::settings_pack changed;
        changed.set_int(lt::settings_pack::tick_interval, is_busy ? busy_tick : idle_tick);
        m_session->apply_settings(std::move(changed));
    }
    std::uint64_t lowest_limit = wanted;
    for (const torrent_pointer& each : m_registry.torrents)
    {
        if (!is_active(*each))
        {
            continue;
        }
        if (const std::uint64_t its = each->bandwidth(); its != 0 && (lowest_limit == 0 || its < lowest_limit))
        {
            lowest_limit = its;
        }
        const auto together =
            std::count_if(m_registry.torrents.begin(), m_registry.torrents.end(), [&](const torrent_pointer& other) {
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
    if (const int queue = request_queue_for(lowest_limit); std::exchange(m_queue_set, queue) != queue)
    {
        lt::settings_pack changed;
        set_request_queue(changed, queue);
        m_session->apply_settings(std::move(changed));
    }
}

WUA_COLD void swarm_session::add(const torrent_pointer& torrent)
{
    const nanoseconds time = now();
    const bool can_find_peers = !torrent->info->trackers().empty() || !m_options.trackers.empty() || !m_peers.empty() ||
                                m_options.uses_dht || m_options.uses_local_discovery;
    torrent->turn.emplace(time, m_options.web_seed_delay,
                          std::min<nanoseconds>(std::chrono::seconds(2), m_options.stall_time / 4), !can_find_peers);
    lt::add_torrent_params params = torrent_params_of(m_options, m_peers);
    params.ti = torrent->info;
    params.save_path = torrent->key;
    if (torrent->turn->asks())
    {
        params.url_seeds = torrent->order.web_seeds;
    }
    if (const std::uint64_t limit = torrent->bandwidth(); limit != 0)
    {
        torrent->limit = rate_of(limit);
        params.download_limit = torrent->limit;
    }
    torrent->watch = std::make_shared<torrent_watch>(*torrent, m_own_id, m_networks);
    params.userdata = lt::client_data_t(torrent.get());
    params.extensions.emplace_back([](const lt::torrent_handle&, lt::client_data_t data) {
        swarm_torrent& its = *data.get<swarm_torrent>();
        if (its.watch)
        {
            its.watch->keep(its.shared_from_this());
        }
        return std::shared_ptr<lt::torrent_plugin>(std::move(its.watch));
    });
    m_storages->add(torrent->key, torrent->storage);
    torrent->at = swarm_torrent::stage::adding;
    torrent->is_checking = !torrent->storage->is_empty();
    torrent->last_bytes = time;
    torrent->last_company = time;
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

WUA_COLD void swarm_session::take_alerts()
{
    std::vector<lt::alert*> alerts;
    m_session->pop_alerts(&alerts);
    for (const lt::alert* each : alerts)
    {
        m_registry.take_alert(*each);
    }
}

WUA_COLD void swarm_session::forget_gone() noexcept
{
    m_registry.forget_gone([this](swarm_torrent& each) {
        each.handle = {}; // the rest may be destroyed on any thread, but not the handle
        m_storages->remove(each.key);
        const std::lock_guard lock(m_mutex);
        m_counts.keep(each);
    });
}

WUA_COLD void swarm_session::publish()
{
    swarm_status made = m_registry.status();
    const std::lock_guard lock(m_mutex);
    m_status = std::move(made);
}

} // namespace wua::detail

// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/engine/swarm/session_settings.hpp>.

#include <wua/com/ascii.hpp>
#include <wua/com/hresult.hpp>
#include <wua/engine/swarm/peer_networks.hpp>
#include <wua/engine/swarm/session_settings.hpp>
#include <wua/engine/swarm/torrent_file.hpp>
#include <wua/engine/transfer/joined_text.hpp>

#include <libtorrent/alert.hpp>
#include <libtorrent/disk_interface.hpp>
#include <libtorrent/fingerprint.hpp>
#include <libtorrent/peer_class.hpp>
#include <libtorrent/session.hpp>
#include <libtorrent/settings_pack.hpp>
#include <libtorrent/torrent_flags.hpp>
#include <libtorrent/version.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <limits>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <utility>

namespace wua::detail
{

// Accepts addresses like "0.0.0.0:6881,[::]:0". libtorrent itself would take a device's name for an address, and ignore
// letters after a port.
WUA_COLD void require_listen(const std::string& text)
{
    for (std::size_t begin = 0; !text.empty() && begin <= text.size();)
    {
        const std::size_t end = std::min(text.find(',', begin), text.size());
        const std::string one = text.substr(begin, end - begin);
        begin = end + 1;
        const std::size_t colon = std::min(one.rfind(':'), one.size());
        const std::string host = one.substr(0, colon);
        std::string port = one.substr(std::min(colon + 1, one.size()));
        while (!port.empty() && (port.back() == 's' || port.back() == 'l'))
        {
            port.pop_back();
        }
        const std::optional<std::uint64_t> number = parse_decimal(port);
        const bool is_host =
            host.starts_with('[') ? host.ends_with(']') && try_address(host.substr(1, host.size() - 2)).has_value()
                                  : !host.empty() && host.find_first_of(" :[]") == std::string::npos;
        if (!is_host || !number || *number > 0xFFFF)
        {
            throw hresult_error(
                e_invalidarg, joined({"listen, where peers may connect, must be addresses and ports such as "
                                      "0.0.0.0:6881,[::]:6881, not ",
                                      one_line(text)}));
        }
    }
}

WUA_COLD void require_sensible(const swarm_options& options)
{
    if (options.seeding.time.count() < 0)
    {
        throw hresult_error(e_invalidarg, "seeding.time, how long files are seeded, must not be negative");
    }
    if (options.stall_time.count() <= 0 || options.lonely_time.count() <= 0)
    {
        throw hresult_error(e_invalidarg, "stall_time and lonely_time, how long to wait for a swarm, must be above 0");
    }
    if (options.web_seed_delay.count() < 0)
    {
        throw hresult_error(e_invalidarg, "web_seed_delay, how long a swarm asks only peers, must not be negative");
    }
    if (options.encryption > swarm_encryption::required)
    {
        throw hresult_error(e_invalidarg, "encryption must be allowed or required");
    }
    if (options.max_peers == 0)
    {
        throw hresult_error(e_invalidarg, "max_peers, the most peers of a swarm, must be above 0");
    }
    for (const std::string& each : options.trackers)
    {
        require_tracker(each);
    }
    require_listen(options.listen);
}

WUA_COLD swarm_options with_bounded_times(swarm_options options)
{
    constexpr std::chrono::hours max_time(24 * 365 * 50);
    options.seeding.time = std::min<std::chrono::seconds>(options.seeding.time, max_time);
    for (std::chrono::milliseconds* const each : {&options.stall_time, &options.lonely_time, &options.web_seed_delay})
    {
        *each = std::min<std::chrono::milliseconds>(*each, max_time);
    }
    return options;
}

WUA_COLD std::vector<lt::tcp::endpoint> endpoints_of(const std::vector<std::string>& peers)
{
    std::vector<lt::tcp::endpoint> endpoints;
    endpoints.reserve(peers.size());
    for (const std::string& each : peers)
    {
        endpoints.push_back(peer_endpoint(each));
    }
    return endpoints;
}

WUA_COLD int rate_of(std::uint64_t bytes_per_second) noexcept
{
    return static_cast<int>(std::min<std::uint64_t>(bytes_per_second, std::numeric_limits<int>::max()));
}

WUA_COLD lt::peer_id make_peer_id()
{
    constexpr std::string_view letters = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    std::string text = lt::generate_fingerprint("LT", lt::version_major, lt::version_minor, lt::version_tiny);
    std::random_device random;
    while (text.size() < static_cast<std::size_t>(lt::peer_id::size()))
    {
        text += letters[random() % letters.size()];
    }
    return lt::peer_id(text.data());
}

WUA_COLD int request_queue_for(std::uint64_t bytes_per_second) noexcept
{
    constexpr std::uint64_t max_blocks = 128;
    return bytes_per_second == 0
               ? static_cast<int>(max_blocks)
               : static_cast<int>(
                     std::clamp<std::uint64_t>(bytes_per_second / (8 * lt::default_block_size), 8, max_blocks));
}

WUA_COLD void set_request_queue(lt::settings_pack& settings, int blocks)
{
    settings.set_int(lt::settings_pack::max_out_request_queue, blocks);
    // A peer that is told the limit keeps to it.
    settings.set_int(lt::settings_pack::max_allowed_in_request_queue, blocks);
}

inline lt::settings_pack settings_of(const swarm_options& options, const lt::peer_id& own_id)
{
    using pack = lt::settings_pack;
    pack made;
    made.set_str(pack::user_agent, options.http.user_agent);
    made.set_str(pack::peer_fingerprint, own_id.to_string());
    made.set_str(pack::listen_interfaces, options.listen);
    // A port that was chosen by hand has been opened in a firewall or router: silently taking another one would be
    // useless.
    made.set_int(pack::max_retry_port_bind, 0);
    made.set_bool(pack::listen_system_port_fallback, false);
    made.set_int(
        pack::alert_mask, lt::alert_category::error | lt::alert_category::status | lt::alert_category::tracker);
    made.set_bool(pack::enable_dht, options.uses_dht);
    made.set_bool(pack::enable_lsd, options.uses_local_discovery);
    made.set_bool(pack::enable_upnp, options.maps_ports);
    made.set_bool(pack::enable_natpmp, options.maps_ports);
    made.set_bool(pack::allow_multiple_connections_per_ip, true); // several machines may share one address
    made.set_bool(pack::enable_outgoing_utp, false);
    made.set_int(pack::stop_tracker_timeout, 1);
    made.set_int(pack::upload_rate_limit, rate_of(options.seeding.rate));
    // Small requests, so that machines that begin together ask web seeds for different parts.
    made.set_int(pack::urlseed_max_request_bytes, 128 << 10);
    made.set_int(pack::urlseed_pipeline_size, 3);
    made.set_int(pack::tick_interval, idle_tick);
    made.set_bool(pack::rate_limit_ip_overhead, false);
    // What a peer has asked for is sent at once, instead of in amounts that grow with its rate.
    made.set_int(pack::send_buffer_low_watermark, 1 << 20);
    made.set_int(pack::send_buffer_watermark, 4 << 20);
    made.set_int(pack::whole_pieces_threshold, 0);
    set_request_queue(made, request_queue_for(options.http.engine_bandwidth));
    made.set_int(pack::connections_limit, 1000);
    made.set_int(pack::unchoke_slots_limit, 16);
    made.set_int(pack::torrent_connect_boost, 60);
    made.set_bool(pack::smooth_connects, false);
    made.set_int(pack::min_reconnect_time, 5);
    if (options.encryption == swarm_encryption::required)
    {
        made.set_int(pack::in_enc_policy, pack::pe_forced);
        made.set_int(pack::out_enc_policy, pack::pe_forced);
        made.set_int(pack::allowed_enc_level, pack::pe_rc4);
    }
    return made;
}

WUA_COLD lt::session_params session_params_of(const swarm_options& options, const lt::peer_id& own_id,
                                              std::shared_ptr<const swarm_storages> storages)
{
    lt::session_params params(settings_of(options, own_id));
    params.disk_io_constructor = swarm_disk::constructor(std::move(storages));
    return params;
}

WUA_COLD lt::ip_filter one_class_for_all()
{
    lt::ip_filter classes;
    const auto global = static_cast<std::uint32_t>(1U << static_cast<std::uint32_t>(lt::session::global_peer_class_id));
    classes.add_rule(lt::make_address("0.0.0.0"), lt::make_address("255.255.255.255"), global);
    classes.add_rule(lt::make_address("::"), lt::make_address("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"), global);
    return classes;
}

WUA_COLD lt::add_torrent_params
torrent_params_of(const swarm_options& options, const std::vector<lt::tcp::endpoint>& peers)
{
    lt::add_torrent_params params;
    params.trackers = options.trackers;
    params.peers = peers;
    params.max_connections = static_cast<int>(std::min<std::size_t>(options.max_peers, 10'000));
    params.flags = lt::torrent_flags::update_subscribe | lt::torrent_flags::override_web_seeds;
    if (!options.uses_dht)
    {
        params.flags |= lt::torrent_flags::disable_dht;
    }
    if (!options.uses_local_discovery)
    {
        params.flags |= lt::torrent_flags::disable_lsd;
    }
    if (!options.exchanges_peers)
    {
        params.flags |= lt::torrent_flags::disable_pex;
    }
    return params;
}

} // namespace wua::detail

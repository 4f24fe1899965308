// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/engine/curl/file_swarming.hpp>.

#include <wua/com/ascii.hpp>
#include <wua/com/hresult.hpp>
#include <wua/engine/curl/curl_errors.hpp>
#include <wua/engine/curl/file_swarming.hpp>
#include <wua/engine/curl/parsed_url.hpp>
#include <wua/engine/curl/url_rules.hpp>
#include <wua/engine/disk/disk_errors.hpp>
#include <wua/engine/disk/file_name.hpp>
#include <wua/engine/disk/file_name_registry.hpp>
#include <wua/engine/transfer/fetch_failure.hpp>
#include <wua/engine/transfer/joined_text.hpp>
#include <wua/model/file_details.hpp>

#include <algorithm>
#include <exception>
#include <filesystem>
#include <new>
#include <string_view>
#include <system_error>
#include <utility>

namespace wua::detail
{

inline constexpr std::size_t max_torrent_bytes = 16U << 20U;

inline bool is_torrent_url(std::string_view source)
{
    return source.find("://") != std::string_view::npos;
}

// The content of a local .torrent file. Throws what the disk reports, or hresult_error.
WUA_COLD std::string read_torrent(const std::filesystem::path& path)
{
    const disk_file found = open_local_file(path);
    const std::uint64_t size = found.size();
    if (size > max_torrent_bytes)
    {
        throw hresult_error(wu_e_invalid_file, joined({"the torrent has ", size, " bytes"}));
    }
    std::string text(static_cast<std::size_t>(size), '\0');
    text.resize(found.read_at(0, text.data(), text.size()));
    return text;
}

// The ports of the URLs, all of which must be https. libtorrent would follow a redirect from https to http, which the
// port reveals. Empty if some URL is not https, since nothing is lost then.
WUA_COLD std::vector<std::uint16_t> ports_of_https(const std::vector<std::string>& urls)
{
    constexpr std::uint16_t usual = 443;
    std::vector<std::uint16_t> ports{usual};
    for (const std::string& url : urls)
    {
        const std::optional<parsed_url> parsed = parsed_url::parse(url);
        const std::optional<std::uint64_t> port = parsed ? parse_decimal(parsed->port()) : std::nullopt;
        if (!parsed || parsed->scheme() != "https" || !port)
        {
            return {};
        }
        ports.push_back(static_cast<std::uint16_t>(*port));
    }
    return ports;
}

// The failure of `prepare`, if it fails. Throws std::bad_alloc.
template <class F>
std::optional<outcome> failure_of_preparing(F&& prepare)
{
    try
    {
        prepare();
        return {};
    }
    catch (const std::system_error& error)
    {
        return failure_of_disk(error).result;
    }
    catch (const hresult_error& error)
    {
        return failed_with(error.code(), error.text());
    }
}

WUA_COLD file_swarming::file_swarming(curl_update& update, curl_exchange& exchange, file_progress& progress,
                                      std::size_t index, std::function<void()> on_news)
    : m_update(update),
      m_progress(progress),
      m_index(index),
      m_on_news(std::move(on_news)),
      m_began(update.core.now())
{
    if (!swarm().torrent.empty())
    {
        prepare(swarm().torrent);
    }
    else if (is_torrent_url(swarm().source))
    {
        m_fetch.emplace(update, exchange, swarm().source, max_torrent_bytes);
    }
    else
    {
        prepare({});
    }
}

WUA_COLD const content_swarm& file_swarming::swarm() const noexcept
{
    return *file().details->swarm;
}

WUA_COLD content_provider file_swarming::provider_of(const content_file& file)
{
    std::string name = joined({swarm_prefix, file.details->swarm->info_hash});
    std::transform(name.begin(), name.end(), name.begin(),
                   [](char c) { return c >= 'A' && c <= 'F' ? static_cast<char>(c + 32) : c; });
    return {std::move(name), {}};
}

WUA_COLD void file_swarming::prepare(std::string torrent)
{
    m_prepared = std::make_shared<preparation>();
    m_prepared->torrent = std::move(torrent);
    const std::string& source = swarm().source;
    std::filesystem::path path;
    if (m_prepared->torrent.empty())
    {
        path = m_update.core.place / std::filesystem::path(std::u8string(source.begin(), source.end()));
    }
    std::vector<std::string> names{std::string(leaf_of(stored_name(file())))};
    if (!file().urls.empty())
    {
        names.push_back(file_name_from_url(file().urls.front()));
    }
    auto journal = std::make_shared<file_leftover>(m_progress.leftover(true));
    m_update.core.background.post(
        [prepared = m_prepared, journal = std::move(journal), path = std::move(path), names = std::move(names),
         info_hash = swarm().info_hash, supplier = m_update.core.supplier, on_news = m_on_news] {
            try
            {
                prepared->failure = failure_of_preparing([&] {
                    if (!path.empty())
                    {
                        prepared->torrent = read_torrent(path);
                    }
                    prepared->size = supplier->size_in(prepared->torrent, info_hash, names);
                    journal->save();
                });
            }
            catch (const std::exception&)
            {
                prepared->failure = outcome::failed(e_outofmemory);
            }
            prepared->is_ready.store(true, std::memory_order_release);
            on_news();
        });
}

WUA_COLD bool file_swarming::is_going_on(nanoseconds now)
{
    try
    {
        if (m_supply)
        {
            return take_news(now);
        }
        if (!m_prepared)
        {
            return is_going_on(m_fetch->on_time(now));
        }
        if (!m_prepared->is_ready.load(std::memory_order_acquire))
        {
            m_update.wake_by(now + std::chrono::milliseconds(100));
            return true;
        }
        if (m_prepared->failure)
        {
            return give_up(*m_prepared->failure);
        }
        begin(m_prepared->size);
        return take_news(now);
    }
    catch (const hresult_error& error)
    {
        return give_up(failed_with(error.code(), error.text()));
    }
    catch (const std::bad_alloc&)
    {
        return give_up(outcome::failed(e_outofmemory));
    }
}

WUA_COLD bool file_swarming::is_going_on_after(CURLcode code)
{
    return !m_fetch || m_prepared ? true : is_going_on(m_fetch->on_done(code));
}

WUA_COLD bool file_swarming::is_going_on(control_fetch::state reached)
{
    if (reached == control_fetch::state::failed)
    {
        outcome result = m_fetch->failure().result;
        result.detail = joined({"the torrent: ", result.detail});
        return give_up(result);
    }
    if (reached == control_fetch::state::complete)
    {
        prepare(m_fetch->take_text());
    }
    return true;
}

WUA_COLD void file_swarming::begin(std::uint64_t size)
{
    require_fitting(size);
    if (!m_progress.can_write_pieces())
    {
        throw hresult_error(e_fail, "the journal of the file could not be written");
    }
    supply_request order{
        .torrent = std::move(m_prepared->torrent),
        .info_hash = swarm().info_hash,
        .name = stored_name(file()),
        .size = size,
        .file = m_progress.part()->file(),
        .there = there(),
        .web_seeds = web_seeds(),
        .web_seed_ports = {},
        .job = m_update.job.get(),
        .is_job_over =
            [job = std::weak_ptr(m_update.job)] {
                const std::shared_ptr<curl_job> alive = job.lock();
                return !alive || alive->transfer.is_completed();
            },
        .on_news = m_on_news};
    order.web_seed_ports = ports_of_https(order.web_seeds);
    m_progress.set_total(size);
    m_progress.expect_content();
    m_supply = m_update.core.supplier->begin(std::move(order));
    set_bandwidth();
}

WUA_COLD void file_swarming::require_fitting(std::uint64_t size) const
{
    const auto refuse = [](std::string sentence) {
        throw hresult_error(wu_e_invalid_file, "the torrent is for a file of " + std::move(sentence));
    };
    const std::optional<std::uint64_t>& total = m_progress.total();
    if (total && *total != size)
    {
        refuse(joined({size, " bytes, not ", *total}));
    }
    if (m_update.is_too_large(size))
    {
        refuse(joined({size, " bytes, more than the update may have"}));
    }
    const std::uint64_t there = m_progress.total_bytes();
    if (there > size || m_progress.pieces().end() > size)
    {
        refuse(joined({size, " bytes, of which ", there, " are there already"}));
    }
    if (m_update.core.options.checks_free_space && !m_progress.try_claim_room(size - there))
    {
        throw hresult_error(error_disk_full, joined({"there is no room for ", size - there, " more bytes"}));
    }
}

WUA_COLD std::vector<byte_range> file_swarming::there() const
{
    std::vector<byte_range> ranges;
    if (m_progress.bytes() != 0)
    {
        ranges.push_back({0, m_progress.bytes()});
    }
    for (const content_piece& each : m_progress.pieces().all())
    {
        ranges.push_back({each.begin, each.end});
    }
    return ranges;
}

WUA_COLD std::vector<std::string> file_swarming::web_seeds() const
{
    const curl_options& options = m_update.core.options;
    const request_options& requests = options.requests;
    const bool is_plain =
        !m_update.item->requests && requests.details == request_details() && !requests.certificate &&
        requests.pins.empty() && requests.origins.empty() && requests.netrc.empty() && requests.proxy.url.empty() &&
        requests.resolver.empty() && requests.network_interface.empty() && requests.ip_version == ip_version::any &&
        requests.min_tls == tls_version::automatic && options.ca_file.empty() && options.ca_directory.empty() &&
        !options.policy.https_only && options.policy.allowed_hosts.empty();
    std::vector<std::string> urls;
    if (!is_plain || !m_update.core.supplier->asks_web_seeds())
    {
        return urls;
    }
    for (const std::string& url : file().urls)
    {
        const std::optional<parsed_url> parsed = parsed_url::parse(url);
        if (parsed && (parsed->scheme() == "http" || parsed->scheme() == "https") && parsed->user().empty() &&
            parsed->password().empty() && !refusal_of(url, options))
        {
            urls.push_back(parsed->bare());
        }
    }
    return urls;
}

WUA_COLD void file_swarming::set_bandwidth()
{
    m_supply->set_bandwidth(m_update.transfer().bandwidth().value_or(m_update.core.options.job_bandwidth));
}

WUA_COLD bool file_swarming::take_news(nanoseconds now)
{
    m_news = m_supply->take();
    const std::uint64_t before = m_progress.total_bytes();
    m_has_rewritten = m_has_rewritten || m_news.has_rewritten;
    for (const byte_range& each : m_news.written)
    {
        count(each);
    }
    m_update.take_budget(static_cast<std::size_t>(m_progress.total_bytes() - before));
    m_progress.report();
    if (m_news.failure)
    {
        if (m_has_rewritten)
        {
            m_progress.hash_again();
        }
        return give_up(*m_news.failure);
    }
    if (!m_news.is_complete)
    {
        set_bandwidth();
        m_progress.save_when_due(now);
        m_update.wake_by(now + std::chrono::milliseconds(100));
        return true;
    }
    count({0, *m_progress.total()});
    if (m_has_rewritten)
    {
        m_progress.hash_again();
    }
    m_is_complete = true;
    const std::shared_ptr<part_file>& part = m_progress.part();
    std::shared_ptr<const disk_file> read;
    if (std::optional<disk_file> its = part->directory()->try_open(part_name_of(part->name()), false))
    {
        read = std::make_shared<const disk_file>(*std::move(its));
    }
    m_supply->read_from(std::move(read));
    tell(outcome::succeeded(), attempt_decision::take_from_swarm);
    return false;
}

WUA_COLD void file_swarming::count(const byte_range& written)
{
    const content_provider provider = provider_of(file());
    std::vector<byte_range> gaps;
    std::uint64_t from = written.begin;
    for (const byte_range& each : there())
    {
        if (each.begin > from && from < written.end)
        {
            gaps.push_back({from, std::min(each.begin, written.end)});
        }
        from = std::max(from, each.end);
    }
    if (from < written.end)
    {
        gaps.push_back({from, written.end});
    }
    for (const byte_range& gap : gaps)
    {
        m_progress.count_piece(gap.begin, gap.end, provider);
    }
}

WUA_COLD bool file_swarming::give_up(const outcome& failure) noexcept
{
    end(supply_outcome::dropped);
    tell(failure, attempt_decision::do_without_swarm);
    return false;
}

WUA_COLD void file_swarming::tell(const outcome& result, attempt_decision decision) noexcept
{
    m_update.tell(m_index, result, decision, [&] {
        attempt_record record;
        record.url = provider_of(file()).url;
        record.protocol = "BitTorrent";
        record.bytes = m_news.bytes_of_peers + m_news.bytes_of_web_seeds;
        record.total = m_update.core.now() - m_began;
        return record;
    });
}

WUA_COLD void file_swarming::end(supply_outcome how) noexcept
{
    if (m_supply)
    {
        m_supply->end(how);
        m_supply.reset();
    }
}

} // namespace wua::detail

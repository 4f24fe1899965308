// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/engine/curl/curl_pool.hpp>.

#include <wua/engine/curl/curl_pool.hpp>
#include <wua/engine/curl/international_host.hpp>
#include <wua/engine/curl/loop_system.hpp>

#include <algorithm>
#include <cerrno>
#include <new>
#include <utility>

namespace wua::detail
{

WUA_COLD curl_pool::curl_pool(const curl_options& options, const request_rules* rules)
    : m_options(options),
      m_rules(rules),
      m_http_version(version_for(options.version, curl_version_info(CURLVERSION_NOW)->features)),
      m_laps(steady_time, thread_processor_time),
      m_connections(std::make_shared<curl_connections>(options.clock))
{
    initialize_curl();
    if (m_rules != nullptr)
    {
        for (const std::string& line : m_rules->resolver_lines())
        {
            add_to(m_resolver_lines, line);
        }
    }
    m_multi.reset(curl_multi_init());
    if (!m_multi)
    {
        throw std::bad_alloc();
    }
    m_sockets.attach(m_multi.get());
    m_inbox = std::make_shared<curl_inbox>(m_multi.get());
    curl_multi_setopt(
        m_multi.get(), CURLMOPT_MAXCONNECTS, static_cast<long>(options.parallel.engine * 2 / options.loops + 4));
    if (curl_multi_wakeup(m_multi.get()) != CURLM_OK)
    {
        // A loop that cannot be woken would sleep through new jobs.
        throw_errno(EMFILE, "no descriptor is left to wake", "a thread");
    }
    m_buffer = options.receive_buffer;
    for (const std::uint64_t limit : {options.engine_bandwidth, options.job_bandwidth})
    {
        // Room for a tenth of a second at that rate, so that a slow download advances smoothly.
        m_buffer = limit == 0 ? m_buffer : static_cast<std::size_t>(std::min<std::uint64_t>(m_buffer, limit / 10));
    }
    m_buffer = std::clamp<std::size_t>(m_buffer, 1024, 512U << 10U);
}

WUA_INLINE void curl_pool::act(curl_socket_t socket, int events) noexcept
{
    int running = 0;
    m_connections->enter();
    m_laps.begin();
    curl_multi_socket_action(m_multi.get(), socket, events, &running);
    m_connections->leave();
}

WUA_INLINE curl_easy curl_pool::take()
{
    m_sockets.reserve(m_taken + 1);
    curl_easy easy = m_spare.empty() ? make() : std::move(m_spare.back());
    if (!m_spare.empty())
    {
        m_spare.pop_back();
    }
    ++m_taken;
    return easy;
}

WUA_INLINE long curl_pool::buffer_for(std::optional<std::uint64_t> bytes, bool is_alone) const noexcept
{
    constexpr std::uint64_t head = 4U << 10U;
    constexpr std::size_t min_share = 64U << 10U;
    const std::size_t share = m_buffer / 2 / std::max<std::size_t>(m_taken, 1);
    const std::uint64_t limit =
        is_alone && m_taken == 1 ? m_buffer : std::clamp(share, std::min(m_buffer, min_share), m_buffer);
    return static_cast<long>(bytes.value_or(limit) < limit ? std::min(limit, *bytes + head) : limit);
}

WUA_INLINE void curl_pool::give_back(curl_easy easy) noexcept
{
    --m_taken;
    try
    {
        m_spare.push_back(std::move(easy));
    }
    catch (const std::bad_alloc&)
    {
        // The handle is freed; the next request creates another one.
    }
}

WUA_INLINE curl_easy curl_pool::make() const
{
    curl_easy easy(curl_easy_init());
    if (!easy)
    {
        throw std::bad_alloc();
    }
    configure(easy.get());
    return easy;
}

WUA_COLD void curl_pool::configure(CURL* easy) const
{
    set_option(easy, CURLOPT_NOSIGNAL, 1L);
    set_option(easy, CURLOPT_NOPROGRESS, 0L); // libcurl then calls back whenever it has done something for a transfer
    m_connections->attach(easy);
    // A hanging name lookup must not block the removal of its handle: libcurl leaves the lookup's thread behind, which
    // cleans up after itself.
    set_option(easy, CURLOPT_QUICK_EXIT, 1L);
    set_option(easy, CURLOPT_PROTOCOLS_STR, "http,https");
    set_option(easy, CURLOPT_FOLLOWLOCATION, 0L); // the download follows redirects itself, hop by hop
    set_option(easy, CURLOPT_HTTP09_ALLOWED, 0L);
    set_option(easy, CURLOPT_HTTP_CONTENT_DECODING, 0L);
    set_option(easy, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
    set_option(easy, CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED));
    set_option(easy, CURLOPT_TCP_KEEPALIVE, 1L);
    set_option(easy, CURLOPT_CONNECTTIMEOUT_MS, connect_timeout(m_options.retry.connect_deadline));
    set_option(easy, CURLOPT_SSL_VERIFYPEER, 1L);
    set_option(easy, CURLOPT_SSL_VERIFYHOST, 2L);
    if (!m_options.ca_file.empty() || !m_options.ca_directory.empty())
    {
        // Both are set, since libcurl presets both with the system's authorities and trusts what either contains.
        set_path(easy, CURLOPT_CAINFO, m_options.ca_file);
        set_path(easy, CURLOPT_CAPATH, m_options.ca_directory);
    }
    else if (trusts_nobody(*curl_version_info(CURLVERSION_NOW)))
    {
        set_option(easy, CURLOPT_SSL_OPTIONS, static_cast<long>(CURLSSLOPT_NATIVE_CA));
        set_option(easy, CURLOPT_PROXY_SSL_OPTIONS, static_cast<long>(CURLSSLOPT_NATIVE_CA));
    }
    if (m_rules != nullptr)
    {
        configure_connections(easy);
    }
}

WUA_COLD void curl_pool::configure_connections(CURL* easy) const
{
    const request_options& chosen = m_rules->all();
    if (m_resolver_lines)
    {
        set_option(easy, CURLOPT_RESOLVE, m_resolver_lines.get());
    }
    if (!chosen.network_interface.empty())
    {
        set_option(easy, CURLOPT_INTERFACE, chosen.network_interface.c_str());
    }
    if (chosen.ip_version != ip_version::any)
    {
        set_option(easy, CURLOPT_IPRESOLVE,
                   chosen.ip_version == ip_version::v4 ? long{CURL_IPRESOLVE_V4} : long{CURL_IPRESOLVE_V6});
    }
    if (chosen.min_tls != tls_version::automatic)
    {
        const long lowest =
            chosen.min_tls == tls_version::tls_1_2 ? long{CURL_SSLVERSION_TLSv1_2} : long{CURL_SSLVERSION_TLSv1_3};
        set_option(easy, CURLOPT_SSLVERSION, lowest);
        set_option(easy, CURLOPT_PROXY_SSLVERSION, lowest);
    }
    if (!m_rules->proxy_exceptions().empty())
    {
        set_option(easy, CURLOPT_NOPROXY, m_rules->proxy_exceptions().c_str());
    }
    if (const std::optional<request_rules::proxy_rule>& proxy = m_rules->proxy())
    {
        set_option(easy, CURLOPT_PROXY, with_encoded_host(proxy->url).value_or(proxy->url).c_str());
        if (proxy->login && !proxy->is_http)
        {
            set_option(easy, CURLOPT_PROXYUSERNAME, proxy->login->user.c_str());
            set_option(easy, CURLOPT_PROXYPASSWORD, proxy->login->password.c_str());
        }
        if (!m_options.ca_file.empty() || !m_options.ca_directory.empty())
        {
            set_path(easy, CURLOPT_PROXY_CAINFO, m_options.ca_file);
            set_path(easy, CURLOPT_PROXY_CAPATH, m_options.ca_directory);
        }
    }
    if (m_rules->answers_proxy())
    {
        // The proxy's headers are needed: they carry its authentication challenge.
        set_option(easy, CURLOPT_SUPPRESS_CONNECT_HEADERS, 0L);
    }
}

WUA_INLINE void curl_pool::set_path(CURL* easy, CURLoption option, const std::filesystem::path& path)
{
    const std::string text = path.string();
    set_option(easy, option, text.empty() ? nullptr : text.c_str());
}

} // namespace wua::detail

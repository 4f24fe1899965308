// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/engine/curl/curl_exchange.hpp>.

#include <wua/engine/curl/curl_exchange.hpp>
#include <wua/engine/curl/international_host.hpp>
#include <wua/engine/transfer/joined_text.hpp>

#include <new>
#include <optional>
#include <string>
#include <utility>

namespace wua::detail
{

WUA_COLD void curl_exchange::send(const curl_request& request, response_receiver& receiver)
{
    end();
    m_receiver = &receiver;
    m_connection.reset();
    m_easy = m_pool.take();
    CURL* const easy = m_easy.get();
    m_fields.reset();
    add_to(m_fields, "Accept-Encoding: identity");
    if (!request.if_range.empty())
    {
        add_to(m_fields, joined({"If-Range: ", request.if_range}));
    }
    for (const std::string& line : request.fields)
    {
        add_to(m_fields, line);
    }
    m_proxy_fields.reset();
    for (const std::string& line : request.proxy_fields)
    {
        add_to(m_proxy_fields, line);
    }
    m_tunnel_head = response_head();
    m_tunnel_calls = 0;
    m_is_connected = false;
    std::string range = joined({request.offset, "-"});
    if (request.end)
    {
        range += std::to_string(*request.end - 1);
    }
    const std::optional<std::string> encoded = with_encoded_host(request.url);
    set_option(easy, CURLOPT_URL, (encoded ? *encoded : request.url).c_str());
    // libcurl refuses this for a handle whose last request failed before it had a connection; the old buffer size then
    // stays.
    curl_easy_setopt(easy, CURLOPT_BUFFERSIZE, m_pool.buffer_for(request.bytes, request.is_alone));
    set_option(easy, CURLOPT_RANGE, request.offset == 0 && !request.end ? nullptr : range.c_str());
    set_option(easy, CURLOPT_USERAGENT, request.user_agent.c_str());
    set_option(easy, CURLOPT_HTTPHEADER, m_fields.get());
    set_option(easy, CURLOPT_PROXYHEADER, m_proxy_fields.get());
    identify(request);
    set_option(easy, CURLOPT_HTTP_VERSION, request.is_http_1 ? long{CURL_HTTP_VERSION_1_1} : m_pool.http_version());
    set_option(easy, CURLOPT_PIPEWAIT, request.shares_connection ? 1L : 0L);
    set_option(easy, CURLOPT_FRESH_CONNECT, request.needs_fresh_connection ? 1L : 0L);
    set_option(easy, CURLOPT_PREREQFUNCTION, &curl_exchange::on_connected);
    set_option(easy, CURLOPT_PREREQDATA, static_cast<void*>(this));
    set_option(easy, CURLOPT_XFERINFOFUNCTION, &curl_exchange::on_progress);
    set_option(easy, CURLOPT_XFERINFODATA, static_cast<void*>(this));
    set_option(easy, CURLOPT_PRIVATE, static_cast<void*>(&m_listener));
    set_option(easy, CURLOPT_HEADERFUNCTION, &curl_exchange::on_header);
    set_option(easy, CURLOPT_HEADERDATA, static_cast<void*>(this));
    set_option(easy, CURLOPT_WRITEFUNCTION, &curl_exchange::on_body);
    set_option(easy, CURLOPT_WRITEDATA, static_cast<void*>(this));
    m_error_text[0] = '\0';
    set_option(easy, CURLOPT_ERRORBUFFER, m_error_text.data());
    if (curl_multi_add_handle(m_pool.multi(), easy) != CURLM_OK)
    {
        throw std::bad_alloc();
    }
    m_is_attached = true;
    m_facts = {};
}

WUA_INLINE void curl_exchange::identify(const curl_request& request)
{
    if (request.certificate == nullptr && request.pins.empty())
    {
        return;
    }
    CURL* const easy = m_easy.get();
    m_is_identified = true;
    set_option(easy, CURLOPT_PINNEDPUBLICKEY, request.pins.empty() ? nullptr : request.pins.c_str());
    if (request.certificate != nullptr)
    {
        const client_certificate& mine = *request.certificate;
        const std::string certificate = mine.certificate.string();
        const std::string key = mine.key.empty() ? certificate : mine.key.string();
        set_option(easy, CURLOPT_SSLCERT, certificate.c_str());
        set_option(easy, CURLOPT_SSLKEY, key.c_str());
        set_option(easy, CURLOPT_KEYPASSWD, mine.key_password.empty() ? nullptr : mine.key_password.c_str());
    }
}

WUA_INLINE void curl_exchange::end() noexcept
{
    if (!m_easy)
    {
        return;
    }
    look();
    if (std::exchange(m_is_attached, false))
    {
        curl_multi_remove_handle(m_pool.multi(), m_easy.get());
    }
    curl_easy_setopt(m_easy.get(), CURLOPT_ERRORBUFFER, nullptr);
    curl_easy_setopt(m_easy.get(), CURLOPT_HTTPHEADER, nullptr);
    curl_easy_setopt(m_easy.get(), CURLOPT_PROXYHEADER, nullptr);
    if (std::exchange(m_is_identified, false))
    {
        for (const CURLoption secret : {CURLOPT_SSLCERT, CURLOPT_SSLKEY, CURLOPT_KEYPASSWD, CURLOPT_PINNEDPUBLICKEY})
        {
            curl_easy_setopt(m_easy.get(), secret, nullptr);
        }
    }
    m_pool.give_back(std::move(m_easy));
}

WUA_INLINE void curl_exchange::look() noexcept
{
    if (!m_is_attached)
    {
        return;
    }
    CURL* const easy = m_easy.get();
    const auto number = [easy](CURLINFO which) {
        long value = 0;
        curl_easy_getinfo(easy, which, &value);
        return static_cast<int>(value);
    };
    const auto time = [easy](CURLINFO which) {
        curl_off_t microseconds = 0;
        curl_easy_getinfo(easy, which, &microseconds);
        return std::chrono::microseconds(microseconds);
    };
    m_facts = {};
    if (const char* address = nullptr;
        curl_easy_getinfo(easy, CURLINFO_PRIMARY_IP, &address) == CURLE_OK && address != nullptr)
    {
        for (std::size_t i = 0; i + 1 != m_facts.address.size() && address[i] != '\0'; ++i)
        {
            m_facts.address[i] = address[i];
        }
    }
    m_facts.port = number(CURLINFO_PRIMARY_PORT);
    m_facts.http_version = number(CURLINFO_HTTP_VERSION);
    m_facts.first_byte = time(CURLINFO_STARTTRANSFER_TIME_T);
    m_facts.is_connection_reused = m_facts.port != 0 && number(CURLINFO_NUM_CONNECTS) == 0;
    if (!m_facts.is_connection_reused)
    {
        m_facts.name_resolved = time(CURLINFO_NAMELOOKUP_TIME_T);
        m_facts.connected = time(CURLINFO_CONNECT_TIME_T);
        m_facts.tls_agreed = time(CURLINFO_APPCONNECT_TIME_T);
    }
}

WUA_INLINE bool curl_exchange::has_sent() const
{
    long bytes = 0;
    curl_easy_getinfo(m_easy.get(), CURLINFO_REQUEST_SIZE, &bytes);
    return bytes > 0;
}

WUA_INLINE bool curl_exchange::has_heard() const
{
    curl_off_t microseconds = 0;
    curl_easy_getinfo(m_easy.get(), CURLINFO_STARTTRANSFER_TIME_T, &microseconds);
    return microseconds > 0;
}

WUA_INLINE int curl_exchange::system_error() const
{
    long error = 0;
    curl_easy_getinfo(m_easy.get(), CURLINFO_OS_ERRNO, &error);
    return static_cast<int>(error);
}

WUA_INLINE int curl_exchange::proxy_status() const
{
    long status = 0;
    curl_easy_getinfo(m_easy.get(), CURLINFO_HTTP_CONNECTCODE, &status);
    return static_cast<int>(status);
}

WUA_COLD void curl_exchange::leave_silent_connection(std::chrono::nanoseconds patience)
{
    if (m_connection && m_pool.now() - m_connection->heard_at >= patience)
    {
        m_pool.connections()->give_up(*m_connection, curl_connection::fate::silent);
    }
}

WUA_INLINE int curl_exchange::on_connected(void* self, char*, char*, int remote_port, int local_port) noexcept
{
    auto& exchange = *static_cast<curl_exchange*>(self);
    exchange.m_is_connected = true;
    exchange.m_connection = exchange.m_pool.connections()->find(local_port, remote_port);
    if (exchange.m_connection)
    {
        exchange.m_pool.laps().next();
        exchange.m_connection->share.forgive();
    }
    return CURL_PREREQFUNC_OK;
}

WUA_INLINE int curl_exchange::on_progress(void* self, curl_off_t, curl_off_t, curl_off_t, curl_off_t) noexcept
{
    auto& exchange = *static_cast<curl_exchange*>(self);
    exchange.charge();
    return exchange.fate() == curl_connection::fate::open && !exchange.has_enough_of_refusal() ? 0 : 1;
}

WUA_INLINE bool curl_exchange::has_enough_of_refusal() noexcept
{
    constexpr std::size_t max_page_bytes = 64U << 10U;
    return !m_is_connected && ++m_tunnel_calls > max_page_bytes && proxy_status() >= 300;
}

WUA_INLINE void curl_exchange::on_bytes(std::size_t size) noexcept
{
    constexpr unsigned max_calls = 64;
    if (m_connection)
    {
        m_connection->unpaid_bytes += size;
    }
    if (++m_calls >= max_calls)
    {
        charge();
    }
    else
    {
        m_pool.connections()->tick();
    }
}

WUA_INLINE void curl_exchange::charge() noexcept
{
    m_calls = 0;
    m_pool.connections()->tick();
    const lap_clock::lap lap = m_pool.laps().next();
    if (!m_connection)
    {
        return;
    }
    const std::chrono::nanoseconds now = m_pool.now();
    const std::uint64_t bytes = std::exchange(m_connection->unpaid_bytes, 0);
    m_connection->heard_at = bytes != 0 ? now : m_connection->heard_at;
    loop_share& share = m_connection->share;
    share.spend(lap, bytes, m_pool.is_alone(), now);
    if (share.is_doubtful())
    {
        m_pool.laps().measure();
    }
    if (share.is_flood())
    {
        m_pool.connections()->give_up(*m_connection, curl_connection::fate::flooded);
    }
}

WUA_INLINE std::size_t curl_exchange::on_header(char* text, std::size_t size, std::size_t count, void* self) noexcept
{
    auto& exchange = *static_cast<curl_exchange*>(self);
    const std::size_t length = size * count;
    exchange.on_bytes(length);
    if (!exchange.m_is_connected)
    {
        return exchange.take_tunnel_line({text, length}) ? length : 0;
    }
    return exchange.m_receiver->take_line({text, length}) ? length : 0;
}

WUA_COLD bool curl_exchange::take_tunnel_line(std::string_view line) noexcept
{
    try
    {
        m_tunnel_head.take(line);
        return true;
    }
    catch (const std::bad_alloc&)
    {
        return false;
    }
}

WUA_INLINE std::size_t curl_exchange::on_body(char* bytes, std::size_t size, std::size_t count, void* self) noexcept
{
    auto& exchange = *static_cast<curl_exchange*>(self);
    const std::size_t length = size * count;
    exchange.on_bytes(length);
    switch (exchange.m_receiver->take_body(bytes, length))
    {
        case response_receiver::reception::taken:
            return length;
        case response_receiver::reception::paused:
            return CURL_WRITEFUNC_PAUSE;
        case response_receiver::reception::refused:
            break;
    }
    return CURL_WRITEFUNC_ERROR;
}

} // namespace wua::detail

// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/engine/curl/curl_connections.hpp>.

#include <wua/engine/curl/curl_connections.hpp>
#include <wua/engine/curl/curl_handles.hpp>
#include <wua/engine/curl/loop_system.hpp>

#include <algorithm>
#include <new>

namespace wua::detail
{

// The port in the address that getsockname or getpeername gives; 0 if there is none.
template <class NameOf>
int port_of(NameOf&& name_of, curl_socket_t socket) noexcept
{
    sockaddr_storage address{};
    socklen_t size = sizeof address;
    if (name_of(socket, reinterpret_cast<sockaddr*>(&address), &size) != 0)
    {
        return 0;
    }
    if (address.ss_family == AF_INET)
    {
        return ntohs(reinterpret_cast<const sockaddr_in&>(address).sin_port);
    }
    return address.ss_family == AF_INET6 ? ntohs(reinterpret_cast<const sockaddr_in6&>(address).sin6_port) : 0;
}

WUA_COLD void curl_connections::attach(CURL* easy)
{
    set_option(easy, CURLOPT_SOCKOPTFUNCTION, &curl_connections::on_opened);
    set_option(easy, CURLOPT_SOCKOPTDATA, static_cast<void*>(this));
    set_option(easy, CURLOPT_CLOSESOCKETFUNCTION, &curl_connections::on_closed);
    set_option(easy, CURLOPT_CLOSESOCKETDATA, static_cast<void*>(this));
}

WUA_INLINE std::shared_ptr<curl_connection> curl_connections::find(int local_port, int remote_port) const noexcept
{
    const std::lock_guard lock(m_mutex);
    for (const std::shared_ptr<curl_connection>& each : m_open)
    {
        if (each->remote_port == 0)
        {
            each->local_port = port_of(::getsockname, each->socket);
            each->remote_port = port_of(::getpeername, each->socket);
        }
        if (local_port != 0 && each->local_port == local_port && each->remote_port == remote_port)
        {
            return each;
        }
    }
    return nullptr;
}

WUA_COLD void curl_connections::give_up(curl_connection& connection, curl_connection::fate end) noexcept
{
    const std::lock_guard lock(m_mutex);
    const bool is_open =
        std::any_of(m_open.begin(), m_open.end(), [&](const auto& each) { return each.get() == &connection; });
    if (is_open)
    {
        break_off(connection, end);
    }
}

WUA_INLINE bool curl_connections::look_for_flood() noexcept
{
    const std::lock_guard lock(m_mutex);
    const std::uint64_t ticks = m_ticks.load(std::memory_order_relaxed);
    if (!m_is_inside.load(std::memory_order_relaxed) || ticks != m_ticks_seen)
    {
        m_ticks_seen = ticks;
        for (const std::shared_ptr<curl_connection>& each : m_open)
        {
            each->unread = 0;
            each->readings = 0;
        }
        return false;
    }
    for (const std::shared_ptr<curl_connection>& each : m_open)
    {
        // The count of unread bytes falls only when they are read.
        const std::size_t unread = unread_bytes(each->socket);
        each->readings += unread < each->unread ? 1U : 0U;
        each->unread = unread;
        if (each->readings >= max_readings && m_ticks.load(std::memory_order_relaxed) == ticks)
        {
            break_off(*each, curl_connection::fate::flooded);
        }
    }
    return true;
}

WUA_COLD void curl_connections::break_off(curl_connection& connection, curl_connection::fate end) noexcept
{
    if (connection.end == curl_connection::fate::open)
    {
        connection.end = end;
        shut_down(connection.socket);
    }
}

WUA_COLD int curl_connections::on_opened(void* self, curl_socket_t socket, curlsocktype) noexcept
{
    auto& all = *static_cast<curl_connections*>(self);
    keep_from_children(socket);
    try
    {
        auto opened = std::make_shared<curl_connection>(socket, all.m_clock());
        const std::lock_guard lock(all.m_mutex);
        all.m_open.push_back(std::move(opened));
    }
    catch (const std::bad_alloc&)
    {
        return CURL_SOCKOPT_ERROR;
    }
    return CURL_SOCKOPT_OK;
}

WUA_COLD int curl_connections::on_closed(void* self, curl_socket_t socket) noexcept
{
    auto& all = *static_cast<curl_connections*>(self);
    const std::lock_guard lock(all.m_mutex); // once closed, the descriptor's number may be reused for another socket
    std::erase_if(all.m_open, [&](const auto& each) { return each->socket == socket; });
    return close_socket(socket);
}

} // namespace wua::detail

// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/testing/fault_server/fault_listener.hpp>.

#include <wua/testing/fault_server/fault_listener.hpp>

#include <utility>

namespace wua::detail
{

WUA_INLINE fault_listener::fault_listener(listener_kind kind, std::string path)
    : m_socket(loopback_socket::bound(kind == listener_kind::ipv6 ? AF_INET6 : AF_INET)),
      m_kind(kind),
      m_path(std::move(path))
{
    if (kind == listener_kind::unaccepting)
    {
        // Fills the backlog before a client comes.
        m_socket.listen(0);
        for (int client = 0; client != 4; ++client)
        {
            m_backlog.push_back(loopback_socket::connecting(m_socket.port()));
        }
    }
    else if (kind != listener_kind::refusing)
    {
        m_socket.listen(128);
    }
}

WUA_INLINE std::string fault_listener::origin() const
{
    const bool is_https = is_tls(m_kind) || m_kind == listener_kind::own_https;
    const std::string host = m_kind == listener_kind::ipv6 ? "[::1]:" : "127.0.0.1:";
    return (is_https ? "https://" : "http://") + host + std::to_string(m_socket.port());
}

} // namespace wua::detail

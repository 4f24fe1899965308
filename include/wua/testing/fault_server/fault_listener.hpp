// SPDX-License-Identifier: MIT
#pragma once
// A port of a fault server.

#include <wua/testing/fault_server/loopback_socket.hpp>
#include <wua/testing/fault_server/misbehaviour.hpp>

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace wua::detail
{
constexpr bool is_tls(listener_kind kind) noexcept
{
    return kind >= listener_kind::tls;
}

/// Whether each path has a listener of that kind for itself.
constexpr bool belongs_to_path(listener_kind kind) noexcept
{
    return kind == listener_kind::own || kind == listener_kind::own_https;
}

/// Listening, or refusing to, from its construction on.
class fault_listener
{
public:
    /// The path is the one that the listener belongs to, if its kind does. Throws std::system_error if the port cannot
    /// be opened.
    fault_listener(listener_kind kind, std::string path)
        : m_socket(loopback_socket::bound(kind == listener_kind::ipv6 ? AF_INET6 : AF_INET)),
          m_kind(kind),
          m_path(std::move(path))
    {
        if (kind == listener_kind::unaccepting)
        {
            // The backlog is full before a client comes.
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

    listener_kind kind() const noexcept
    {
        return m_kind;
    }

    const std::string& path() const noexcept
    {
        return m_path;
    }

    const loopback_socket& socket() const noexcept
    {
        return m_socket;
    }

    /// Whether connections are ever accepted.
    bool accepts() const noexcept
    {
        return m_kind != listener_kind::refusing && m_kind != listener_kind::unaccepting;
    }

    /// "http://127.0.0.1:PORT" and the like.
    std::string origin() const
    {
        const bool is_https = is_tls(m_kind) || m_kind == listener_kind::own_https;
        const std::string host = m_kind == listener_kind::ipv6 ? "[::1]:" : "127.0.0.1:";
        return (is_https ? "https://" : "http://") + host + std::to_string(m_socket.port());
    }

private:
    loopback_socket m_socket;
    listener_kind m_kind;
    std::string m_path;
    std::vector<loopback_socket> m_backlog;
};
} // namespace wua::detail

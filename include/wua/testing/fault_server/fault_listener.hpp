// SPDX-License-Identifier: MIT
#pragma once
// A port of a fault server.

#include <wua/separate_compilation.hpp>
#include <wua/testing/fault_server/loopback_socket.hpp>
#include <wua/testing/fault_server/misbehaviour.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace wua::detail
{
constexpr bool is_tls(listener_kind kind) noexcept
{
    return kind >= listener_kind::tls;
}

/// Whether each path needs a listener of that kind for itself.
constexpr bool belongs_to_path(listener_kind kind) noexcept
{
    return kind == listener_kind::own || kind == listener_kind::own_https;
}

/// Listens, or refuses to, from its construction on.
class fault_listener
{
public:
    /// `path` is the one that the listener belongs to, if its kind belongs to one. Throws std::system_error if the port
    /// cannot be opened.
    fault_listener(listener_kind kind, std::string path);

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
    std::string origin() const;

private:
    loopback_socket m_socket;
    listener_kind m_kind;
    std::string m_path;
    std::vector<loopback_socket> m_backlog;
};
} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/testing/fault_server/fault_listener.ipp>
#endif

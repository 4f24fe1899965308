// SPDX-License-Identifier: MIT
#pragma once
// Non-blocking sockets on the loopback interface.

#ifdef _WIN32
#include <wua/testing/fault_server/loopback_socket_windows.hpp>
#else
#include <wua/testing/fault_server/loopback_socket_posix.hpp>
#endif

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <system_error>
#include <utility>

namespace wua::detail
{
/// What one read or write did: bytes moved, or none for now, or never again.
struct socket_result
{
    std::size_t bytes = 0;
    bool finished = false; ///< the other side has left, or the connection failed
    bool failed = false;   ///< it failed, as by RST
};

/// Owns one socket, which is non-blocking and not inherited by child processes.
class loopback_socket
{
public:
    /// Closed from the start.
    loopback_socket() noexcept = default;

    loopback_socket(loopback_socket&& other) noexcept : m_handle{std::exchange(other.m_handle, no_socket)} {}

    loopback_socket& operator=(loopback_socket&& other) noexcept
    {
        std::swap(m_handle, other.m_handle);
        return *this;
    }

    ~loopback_socket()
    {
        if (m_handle != no_socket)
        {
            close_native(m_handle);
        }
    }

    /// Bound to a port that the system chooses. Throws std::system_error if the family (AF_INET or AF_INET6) has no
    /// loopback here.
    static loopback_socket bound(int family, int type = SOCK_STREAM)
    {
        start_sockets();
        loopback_socket made{open_native(family, type)};
        made.require(made.m_handle != no_socket, "socket");
        prepare_native(made.m_handle);
        if (family == AF_INET6)
        {
            const int on = 1;
            ::setsockopt(made.m_handle, IPPROTO_IPV6, IPV6_V6ONLY, reinterpret_cast<const char*>(&on), sizeof on);
        }
        const address own{family, 0};
        made.require(::bind(made.m_handle, own.get(), own.size()) == 0, "bind");
        return made;
    }

    /// Begins to connect to a port of 127.0.0.1, and does not wait for it.
    static loopback_socket connecting(std::uint16_t port)
    {
        auto made = bound(AF_INET);
        made.connect(port);
        return made;
    }

    void connect(std::uint16_t port)
    {
        const address peer{AF_INET, port};
        require(::connect(m_handle, peer.get(), peer.size()) == 0 || would_block(), "connect");
    }

    void listen(int backlog)
    {
        require(::listen(m_handle, backlog) == 0, "listen");
    }

    std::uint16_t port() const
    {
        ::sockaddr_storage own{};
        socklen_t size = sizeof own;
        require(::getsockname(m_handle, reinterpret_cast<::sockaddr*>(&own), &size) == 0, "getsockname");
        return ntohs(own.ss_family == AF_INET6 ? reinterpret_cast<const ::sockaddr_in6&>(own).sin6_port
                                               : reinterpret_cast<const ::sockaddr_in&>(own).sin_port);
    }

    /// The next connection; closed if there is none.
    loopback_socket accept() const noexcept
    {
        loopback_socket made{accept_native(m_handle)};
        if (made)
        {
            prepare_native(made.m_handle);
            const int on = 1;
            ::setsockopt(made.m_handle, IPPROTO_TCP, TCP_NODELAY, reinterpret_cast<const char*>(&on), sizeof on);
        }
        return made;
    }

    socket_result receive(std::span<char> into) noexcept
    {
        const auto moved = ::recv(m_handle, into.data(), static_cast<native_length>(into.size()), 0);
        if (moved > 0)
        {
            return {.bytes = static_cast<std::size_t>(moved)};
        }
        const auto has_failed = moved < 0 && !would_block();
        return {.finished = moved == 0 || has_failed, .failed = has_failed};
    }

    socket_result send(std::string_view bytes) noexcept
    {
        const auto moved = ::send(m_handle, bytes.data(), static_cast<native_length>(bytes.size()), send_flags);
        if (moved >= 0)
        {
            return {.bytes = static_cast<std::size_t>(moved)};
        }
        const auto has_failed = !would_block();
        return {.finished = has_failed, .failed = has_failed};
    }

    /// Sends FIN after what was sent.
    void finish_sending() noexcept
    {
        ::shutdown(m_handle, stop_sending);
    }

    /// Makes closing send RST.
    void reset_on_close() noexcept
    {
        const ::linger at_once{1, 0};
        ::setsockopt(m_handle, SOL_SOCKET, SO_LINGER, reinterpret_cast<const char*>(&at_once), sizeof at_once);
    }

    explicit operator bool() const noexcept
    {
        return m_handle != no_socket;
    }

    native_poll to_poll(bool for_writing) const noexcept
    {
        native_poll asked{};
        asked.fd = m_handle;
        asked.events = static_cast<short>(for_writing ? POLLIN | POLLOUT : POLLIN);
        return asked;
    }

private:
    class address
    {
    public:
        address(int family, std::uint16_t port) noexcept : m_is_v6{family == AF_INET6}
        {
            m_v4.sin_family = AF_INET;
            m_v4.sin_port = htons(port);
            m_v4.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
            m_v6.sin6_family = AF_INET6;
            m_v6.sin6_port = htons(port);
            m_v6.sin6_addr = in6addr_loopback;
        }

        const ::sockaddr* get() const noexcept
        {
            return m_is_v6 ? reinterpret_cast<const ::sockaddr*>(&m_v6) : reinterpret_cast<const ::sockaddr*>(&m_v4);
        }

        socklen_t size() const noexcept
        {
            return static_cast<socklen_t>(m_is_v6 ? sizeof m_v6 : sizeof m_v4);
        }

    private:
        bool m_is_v6;
        ::sockaddr_in m_v4{};
        ::sockaddr_in6 m_v6{};
    };

    explicit loopback_socket(native_socket handle) noexcept : m_handle{handle} {}

    static void require(bool is_fine, const char* what)
    {
        if (!is_fine)
        {
            throw std::system_error{last_socket_error(), what};
        }
    }

    native_socket m_handle = no_socket;
};

/// Ends another thread's poll from outside: a datagram socket that talks to itself.
class socket_waker
{
public:
    socket_waker() : m_socket(loopback_socket::bound(AF_INET, SOCK_DGRAM))
    {
        m_socket.connect(m_socket.port());
    }

    /// Any thread. A wake that is not seen yet need not be sent twice.
    void wake() noexcept
    {
        m_socket.send("!");
    }

    /// Forgets the wakes so far; the polling thread alone.
    void clear() noexcept
    {
        char bytes[16];
        while (m_socket.receive(bytes).bytes > 0)
        {}
    }

    native_poll to_poll() const noexcept
    {
        return m_socket.to_poll(false);
    }

private:
    loopback_socket m_socket;
};
} // namespace wua::detail

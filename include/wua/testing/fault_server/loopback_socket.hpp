// SPDX-License-Identifier: MIT
#pragma once
// Non-blocking sockets on the loopback interface.

#ifdef _WIN32
#include <wua/testing/fault_server/loopback_socket_windows.hpp>
#else
#include <wua/testing/fault_server/loopback_socket_posix.hpp>
#endif

#include <wua/separate_compilation.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <utility>

namespace wua::detail
{
/// The result of one read or write: some bytes were moved, none can be for now, or none ever again.
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

    loopback_socket& operator=(loopback_socket&& other) noexcept;

    ~loopback_socket();

    /// Bound to a port that the system chooses. Throws std::system_error if the family (AF_INET or AF_INET6) has no
    /// loopback here.
    static loopback_socket bound(int family, int type = SOCK_STREAM);

    /// Begins to connect to a port of 127.0.0.1 without waiting for the connection.
    static loopback_socket connecting(std::uint16_t port);

    void connect(std::uint16_t port);

    void listen(int backlog)
    {
        require(::listen(m_handle, backlog) == 0, "listen");
    }

    std::uint16_t port() const;

    /// The next connection; closed if there is none.
    loopback_socket accept() const noexcept;

    socket_result receive(std::span<char> into) noexcept;

    socket_result send(std::string_view bytes) noexcept;

    /// Sends FIN after what was sent.
    void finish_sending() noexcept
    {
        ::shutdown(m_handle, stop_sending);
    }

    /// Makes closing send RST.
    void reset_on_close() noexcept;

    explicit operator bool() const noexcept
    {
        return m_handle != no_socket;
    }

    native_poll to_poll(bool for_writing) const noexcept;

private:
    class address
    {
    public:
        address(int family, std::uint16_t port) noexcept;

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

    static void require(bool is_fine, const char* what);

    native_socket m_handle = no_socket;
};

/// Wakes another thread's poll: a datagram socket that sends to itself.
class socket_waker
{
public:
    socket_waker() : m_socket(loopback_socket::bound(AF_INET, SOCK_DGRAM))
    {
        m_socket.connect(m_socket.port());
    }

    /// May be called on any thread. A wake that has not been seen yet is not sent twice.
    void wake() noexcept
    {
        m_socket.send("!");
    }

    /// Forgets all wakes so far; for the polling thread only.
    void clear() noexcept;

    native_poll to_poll() const noexcept
    {
        return m_socket.to_poll(false);
    }

private:
    loopback_socket m_socket;
};
} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/testing/fault_server/loopback_socket.ipp>
#endif

// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/testing/fault_server/loopback_socket.hpp>.

#include <wua/testing/fault_server/loopback_socket.hpp>

#include <system_error>

namespace wua::detail
{

WUA_INLINE loopback_socket& loopback_socket::operator=(loopback_socket&& other) noexcept
{
    std::swap(m_handle, other.m_handle);
    return *this;
}

WUA_INLINE loopback_socket::~loopback_socket()
{
    if (m_handle != no_socket)
    {
        close_native(m_handle);
    }
}

WUA_INLINE loopback_socket loopback_socket::bound(int family, int type)
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

WUA_INLINE loopback_socket loopback_socket::connecting(std::uint16_t port)
{
    auto made = bound(AF_INET);
    made.connect(port);
    return made;
}

WUA_INLINE void loopback_socket::connect(std::uint16_t port)
{
    const address peer{AF_INET, port};
    require(::connect(m_handle, peer.get(), peer.size()) == 0 || would_block(), "connect");
}

WUA_INLINE std::uint16_t loopback_socket::port() const
{
    ::sockaddr_storage own{};
    socklen_t size = sizeof own;
    require(::getsockname(m_handle, reinterpret_cast<::sockaddr*>(&own), &size) == 0, "getsockname");
    return ntohs(own.ss_family == AF_INET6 ? reinterpret_cast<const ::sockaddr_in6&>(own).sin6_port
                                           : reinterpret_cast<const ::sockaddr_in&>(own).sin_port);
}

WUA_INLINE loopback_socket loopback_socket::accept() const noexcept
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

WUA_INLINE socket_result loopback_socket::receive(std::span<char> into) noexcept
{
    const auto moved = ::recv(m_handle, into.data(), static_cast<native_length>(into.size()), 0);
    if (moved > 0)
    {
        return {.bytes = static_cast<std::size_t>(moved)};
    }
    const auto has_failed = moved < 0 && !would_block();
    return {.finished = moved == 0 || has_failed, .failed = has_failed};
}

WUA_INLINE socket_result loopback_socket::send(std::string_view bytes) noexcept
{
    const auto moved = ::send(m_handle, bytes.data(), static_cast<native_length>(bytes.size()), send_flags);
    if (moved >= 0)
    {
        return {.bytes = static_cast<std::size_t>(moved)};
    }
    const auto has_failed = !would_block();
    return {.finished = has_failed, .failed = has_failed};
}

WUA_INLINE void loopback_socket::reset_on_close() noexcept
{
    const ::linger at_once{1, 0};
    ::setsockopt(m_handle, SOL_SOCKET, SO_LINGER, reinterpret_cast<const char*>(&at_once), sizeof at_once);
}

WUA_INLINE native_poll loopback_socket::to_poll(bool for_writing) const noexcept
{
    native_poll asked{};
    asked.fd = m_handle;
    asked.events = static_cast<short>(for_writing ? POLLIN | POLLOUT : POLLIN);
    return asked;
}

WUA_INLINE loopback_socket::address::address(int family, std::uint16_t port) noexcept : m_is_v6{family == AF_INET6}
{
    m_v4.sin_family = AF_INET;
    m_v4.sin_port = htons(port);
    m_v4.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    m_v6.sin6_family = AF_INET6;
    m_v6.sin6_port = htons(port);
    m_v6.sin6_addr = in6addr_loopback;
}

WUA_INLINE void loopback_socket::require(bool is_fine, const char* what)
{
    if (!is_fine)
    {
        throw std::system_error{last_socket_error(), what};
    }
}

WUA_INLINE void socket_waker::clear() noexcept
{
    char bytes[16];
    while (m_socket.receive(bytes).bytes > 0)
    {}
}

} // namespace wua::detail

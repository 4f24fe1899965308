// SPDX-License-Identifier: MIT
#pragma once
// What loopback sockets need of a POSIX system.

#include <wua/separate_compilation.hpp>

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <system_error>

namespace wua::detail
{
using native_socket = int;
using native_poll = ::pollfd;
using native_length = std::size_t; ///< what send and recv take
inline constexpr native_socket no_socket = -1;
inline constexpr int stop_sending = SHUT_WR;

#ifdef MSG_NOSIGNAL
inline constexpr int send_flags = MSG_NOSIGNAL;
#else
inline constexpr int send_flags = 0;
#endif

inline void start_sockets() noexcept {}

inline std::error_code last_socket_error() noexcept
{
    return {errno, std::system_category()};
}

inline bool would_block() noexcept
{
    return errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR || errno == EINPROGRESS;
}

inline void close_native(native_socket handle) noexcept
{
    ::close(handle);
}

/// Non-blocking, not inherited by child processes, and no SIGPIPE.
void prepare_native(native_socket handle) noexcept;

// Where the system can, close-on-exec is set at birth, so that a fork in another thread cannot inherit the socket.
#ifdef SOCK_CLOEXEC
inline native_socket open_native(int family, int type) noexcept
{
    return ::socket(family, type | SOCK_CLOEXEC, 0);
}

inline native_socket accept_native(native_socket listener) noexcept
{
    return ::accept4(listener, nullptr, nullptr, SOCK_CLOEXEC);
}
#else
inline native_socket open_native(int family, int type) noexcept
{
    return ::socket(family, type, 0);
}

inline native_socket accept_native(native_socket listener) noexcept
{
    return ::accept(listener, nullptr, nullptr);
}
#endif

inline int poll_native(native_poll* sockets, std::size_t count, int milliseconds) noexcept
{
    return ::poll(sockets, static_cast<nfds_t>(count), milliseconds);
}
} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/testing/fault_server/loopback_socket_posix.ipp>
#endif

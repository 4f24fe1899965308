// SPDX-License-Identifier: MIT
#pragma once
// What loopback sockets need of Winsock; programs link ws2_32.

#include <winsock2.h>
#include <ws2tcpip.h>

#include <cstddef>
#include <system_error>

namespace wua::detail
{
using native_socket = SOCKET;
using native_poll = ::WSAPOLLFD;
using native_length = int; ///< what send and recv take
inline constexpr native_socket no_socket = INVALID_SOCKET;
inline constexpr int stop_sending = SD_SEND;
inline constexpr int send_flags = 0;

inline std::error_code last_socket_error() noexcept
{
    return {::WSAGetLastError(), std::system_category()};
}

/// Starts Winsock once for the process.
inline void start_sockets()
{
    static const int failed = [] {
        WSADATA data;
        return ::WSAStartup(MAKEWORD(2, 2), &data);
    }();
    if (failed)
    {
        throw std::system_error{failed, std::system_category(), "WSAStartup"};
    }
}

inline bool would_block() noexcept
{
    return ::WSAGetLastError() == WSAEWOULDBLOCK;
}

inline void close_native(native_socket handle) noexcept
{
    ::closesocket(handle);
}

/// Non-blocking, not inherited by child processes.
inline void prepare_native(native_socket handle) noexcept
{
    unsigned long on = 1;
    ::ioctlsocket(handle, static_cast<long>(FIONBIO), &on);
}

inline native_socket open_native(int family, int type) noexcept
{
    return ::WSASocketW(family, type, 0, nullptr, 0, WSA_FLAG_NO_HANDLE_INHERIT);
}

inline native_socket accept_native(native_socket listener) noexcept
{
    return ::accept(listener, nullptr, nullptr);
}

inline int poll_native(native_poll* sockets, std::size_t count, int milliseconds) noexcept
{
    return ::WSAPoll(sockets, static_cast<ULONG>(count), milliseconds);
}
} // namespace wua::detail

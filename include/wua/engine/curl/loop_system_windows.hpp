// SPDX-License-Identifier: MIT
#pragma once

// A loop's system calls on Windows.

#include <wua/com/abi.hpp>

#include <winsock2.h>
#include <ws2tcpip.h>

#include <chrono>
#include <cstddef>
#include <cstdint>

namespace wua::detail
{

using polled_socket = WSAPOLLFD;

// Returns on how many sockets something has happened. Does not wait.
inline int poll_at_once(polled_socket* sockets, std::size_t count) noexcept
{
    return ::WSAPoll(sockets, static_cast<ULONG>(count), 0);
}

// Before version 2004 of Windows 10, WSAPoll() does not report refused connections.
inline constexpr bool overlooks_refusals = true;

// Bytes that have arrived; 0 if unknown.
inline std::size_t unread_bytes(SOCKET socket) noexcept
{
    u_long bytes = 0;
    return ::ioctlsocket(socket, FIONREAD, &bytes) == 0 ? std::size_t{bytes} : 0;
}

// Ends sending and receiving; the socket stays open.
inline void shut_down(SOCKET socket) noexcept
{
    ::shutdown(socket, SD_BOTH);
}

// Keeps child processes from inheriting the socket.
inline void keep_from_children(SOCKET socket) noexcept
{
    ::SetHandleInformation(reinterpret_cast<HANDLE>(socket), HANDLE_FLAG_INHERIT, 0);
}

inline int close_socket(SOCKET socket) noexcept
{
    return ::closesocket(socket);
}

// The processor time of the calling thread, in steps of a few milliseconds.
inline std::chrono::nanoseconds thread_processor_time() noexcept
{
    FILETIME begun{};
    FILETIME ended{};
    FILETIME kernel{};
    FILETIME user{};
    ::GetThreadTimes(::GetCurrentThread(), &begun, &ended, &kernel, &user);
    const auto ticks = [](const FILETIME& time) {
        return static_cast<std::int64_t>(std::uint64_t{time.dwHighDateTime} << 32U | time.dwLowDateTime);
    };
    return std::chrono::nanoseconds((ticks(kernel) + ticks(user)) * 100);
}

} // namespace wua::detail

// SPDX-License-Identifier: MIT
#pragma once

// What a loop asks Windows.

#include <wua/com/abi.hpp>

#include <winsock2.h>
#include <ws2tcpip.h>

#include <chrono>
#include <cstddef>
#include <cstdint>

namespace wua::detail
{

using polled_socket = WSAPOLLFD;

// On how many something has happened. Does not wait.
inline int poll_at_once(polled_socket* sockets, std::size_t count) noexcept
{
    return ::WSAPoll(sockets, static_cast<ULONG>(count), 0);
}

// Nothing is told of a connection that is refused, by Windows 10 before its version 2004.
inline constexpr bool overlooks_refusals = true;

// Of what has arrived; 0 when nobody knows.
inline std::size_t unread_bytes(SOCKET socket) noexcept
{
    u_long bytes = 0;
    return ::ioctlsocket(socket, FIONREAD, &bytes) == 0 ? std::size_t{bytes} : 0;
}

// Nothing is sent or received any more; the socket stays open.
inline void shut_down(SOCKET socket) noexcept
{
    ::shutdown(socket, SD_BOTH);
}

// No program that this process starts keeps the socket open.
inline void keep_from_children(SOCKET socket) noexcept
{
    ::SetHandleInformation(reinterpret_cast<HANDLE>(socket), HANDLE_FLAG_INHERIT, 0);
}

inline int close_socket(SOCKET socket) noexcept
{
    return ::closesocket(socket);
}

// How long the calling thread has had a processor, in steps of some milliseconds.
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

// SPDX-License-Identifier: MIT
#pragma once

// A loop's system calls on POSIX.

#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include <chrono>
#include <cstddef>

namespace wua::detail
{

using polled_socket = pollfd;

// Returns on how many sockets something has happened. Does not wait.
inline int poll_at_once(polled_socket* sockets, std::size_t count) noexcept
{
    return ::poll(sockets, static_cast<nfds_t>(count), 0);
}

// poll() reports refused connections.
inline constexpr bool overlooks_refusals = false;

// Bytes that have arrived; 0 if unknown.
inline std::size_t unread_bytes(int socket) noexcept
{
    int bytes = 0;
    return ::ioctl(socket, FIONREAD, &bytes) == 0 && bytes > 0 ? static_cast<std::size_t>(bytes) : 0;
}

// Ends sending and receiving; the socket stays open.
inline void shut_down(int socket) noexcept
{
    ::shutdown(socket, SHUT_RDWR);
}

// Keeps child processes from inheriting the socket.
inline void keep_from_children(int socket) noexcept
{
    ::fcntl(socket, F_SETFD, FD_CLOEXEC);
}

inline int close_socket(int socket) noexcept
{
    return ::close(socket);
}

// The processor time of the calling thread.
inline std::chrono::nanoseconds thread_processor_time() noexcept
{
    timespec time{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec);
}

} // namespace wua::detail

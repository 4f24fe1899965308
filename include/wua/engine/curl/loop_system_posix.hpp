// SPDX-License-Identifier: MIT
#pragma once

// What a loop asks POSIX.

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

// On how many something has happened. Does not wait.
inline int poll_at_once(polled_socket* sockets, std::size_t count) noexcept
{
    return ::poll(sockets, static_cast<nfds_t>(count), 0);
}

// Nothing is told of a connection that is refused.
inline constexpr bool overlooks_refusals = false;

// Of what has arrived; 0 when nobody knows.
inline std::size_t unread_bytes(int socket) noexcept
{
    int bytes = 0;
    return ::ioctl(socket, FIONREAD, &bytes) == 0 && bytes > 0 ? static_cast<std::size_t>(bytes) : 0;
}

// Nothing is sent or received any more; the socket stays open.
inline void shut_down(int socket) noexcept
{
    ::shutdown(socket, SHUT_RDWR);
}

// No program that this process starts keeps the socket open.
inline void keep_from_children(int socket) noexcept
{
    ::fcntl(socket, F_SETFD, FD_CLOEXEC);
}

inline int close_socket(int socket) noexcept
{
    return ::close(socket);
}

// How long the calling thread has had a processor.
inline std::chrono::nanoseconds thread_processor_time() noexcept
{
    timespec time{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec);
}

} // namespace wua::detail

// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/testing/fault_server/loopback_socket_posix.hpp>.

#include <wua/testing/fault_server/loopback_socket_posix.hpp>

namespace wua::detail
{

WUA_INLINE void prepare_native(native_socket handle) noexcept
{
    ::fcntl(handle, F_SETFL, ::fcntl(handle, F_GETFL) | O_NONBLOCK);
    ::fcntl(handle, F_SETFD, FD_CLOEXEC);
#ifdef SO_NOSIGPIPE
    const int on = 1;
    ::setsockopt(handle, SOL_SOCKET, SO_NOSIGPIPE, &on, sizeof on);
#endif
}

} // namespace wua::detail

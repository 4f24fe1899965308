// SPDX-License-Identifier: MIT
#pragma once

// The sockets that libcurl is waiting on, and its timer.

#include <wua/engine/curl/loop_system.hpp>
#include <wua/separate_compilation.hpp>

#include <curl/curl.h>

#include <chrono>
#include <cstddef>
#include <utility>
#include <vector>

namespace wua::detail
{

// Lets each connection be served by itself, so that a finished one need not wait for the others. For one thread.
class curl_sockets
{
public:
    curl_sockets() = default;
    curl_sockets(const curl_sockets&) = delete;
    curl_sockets& operator=(const curl_sockets&) = delete;

    // Makes libcurl report what it waits for: this must outlive the multi handle.
    void attach(CURLM* multi) noexcept;

    // Reserves memory for the sockets of this many requests, before they are sent. Throws std::bad_alloc.
    void reserve(std::size_t requests)
    {
        constexpr std::size_t sockets =
            4; // for two families of addresses, the lookup of a name, and one that is closed
        m_polled.reserve(sockets * requests);
    }

    // Calls serve(socket, events) for each socket on which something has happened; events: CURL_CSELECT_*. libcurl may
    // be called there.
    template <class Serve>
    void for_each_ready(Serve&& serve)
    {
        if (!poll())
        {
            return;
        }
        // Backwards: sockets added meanwhile are not visited, and a removed one is replaced by one already visited.
        for (std::size_t i = m_polled.size(); i-- != 0;)
        {
            if (i >= m_polled.size())
            {
                continue;
            }
            if (const int events = take_events(m_polled[i]); events != 0)
            {
                serve(m_polled[i].fd, events);
            }
        }
    }

    // True, once, when the time that libcurl asked for has come: call it now.
    bool take_due() noexcept
    {
        const bool is_due = m_due != time_point::max() && m_due <= std::chrono::steady_clock::now();
        m_due = is_due ? time_point::max() : m_due;
        return is_due;
    }

private:
    using time_point = std::chrono::steady_clock::time_point;

    // False when nothing has happened.
    bool poll() noexcept;

    // In libcurl's constants.
    static int take_events(polled_socket& polled) noexcept;

    static int on_socket(CURL*, curl_socket_t socket, int wanted, void* self, void*) noexcept;

    static int on_timer(CURLM*, long milliseconds, void* self) noexcept;

    std::vector<polled_socket> m_polled;
    time_point m_due = time_point::max();
};

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/engine/curl/curl_sockets.ipp>
#endif

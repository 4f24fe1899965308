// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/engine/curl/curl_sockets.hpp>.

#include <wua/engine/curl/curl_sockets.hpp>

#include <algorithm>
#include <new>

namespace wua::detail
{

WUA_COLD void curl_sockets::attach(CURLM* multi) noexcept
{
    curl_multi_setopt(multi, CURLMOPT_SOCKETFUNCTION, &curl_sockets::on_socket);
    curl_multi_setopt(multi, CURLMOPT_SOCKETDATA, static_cast<void*>(this));
    curl_multi_setopt(multi, CURLMOPT_TIMERFUNCTION, &curl_sockets::on_timer);
    curl_multi_setopt(multi, CURLMOPT_TIMERDATA, static_cast<void*>(this));
}

WUA_INLINE bool curl_sockets::poll() noexcept
{
    return !m_polled.empty() && (poll_at_once(m_polled.data(), m_polled.size()) > 0 || overlooks_refusals);
}

WUA_INLINE int curl_sockets::take_events(polled_socket& polled) noexcept
{
    const int happened = std::exchange(polled.revents, decltype(polled.revents){0});
    const bool may_be_refused = overlooks_refusals && (polled.events & POLLOUT) != 0;
    int events = (happened & (POLLIN | POLLERR | POLLHUP)) != 0 ? CURL_CSELECT_IN : 0;
    events |= (happened & POLLOUT) != 0 || may_be_refused ? CURL_CSELECT_OUT : 0;
    return events | ((happened & POLLNVAL) != 0 ? CURL_CSELECT_ERR : 0);
}

WUA_INLINE int curl_sockets::on_socket(CURL*, curl_socket_t socket, int wanted, void* self, void*) noexcept
{
    std::vector<polled_socket>& all = static_cast<curl_sockets*>(self)->m_polled;
    const auto found =
        std::find_if(all.begin(), all.end(), [&](const polled_socket& each) { return each.fd == socket; });
    if (wanted == CURL_POLL_REMOVE)
    {
        if (found != all.end())
        {
            *found = all.back();
            all.pop_back();
        }
        return 0;
    }
    const int events = ((wanted & CURL_POLL_IN) != 0 ? POLLIN : 0) | ((wanted & CURL_POLL_OUT) != 0 ? POLLOUT : 0);
    polled_socket polled{};
    polled.fd = socket;
    polled.events = static_cast<decltype(polled.events)>(events);
    if (found != all.end())
    {
        *found = polled;
        return 0;
    }
    try
    {
        all.push_back(polled);
    }
    catch (const std::bad_alloc&)
    {
        return -1; // only the reserved capacity may be used here
    }
    return 0;
}

WUA_INLINE int curl_sockets::on_timer(CURLM*, long milliseconds, void* self) noexcept
{
    static_cast<curl_sockets*>(self)->m_due =
        milliseconds < 0 ? time_point::max()
                         : std::chrono::steady_clock::now() + std::chrono::milliseconds(milliseconds);
    return 0;
}

} // namespace wua::detail

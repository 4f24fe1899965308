// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/testing/swarm/loopback_service.hpp>.

#include <wua/testing/swarm/loopback_service.hpp>

#include <array>
#include <cstddef>
#include <iterator>
#include <list>
#include <utility>
#include <vector>

namespace wua::detail
{

WUA_INLINE loopback_service::loopback_service(std::function<std::unique_ptr<loopback_session>()> make)
    : m_make(std::move(make)),
      m_listener(loopback_socket::bound(AF_INET)),
      m_port(m_listener.port())
{
    m_listener.listen(64);
    m_thread = std::thread([this] { run(); });
}

WUA_INLINE void loopback_service::stop()
{
    m_is_stopping = true;
    m_waker.wake();
    if (m_thread.joinable())
    {
        m_thread.join();
    }
}

WUA_INLINE void loopback_service::run()
{
    std::list<connection> connections;
    std::vector<native_poll> polled;
    while (!m_is_stopping)
    {
        polled.assign({m_waker.to_poll(), m_listener.to_poll(false)});
        for (const connection& each : connections)
        {
            polled.push_back(each.socket.to_poll(!each.sent.empty()));
        }
        poll_native(polled.data(), polled.size(), -1);
        auto event = polled.cbegin();
        if ((event++)->revents != 0)
        {
            m_waker.clear();
        }
        const bool has_caller = (event++)->revents != 0;
        for (auto each = connections.begin(); each != connections.end(); ++event)
        {
            each = advance(*each, (event->revents & ~POLLOUT) != 0) ? std::next(each) : connections.erase(each);
        }
        if (has_caller)
        {
            if (loopback_socket socket = m_listener.accept())
            {
                connections.push_back({std::move(socket), m_make()});
            }
        }
    }
    m_listener = {};
}

WUA_INLINE bool loopback_service::advance(connection& with, bool has_news)
{
    if (has_news)
    {
        std::array<char, 4'096> bytes;
        const socket_result got = with.socket.receive(bytes);
        with.received.append(bytes.data(), got.bytes);
        if (got.finished || got.failed)
        {
            return false;
        }
        with.is_ending = with.is_ending || !with.talk->answer(with.received, with.sent);
    }
    const socket_result gone = with.socket.send(with.sent);
    with.sent.erase(0, gone.bytes);
    return !gone.finished && !gone.failed && !(with.is_ending && with.sent.empty());
}

} // namespace wua::detail

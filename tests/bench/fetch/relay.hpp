// SPDX-License-Identifier: MIT
#pragma once

// Simulates a distant server: what is sent to a near one, or by it, arrives later.

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <list>
#include <string>
#include <system_error>
#include <thread>
#include <vector>

namespace bench
{

// Relays connections to a port of this machine on a thread of its own. Its own port comes from the system.
class delaying_relay
{
public:
    delaying_relay(std::uint16_t to, std::chrono::milliseconds delay)
        : m_to(to),
          m_delay(delay),
          m_listening(::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0))
    {
        sockaddr_in address = loopback(0);
        socklen_t length = sizeof address;
        auto* const generic = reinterpret_cast<sockaddr*>(&address);
        if (m_listening < 0 || ::bind(m_listening, generic, length) != 0 || ::listen(m_listening, 128) != 0 ||
            ::getsockname(m_listening, generic, &length) != 0)
        {
            throw std::system_error(errno, std::generic_category(), "a relay");
        }
        m_port = ntohs(address.sin_port);
        m_thread = std::thread([this] { run(); });
    }

    delaying_relay(const delaying_relay&) = delete;
    delaying_relay& operator=(const delaying_relay&) = delete;

    ~delaying_relay()
    {
        m_is_stopping = true;
        m_thread.join();
        ::close(m_listening);
    }

    std::uint16_t port() const noexcept
    {
        return m_port;
    }

private:
    using clock = std::chrono::steady_clock;

    static constexpr std::size_t max_in_flight = 8U << 20U; // bytes in one direction, like a TCP window

    struct packet
    {
        clock::time_point due;
        std::vector<char> bytes;
        std::size_t sent = 0;
    };

    struct direction
    {
        std::deque<packet> packets{};
        std::size_t bytes = 0;
        bool has_ended = false; // the sender has closed its side
        bool is_shut = false;   // the receiver has been told
    };

    struct pair
    {
        int sockets[2];           // the client's and the server's
        direction directions[2];  // from each to the other
        clock::time_point begins; // connecting to the server takes time, too
    };

    static sockaddr_in loopback(std::uint16_t port) noexcept
    {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        address.sin_port = htons(port);
        return address;
    }

    void run()
    {
        std::list<pair> pairs;
        while (!m_is_stopping)
        {
            const clock::time_point now = clock::now();
            clock::time_point next = now + std::chrono::milliseconds(50);
            std::vector<pollfd> polled{{m_listening, POLLIN, 0}};
            for (pair& each : pairs)
            {
                for (int side = 0; side != 2; ++side)
                {
                    const direction& in = each.directions[side];
                    const direction& out = each.directions[1 - side];
                    const bool is_due = !out.packets.empty() && out.packets.front().due <= now;
                    if (!out.packets.empty())
                    {
                        next = std::min(next, std::max(out.packets.front().due, now));
                    }
                    const bool reads = !in.has_ended && in.bytes < max_in_flight && each.begins <= now;
                    next = each.begins > now ? std::min(next, each.begins) : next;
                    polled.push_back(
                        {each.sockets[side], static_cast<short>((reads ? POLLIN : 0) | (is_due ? POLLOUT : 0)), 0});
                }
            }
            const auto wait = std::chrono::duration_cast<std::chrono::microseconds>(next - now);
            timespec timeout{0, static_cast<long>(std::max<std::int64_t>(wait.count(), 0) * 1'000)};
            const bool is_any_due = std::any_of(
                polled.begin(), polled.end(), [](const pollfd& each) { return (each.events & POLLOUT) != 0; });
            timeout.tv_nsec = is_any_due ? 50'000'000 : timeout.tv_nsec;
            ::ppoll(polled.data(), polled.size(), &timeout, nullptr);
            auto ready = polled.begin() + 1;
            for (auto each = pairs.begin(); each != pairs.end();)
            {
                const short events[2] = {ready[0].revents, ready[1].revents};
                ready += 2;
                each = serve(*each, events) ? std::next(each) : end(pairs, each);
            }
            if ((polled.front().revents & POLLIN) != 0)
            {
                accept(pairs);
            }
        }
        while (!pairs.empty())
        {
            end(pairs, pairs.begin());
        }
    }

    static std::list<pair>::iterator end(std::list<pair>& pairs, std::list<pair>::iterator which)
    {
        ::close(which->sockets[0]);
        ::close(which->sockets[1]);
        return pairs.erase(which);
    }

    void accept(std::list<pair>& pairs) const
    {
        const int client = ::accept4(m_listening, nullptr, nullptr, SOCK_NONBLOCK);
        if (client < 0)
        {
            return;
        }
        const int server = ::socket(AF_INET, SOCK_STREAM, 0);
        const sockaddr_in address = loopback(m_to);
        if (server < 0 || ::connect(server, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
        {
            ::close(client);
            ::close(server);
            return;
        }
        ::fcntl(server, F_SETFL, O_NONBLOCK);
        for (const int each : {client, server})
        {
            const int yes = 1;
            ::setsockopt(each, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
        }
        // The client is connected at once; to simulate the handshake's round trip, nothing is read for that long.
        pairs.push_back({{client, server}, {}, clock::now() + 2 * m_delay});
    }

    // Returns false when the connection is over.
    bool serve(pair& one, const short (&events)[2]) const
    {
        for (int side = 0; side != 2; ++side)
        {
            direction& in = one.directions[side];
            if ((events[side] & (POLLIN | POLLHUP | POLLERR)) != 0 && !in.has_ended)
            {
                std::vector<char> bytes(64U << 10U);
                const ssize_t size = ::recv(one.sockets[side], bytes.data(), bytes.size(), 0);
                if (size > 0)
                {
                    bytes.resize(static_cast<std::size_t>(size));
                    in.bytes += bytes.size();
                    in.packets.push_back({clock::now() + m_delay, std::move(bytes)});
                }
                else if (size == 0)
                {
                    in.has_ended = true;
                }
                else if (errno != EAGAIN && errno != EINTR)
                {
                    return false;
                }
            }
        }
        for (int side = 0; side != 2; ++side)
        {
            direction& out = one.directions[1 - side];
            while (!out.packets.empty() && out.packets.front().due <= clock::now())
            {
                packet& first = out.packets.front();
                const ssize_t size = ::send(
                    one.sockets[side], first.bytes.data() + first.sent, first.bytes.size() - first.sent, MSG_NOSIGNAL);
                if (size < 0)
                {
                    if (errno != EAGAIN && errno != EINTR)
                    {
                        return false;
                    }
                    break;
                }
                first.sent += static_cast<std::size_t>(size);
                if (first.sent == first.bytes.size())
                {
                    out.bytes -= first.bytes.size();
                    out.packets.pop_front();
                }
            }
            if (out.has_ended && out.packets.empty() && !out.is_shut)
            {
                ::shutdown(one.sockets[side], SHUT_WR);
                out.is_shut = true;
            }
        }
        return !(one.directions[0].is_shut && one.directions[1].is_shut);
    }

    const std::uint16_t m_to;
    const std::chrono::milliseconds m_delay;
    const int m_listening;
    std::uint16_t m_port = 0;
    std::atomic<bool> m_is_stopping{false};
    std::thread m_thread;
};

} // namespace bench

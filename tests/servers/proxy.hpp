// SPDX-License-Identifier: MIT
#pragma once

// A real HTTP proxy for tests, on the loopback interface and on a port that the system chooses.

#include <wua/testing/fault_server/http_head.hpp>
#include <wua/testing/fault_server/http_request.hpp>
#include <wua/testing/fault_server/loopback_socket.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <list>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

namespace wua_test
{

// Forwards requests in absolute form, one per connection, and tunnels for CONNECT. Whatever host is named, it connects
// to that port of 127.0.0.1, so that names need not be resolvable. Stops in its destructor.
class loopback_proxy
{
public:
    // Returns what to answer instead of forwarding the request, before the connection is closed; nullopt forwards it.
    // Called on the proxy's thread with the number of the request, counted from 1.
    using refusal = std::function<std::optional<std::string>(const wua::http_request&, std::size_t number)>;

    explicit loopback_proxy(refusal refuse = {})
        : m_refuse(std::move(refuse)),
          m_listening(wua::detail::loopback_socket::bound(AF_INET))
    {
        m_listening.listen(128);
        m_port = m_listening.port();
        m_thread = std::thread([this] { run(); });
    }

    loopback_proxy(const loopback_proxy&) = delete;
    loopback_proxy& operator=(const loopback_proxy&) = delete;

    ~loopback_proxy()
    {
        {
            const std::lock_guard lock(m_mutex);
            m_is_stopping = true;
        }
        m_waker.wake();
        m_thread.join();
    }

    // Its address, with "user:password@" if credentials are given.
    std::string url(std::string_view credentials = {}) const
    {
        return "http://" + std::string(credentials) + "127.0.0.1:" + std::to_string(m_port);
    }

    // The requests as received, oldest first.
    std::vector<wua::http_request> requests() const
    {
        const std::lock_guard lock(m_mutex);
        return m_requests;
    }

private:
    using socket = wua::detail::loopback_socket;

    // A client, and the connection to its server.
    struct link
    {
        socket client;
        socket server{};
        std::string to_client{};
        std::string to_server{};
        std::string head{};
        bool is_piping = false;
        bool is_last = false; // to be closed once everything has been sent to the client
    };

    static constexpr std::size_t max_bytes_waiting = std::size_t{1} << 18U;

    void run()
    {
        std::list<link> links;
        while (true)
        {
            std::vector<wua::detail::native_poll> polled{m_waker.to_poll(), m_listening.to_poll(false)};
            for (const link& each : links)
            {
                polled.push_back(each.client.to_poll(!each.to_client.empty()));
                polled.back().events &= static_cast<short>(each.to_server.size() < max_bytes_waiting ? ~0 : ~POLLIN);
                if (each.is_piping)
                {
                    polled.push_back(each.server.to_poll(!each.to_server.empty()));
                    polled.back().events &=
                        static_cast<short>(each.to_client.size() < max_bytes_waiting ? ~0 : ~POLLIN);
                }
            }
            wua::detail::poll_native(polled.data(), polled.size(), -1);
            if (polled[0].revents != 0)
            {
                m_waker.clear();
                const std::lock_guard lock(m_mutex);
                if (m_is_stopping)
                {
                    return;
                }
            }
            links.remove_if([&](link& each) { return !move(each); });
            if (polled[1].revents != 0)
            {
                while (socket client = m_listening.accept())
                {
                    links.push_back({std::move(client)});
                }
            }
        }
    }

    // Moves what can be moved without blocking. Returns false when the link is over.
    bool move(link& one)
    {
        if (!one.is_last && !read(one.client, one.is_piping ? one.to_server : one.head))
        {
            return false;
        }
        if (!one.is_piping && !one.is_last && one.head.find("\r\n\r\n") != std::string::npos)
        {
            begin(one);
        }
        if (one.is_piping && !one.is_last)
        {
            one.is_last = !read(one.server, one.to_client) || !write(one.server, one.to_server);
        }
        return write(one.client, one.to_client) && !(one.is_last && one.to_client.empty());
    }

    void begin(link& one)
    {
        const auto end = one.head.find("\r\n\r\n");
        const auto request = wua::http_request::try_parse(std::string_view(one.head).substr(0, end));
        const std::string rest = one.head.substr(end + 4);
        one.head.clear();
        one.is_last = true;
        std::optional<std::string> refused = "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n";
        if (request)
        {
            std::size_t number = 0;
            {
                const std::lock_guard lock(m_mutex);
                m_requests.push_back(*request);
                number = m_requests.size();
            }
            refused = m_refuse ? m_refuse(*request, number) : std::nullopt;
        }
        if (refused)
        {
            one.to_client = *std::move(refused);
            return;
        }
        const bool is_tunnel = request->method == "CONNECT";
        std::string_view target = request->target;
        if (!is_tunnel)
        {
            target.remove_prefix(std::min(target.size(), std::string_view("http://").size()));
        }
        const std::string_view authority = target.substr(0, target.find('/'));
        const std::string_view port_text = authority.substr(authority.rfind(':') + 1);
        std::uint16_t port = 0;
        std::from_chars(port_text.data(), port_text.data() + port_text.size(), port);
        one.server = socket::connecting(port);
        one.is_piping = true;
        one.is_last = false;
        if (is_tunnel)
        {
            one.to_client = "HTTP/1.1 200 Connection established\r\n\r\n";
            one.to_server = rest;
            return;
        }
        const std::string_view path = target.substr(authority.size());
        wua::http_head head{request->method + ' ' + std::string(path) + " HTTP/1.1", request->fields};
        std::erase_if(head.fields, [](const auto& field) { return field.first.starts_with("Proxy-"); });
        head.set("Connection", "close");
        one.to_server = head.str() + rest;
    }

    // Returns false if the other side has closed the connection.
    static bool read(socket& from, std::string& into)
    {
        std::array<char, 16384> buffer{};
        while (into.size() < max_bytes_waiting)
        {
            const wua::detail::socket_result got = from.receive(buffer);
            into.append(buffer.data(), got.bytes);
            if (got.bytes == 0)
            {
                return !got.finished;
            }
        }
        return true;
    }

    static bool write(socket& to, std::string& what)
    {
        while (!what.empty())
        {
            const wua::detail::socket_result sent = to.send(what);
            what.erase(0, sent.bytes);
            if (sent.bytes == 0)
            {
                return !sent.failed;
            }
        }
        return true;
    }

    const refusal m_refuse;
    wua::detail::loopback_socket m_listening;
    std::uint16_t m_port = 0;
    wua::detail::socket_waker m_waker;

    mutable std::mutex m_mutex; // guards everything below
    std::vector<wua::http_request> m_requests;
    bool m_is_stopping = false;

    std::thread m_thread;
};

} // namespace wua_test

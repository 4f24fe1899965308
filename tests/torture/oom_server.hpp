// SPDX-License-Identifier: MIT
#pragma once

// A server on the loopback interface whose own allocations do not fail.

#include "torture/oom_allocation.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

namespace oom
{

// Listens on a port of its own.
class loopback_listener
{
public:
    loopback_listener() : m_socket(socket(AF_INET, SOCK_STREAM, 0))
    {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t length = sizeof address;
        if (bind(m_socket, reinterpret_cast<sockaddr*>(&address), length) != 0 || listen(m_socket, 64) != 0 ||
            getsockname(m_socket, reinterpret_cast<sockaddr*>(&address), &length) != 0)
        {
            throw std::runtime_error("there is no port");
        }
        m_port = ntohs(address.sin_port);
    }

    loopback_listener(const loopback_listener&) = delete;
    loopback_listener& operator=(const loopback_listener&) = delete;

    ~loopback_listener()
    {
        close(m_socket);
    }

    int socket_number() const noexcept
    {
        return m_socket;
    }

    std::string url(const std::string& name) const
    {
        return "http://127.0.0.1:" + std::to_string(m_port) + '/' + name;
    }

private:
    const int m_socket;
    std::uint16_t m_port = 0;
};

// Answers each request, and leaves the connection open.
class stalling_server
{
public:
    using answers = std::string (*)(std::string_view request);

    // The first connection gets the rest when a second one exists, after some time, or on request.
    explicit stalling_server(answers answer, std::string rest = {}, bool is_holding = false)
        : m_answer(answer),
          m_rest(std::move(rest)),
          m_is_holding(is_holding)
    {
        m_thread = std::thread([this] { serve(); });
    }

    stalling_server(const stalling_server&) = delete;
    stalling_server& operator=(const stalling_server&) = delete;

    ~stalling_server()
    {
        m_is_ending = true;
        m_thread.join();
    }

    void release()
    {
        m_is_holding = false;
    }

    std::string url(const std::string& name) const
    {
        return m_listener.url(name);
    }

private:
    void serve()
    {
        const spared not_counted;
        std::vector<int> open;
        std::string rest = m_rest;
        for (int waited = 0; !m_is_ending; ++waited)
        {
            constexpr int patience = 200; // attempts of about a millisecond
            if (!rest.empty() && !open.empty() && !m_is_holding && (open.size() >= 2 || waited > patience))
            {
                static_cast<void>(::send(open.front(), rest.data(), rest.size(), MSG_NOSIGNAL));
                rest.clear();
            }
            pollfd ready{m_listener.socket_number(), POLLIN, 0};
            if (poll(&ready, 1, 1) != 1)
            {
                continue;
            }
            const int client = accept(m_listener.socket_number(), nullptr, nullptr);
            open.push_back(client);
            std::array<char, 4096> request{};
            const ssize_t size = std::max<ssize_t>(recv(client, request.data(), request.size(), 0), 0);
            const std::string answer = m_answer({request.data(), static_cast<std::size_t>(size)});
            static_cast<void>(::send(client, answer.data(), answer.size(), MSG_NOSIGNAL));
        }
        for (const int client : open)
        {
            close(client);
        }
    }

    const answers m_answer;
    const std::string m_rest;
    std::atomic<bool> m_is_holding;
    const loopback_listener m_listener;
    std::atomic<bool> m_is_ending{false};
    std::thread m_thread;
};

// Serves ranges of one content, as often as asked on a connection.
class range_server
{
public:
    // `most` is the number of bytes that a connection may get in all.
    explicit range_server(std::string content, std::size_t most = std::numeric_limits<std::size_t>::max())
        : m_content(std::move(content)),
          m_most(most),
          m_thread([this] { serve(); })
    {}

    range_server(const range_server&) = delete;
    range_server& operator=(const range_server&) = delete;

    ~range_server()
    {
        m_is_ending = true;
        m_thread.join();
    }

    std::string url(const std::string& name) const
    {
        return m_listener.url(name);
    }

private:
    struct connection
    {
        pollfd socket{};
        std::string request{};
        std::size_t left = 0;
    };

    void serve()
    {
        const spared not_counted;
        std::vector<connection> open;
        std::vector<pollfd> sockets;
        while (!m_is_ending)
        {
            sockets.assign(1, {m_listener.socket_number(), POLLIN, 0});
            for (const connection& each : open)
            {
                sockets.push_back(each.socket);
            }
            poll(sockets.data(), sockets.size(), 5);
            for (std::size_t i = open.size(); i-- != 0;)
            {
                if (sockets[i + 1].revents != 0 && !advance(open[i]))
                {
                    close(open[i].socket.fd);
                    open.erase(open.begin() + static_cast<std::ptrdiff_t>(i));
                }
            }
            if (sockets[0].revents != 0)
            {
                open.push_back({{accept(sockets[0].fd, nullptr, nullptr), POLLIN, 0}, {}, m_most});
            }
        }
        for (const connection& each : open)
        {
            close(each.socket.fd);
        }
    }

    // Returns false when the connection is over.
    bool advance(connection& with) const
    {
        std::array<char, 4096> bytes{};
        const ssize_t size = recv(with.socket.fd, bytes.data(), bytes.size(), 0);
        if (size <= 0)
        {
            return false;
        }
        with.request.append(bytes.data(), static_cast<std::size_t>(size));
        for (std::size_t end = 0; (end = with.request.find("\r\n\r\n")) != std::string::npos;)
        {
            const std::string answer = answer_to(with.request.substr(0, end + 4), with.left);
            with.request.erase(0, end + 4);
            static_cast<void>(::send(with.socket.fd, answer.data(), answer.size(), MSG_NOSIGNAL));
        }
        return true;
    }

    std::string answer_to(const std::string& request, std::size_t& left) const
    {
        std::size_t begin = 0;
        std::size_t end = m_content.size();
        constexpr std::string_view name = "ange: bytes=";
        const auto at = request.find(name);
        if (at != std::string::npos)
        {
            const std::string range = request.substr(at + name.size(), 64);
            std::size_t dash = 0;
            begin = std::stoul(range, &dash);
            end = range[dash + 1] == '\r' ? end : std::min<std::size_t>(end, std::stoul(range.substr(dash + 1)) + 1);
        }
        const std::size_t given = std::min(left, end - begin);
        left -= given;
        return (at == std::string::npos
                    ? std::string("HTTP/1.1 200 OK\r\n")
                    : "HTTP/1.1 206 Partial Content\r\nContent-Range: bytes " + std::to_string(begin) + "-" +
                          std::to_string(end - 1) + "/" + std::to_string(m_content.size()) + "\r\n") +
               "ETag: \"a\"\r\nAccept-Ranges: bytes\r\nContent-Length: " + std::to_string(end - begin) + "\r\n\r\n" +
               m_content.substr(begin, given);
    }

    const std::string m_content;
    const std::size_t m_most;
    const loopback_listener m_listener;
    std::atomic<bool> m_is_ending{false};
    std::thread m_thread;
};

} // namespace oom

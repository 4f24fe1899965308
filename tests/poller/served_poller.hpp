// SPDX-License-Identifier: MIT
#pragma once

// A running poller that serves its page, and a client that sends it raw bytes.

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

namespace wua_test
{

// A connection to a port of the loopback interface. Reads time out after ten seconds.
class http_connection
{
public:
    http_connection(std::uint16_t port, std::string_view request, int receive_buffer = 0)
        : m_socket(::socket(AF_INET, SOCK_STREAM, 0))
    {
        if (receive_buffer != 0)
        {
            ::setsockopt(m_socket, SOL_SOCKET, SO_RCVBUF, &receive_buffer, sizeof receive_buffer);
        }
        const timeval patience{.tv_sec = 10, .tv_usec = 0};
        ::setsockopt(m_socket, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        if (::connect(m_socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 ||
            ::send(m_socket, request.data(), request.size(), MSG_NOSIGNAL) != static_cast<ssize_t>(request.size()))
        {
            ::close(m_socket);
            throw std::runtime_error("the poller cannot be asked");
        }
    }

    http_connection(const http_connection&) = delete;
    http_connection& operator=(const http_connection&) = delete;

    ~http_connection()
    {
        ::close(m_socket);
    }

    // Everything received so far, once that text has come or the connection is closed.
    const std::string& read_until(std::string_view text)
    {
        std::array<char, 16384> buffer;
        while (m_read.find(text) == std::string::npos)
        {
            const ssize_t count = ::recv(m_socket, buffer.data(), buffer.size(), 0);
            if (count <= 0)
            {
                break;
            }
            m_read.append(buffer.data(), static_cast<std::size_t>(count));
        }
        return m_read;
    }

    const std::string& read_all()
    {
        return read_until(std::string_view("\0no text", 8));
    }

private:
    int m_socket;
    std::string m_read;
};

// Runs for as long as its job, but at most for a minute.
class served_poller
{
public:
    explicit served_poller(const std::string& arguments)
    {
        const std::string command = "exec timeout -s INT 60 '" WUA_POLLER "' " + arguments + " 2>&1 >/dev/null";
        m_pipe = ::popen(command.c_str(), "r");
        if (m_pipe == nullptr)
        {
            throw std::runtime_error("popen");
        }
        m_url = address_in(read_line());
        if (arguments.find("--allow-control") != std::string::npos)
        {
            const std::string control = address_in(read_line());
            m_token = control.substr(control.find("#token=") + 7);
        }
    }

    served_poller(const served_poller&) = delete;
    served_poller& operator=(const served_poller&) = delete;

    ~served_poller()
    {
        end();
    }

    std::uint16_t port() const
    {
        return static_cast<std::uint16_t>(std::stoi(m_url.substr(m_url.rfind(':') + 1)));
    }

    const std::string& token() const noexcept
    {
        return m_token;
    }

    // A request with these headers, each with its line end.
    std::string request(std::string_view first, std::string_view headers = "") const
    {
        return std::string(first) + " HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(port()) + "\r\n" +
               std::string(headers) + "\r\n";
    }

    // The whole response.
    std::string ask(std::string_view first, std::string_view headers = "") const
    {
        return http_connection(port(), request(first, headers)).read_all();
    }

    std::string command(const std::string& word) const
    {
        return ask("POST /control/" + word, "Content-Length: 0\r\nAuthorization: Bearer " + m_token + "\r\n");
    }

    // Waits for its end; returns the exit status.
    int end()
    {
        if (m_pipe != nullptr)
        {
            while (!read_line().empty())
            {}
            const int status = ::pclose(std::exchange(m_pipe, nullptr));
            m_status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
        }
        return m_status;
    }

private:
    std::string read_line()
    {
        std::string line;
        for (int letter = 0; (letter = std::fgetc(m_pipe)) != EOF && letter != '\n';)
        {
            line += static_cast<char>(letter);
        }
        return line;
    }

    static std::string address_in(const std::string& line)
    {
        const std::size_t begin = line.find("http://");
        if (begin == std::string::npos)
        {
            throw std::runtime_error("the poller said: " + line);
        }
        return line.substr(begin, line.size() - begin);
    }

    std::FILE* m_pipe = nullptr;
    std::string m_url;
    std::string m_token;
    int m_status = -1;
};

} // namespace wua_test

// SPDX-License-Identifier: MIT
#pragma once

// A server on the loopback interface that never answers.

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <string>
#include <system_error>
#include <vector>

namespace wua_test
{

// The system establishes connections, but nobody accepts them. When the queue is full not even the system does.
class mute_server
{
public:
    explicit mute_server(int queue) : m_listening(::socket(AF_INET, SOCK_STREAM, 0))
    {
        m_address.sin_family = AF_INET;
        m_address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t length = sizeof m_address;
        if (m_listening < 0 || ::bind(m_listening, generic(), length) != 0 || ::listen(m_listening, queue) != 0 ||
            ::getsockname(m_listening, generic(), &length) != 0)
        {
            throw std::system_error(errno, std::generic_category(), "a mute server");
        }
    }

    mute_server(const mute_server&) = delete;
    mute_server& operator=(const mute_server&) = delete;

    ~mute_server()
    {
        for (const int client : m_clients)
        {
            ::close(client);
        }
        ::close(m_listening);
    }

    // From now on no connection is established.
    void fill()
    {
        for (int i = 0; i != 4; ++i)
        {
            m_clients.push_back(::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0));
            ::connect(m_clients.back(), generic(), sizeof m_address);
        }
    }

    // 127.0.0.1:PORT
    std::string address() const
    {
        return "127.0.0.1:" + std::to_string(ntohs(m_address.sin_port));
    }

    std::string url() const
    {
        return "http://" + address() + "/file";
    }

private:
    sockaddr* generic()
    {
        return reinterpret_cast<sockaddr*>(&m_address);
    }

    int m_listening;
    sockaddr_in m_address{};
    std::vector<int> m_clients;
};

} // namespace wua_test

// SPDX-License-Identifier: MIT
#pragma once

// A server in a process of its own, on a port of the loopback interface.

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <system_error>
#include <thread>
#include <vector>

namespace wua_test
{

// Ends in its destructor, or with the process that made it.
class server_process
{
public:
    // A port that was free a moment ago, for a program that opens it by itself.
    static std::uint16_t free_port()
    {
        const int handle = ::socket(AF_INET, SOCK_STREAM, 0);
        sockaddr_in address = loopback(0);
        socklen_t length = sizeof address;
        auto* const generic = reinterpret_cast<sockaddr*>(&address);
        const bool is_bound =
            handle >= 0 && ::bind(handle, generic, length) == 0 && ::getsockname(handle, generic, &length) == 0;
        ::close(handle);
        if (!is_bound)
        {
            throw std::system_error(errno, std::generic_category(), "no port is free");
        }
        return ntohs(address.sin_port);
    }

    // Returns when the program listens at the port.
    server_process(std::vector<std::string> command, std::uint16_t port)
    {
        std::vector<char*> arguments;
        for (std::string& argument : command)
        {
            arguments.push_back(argument.data());
        }
        arguments.push_back(nullptr);
        const pid_t parent = ::getpid();
        m_process = ::fork();
        if (m_process < 0)
        {
            throw std::system_error(errno, std::generic_category(), "fork");
        }
        if (m_process == 0)
        {
            ::prctl(PR_SET_PDEATHSIG, SIGKILL);
            const int nowhere = ::open("/dev/null", O_RDWR);
            ::dup2(nowhere, 1);
            ::dup2(nowhere, 2);
            if (::getppid() == parent)
            {
                ::execvp(arguments[0], arguments.data());
            }
            ::_exit(127);
        }
        wait_for(port, command[0]);
    }

    server_process(const server_process&) = delete;
    server_process& operator=(const server_process&) = delete;

    ~server_process()
    {
        end();
    }

private:
    static sockaddr_in loopback(std::uint16_t port)
    {
        sockaddr_in address = {};
        address.sin_family = AF_INET;
        address.sin_port = htons(port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        return address;
    }

    void wait_for(std::uint16_t port, const std::string& program)
    {
        const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(10);
        while (true)
        {
            const int handle = ::socket(AF_INET, SOCK_STREAM, 0);
            sockaddr_in address = loopback(port);
            const bool is_open = ::connect(handle, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
            ::close(handle);
            if (is_open)
            {
                return;
            }
            const bool has_ended = ::waitpid(m_process, nullptr, WNOHANG) == m_process;
            m_process = has_ended ? -1 : m_process;
            if (has_ended || std::chrono::steady_clock::now() > deadline)
            {
                end();
                throw std::runtime_error(program + " does not serve");
            }
            std::this_thread::yield();
        }
    }

    void end() noexcept
    {
        if (m_process > 0)
        {
            ::kill(m_process, SIGKILL);
            ::waitpid(m_process, nullptr, 0);
        }
    }

    pid_t m_process = -1;
};

} // namespace wua_test

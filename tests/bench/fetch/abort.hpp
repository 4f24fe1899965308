// SPDX-License-Identifier: MIT
#pragma once

// How soon a download ends that is asked to, in the states that take longest.

#include "../row.hpp"
#include <wua/engine/curl_engine.hpp>
#include <wua/job/job.hpp>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <system_error>
#include <thread>
#include <vector>

namespace bench
{

// A server that says nothing: connections are made by the system and never looked at. With its queue full, they are not
// even made.
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

    // From now on nobody gets through.
    void fill()
    {
        for (int i = 0; i != 4; ++i)
        {
            m_clients.push_back(::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0));
            ::connect(m_clients.back(), generic(), sizeof m_address);
        }
    }

    std::string url() const
    {
        return "http://127.0.0.1:" + std::to_string(ntohs(m_address.sin_port)) + "/file";
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

// The time that 99 of 100 aborts do not exceed. Each download is left to itself for a while before, until it has so
// many bytes at least.
inline row abort_latency(const std::string& name, const std::string& url, std::uint64_t bytes, std::size_t rounds)
{
    using namespace std::chrono_literals;
    wua::curl_options options;
    options.directory = std::filesystem::temp_directory_path() / "wua-abort";
    const auto engine = std::make_shared<wua::curl_engine>(options);
    std::vector<double> latencies;
    for (std::size_t round = 0; round != rounds; ++round)
    {
        wua::job job = wua::start(engine, {wua::make_item("An update", url)}, {.is_forced = true});
        while (job.progress().started() == 0 || job.progress().bytes_downloaded() < bytes)
        {
            std::this_thread::sleep_for(1ms);
        }
        std::this_thread::sleep_for(5ms);
        const auto asked = std::chrono::steady_clock::now();
        job.request_abort();
        job.wait();
        const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - asked;
        latencies.push_back(took.count());
    }
    std::error_code ignored;
    std::filesystem::remove_all(options.directory, ignored);
    std::sort(latencies.begin(), latencies.end());
    const double slow = latencies[rounds - 1 - rounds / 100];
    return {"abort_latency_" + name, slow, 100, "100 ms, p99 in ms", slow / 100, "<= 1.0"};
}

} // namespace bench

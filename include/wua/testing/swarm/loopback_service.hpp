// SPDX-License-Identifier: MIT
#pragma once

// A server of some protocol on the loopback interface: one thread, any number of connections.

#include <wua/separate_compilation.hpp>
#include <wua/testing/fault_server/loopback_socket.hpp>

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <thread>

namespace wua::detail
{

/// The protocol on one connection; used only on the service's thread.
class loopback_session
{
public:
    loopback_session() = default;
    loopback_session(const loopback_session&) = delete;
    loopback_session& operator=(const loopback_session&) = delete;
    virtual ~loopback_session() = default;

    /// Consumes the front of `received`, and appends the answer to `sent`. Returning false ends the connection.
    virtual bool answer(std::string& received, std::string& sent) = 0;
};

class loopback_service
{
public:
    /// Listens on a port of 127.0.0.1 that the system chooses. make() is called on the service's thread for each
    /// connection. Throws std::system_error.
    explicit loopback_service(std::function<std::unique_ptr<loopback_session>()> make);

    loopback_service(const loopback_service&) = delete;
    loopback_service& operator=(const loopback_service&) = delete;

    ~loopback_service()
    {
        stop();
    }

    std::uint16_t port() const noexcept
    {
        return m_port;
    }

    /// Closes everything; returns when that is done. A second call does nothing.
    void stop();

private:
    struct connection
    {
        loopback_socket socket;
        std::unique_ptr<loopback_session> talk;
        std::string received{};
        std::string sent{};
        bool is_ending = false;
    };

    void run();

    /// Returns false when the connection is over.
    static bool advance(connection& with, bool has_news);

    const std::function<std::unique_ptr<loopback_session>()> m_make;
    loopback_socket m_listener;
    const std::uint16_t m_port;
    socket_waker m_waker;
    std::atomic<bool> m_is_stopping{false};
    std::thread m_thread;
};

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/testing/swarm/loopback_service.ipp>
#endif

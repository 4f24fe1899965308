// SPDX-License-Identifier: MIT
#pragma once
// An HTTP server on the loopback interface that misbehaves on purpose, for tests of HTTP clients.

#include <wua/testing/fault_server/fault_connection.hpp>
#include <wua/testing/fault_server/misbehaviours.hpp>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <iterator>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

namespace wua
{
/// Serves content under paths, each with its own misbehaviour:
///
///     wua::fault_server server;
///     const wua::patterned_bytes content{100'000};
///     const auto url = server.serve("/update.cab", content, wua::misbehaviour_named("truncated_at_half"));
///
/// It speaks HTTP/1.1 to GET and HEAD, with keep-alive, single ranges, ETag, Last-Modified and If-Range. Faults are
/// shown to GET alone; HEAD is always answered rightly. One thread serves all connections, on ports that the system
/// chooses. All members may be called from any thread. The destructor closes everything at once, whatever stalls.
class fault_server
{
public:
    /// Throws std::system_error if there is no loopback interface. Without a tls_party (see fault_server_tls.hpp) the
    /// tls behaviours cannot be served.
    explicit fault_server(std::shared_ptr<const tls_party> tls = nullptr) : m_tls{std::move(tls)}
    {
        m_origin = open(endpoint::plain, {});
        m_thread = std::thread{[this] { run(); }};
    }

    ~fault_server()
    {
        stop();
    }

    fault_server(const fault_server&) = delete;
    fault_server& operator=(const fault_server&) = delete;

    /// Serves content under a path that begins with '/', instead of what it had; counting begins anew. Returns the
    /// address. Throws std::invalid_argument if can_serve() is false, and std::system_error if a port cannot be opened.
    std::string serve(std::string path, served_content content, const misbehaviour& fault = well_behaved)
    {
        if (path.empty() || path.front() != '/' || path.find_first_of("? \r\n") != std::string::npos)
            throw std::invalid_argument{"a served path begins with '/' and has no query and no blank"};
        if (!fault.answer || (is_tls(fault.door) && !m_tls))
            throw std::invalid_argument{"this server cannot serve that misbehaviour"};
        std::unique_lock lock{m_mutex};
        auto address = origin_of(fault.door, path) + path;
        m_resources.insert_or_assign(std::move(path), resource{std::move(content), fault, address, 0});
        lock.unlock();
        m_bell.ring();
        return address;
    }

    /// Whether this server and this machine have the door that the behaviour needs.
    bool can_serve(const misbehaviour& fault) const
    {
        if (fault.door != endpoint::ipv6)
            return fault.answer && (!is_tls(fault.door) || m_tls);
        try
        {
            detail::loopback_socket::bound(AF_INET6);
            return true;
        }
        catch (const std::system_error&)
        {
            return false;
        }
    }

    /// The address of a served path; throws std::out_of_range for others.
    std::string url(std::string_view path) const
    {
        const std::lock_guard lock{m_mutex};
        const auto found = m_resources.find(path);
        if (found == m_resources.end())
            throw std::out_of_range{"nothing is served under that path"};
        return found->second.address;
    }

    /// "http://127.0.0.1:PORT" of the plain door.
    const std::string& origin() const noexcept
    {
        return m_origin;
    }

    /// What was asked, oldest first, the first `max_recorded` of it.
    std::vector<http_request> requests() const
    {
        const std::lock_guard lock{m_mutex};
        return m_requests;
    }

    /// What was asked of one path, with any query.
    std::vector<http_request> requests(std::string_view path) const
    {
        auto found = requests();
        std::erase_if(found, [path](const auto& request) { return request.path() != path; });
        return found;
    }

    void forget_requests()
    {
        const std::lock_guard lock{m_mutex};
        m_requests.clear();
    }

    /// Connections accepted so far.
    std::uint64_t accepted_connections() const
    {
        const std::lock_guard lock{m_mutex};
        return m_accepted;
    }

    /// Connections open now.
    std::size_t open_connections() const
    {
        const std::lock_guard lock{m_mutex};
        return m_open;
    }

    /// Bytes put on the wire so far, heads and TLS included.
    std::uint64_t bytes_sent() const
    {
        const std::lock_guard lock{m_mutex};
        return m_bytes_sent;
    }

    /// Waits until that many requests are recorded; false if it took longer than `timeout`.
    bool wait_for_requests(std::size_t count, std::chrono::milliseconds timeout) const
    {
        std::unique_lock lock{m_mutex};
        return m_changed.wait_for(lock, timeout, [&] { return m_requests.size() >= count; });
    }

    /// Waits until that many bytes are on the wire; false if it took longer than `timeout`.
    bool wait_for_bytes_sent(std::uint64_t count, std::chrono::milliseconds timeout) const
    {
        std::unique_lock lock{m_mutex};
        return m_changed.wait_for(lock, timeout, [&] { return m_bytes_sent >= count; });
    }

    /// Waits until no connection is open; false if it took longer than `timeout`.
    bool wait_until_idle(std::chrono::milliseconds timeout) const
    {
        std::unique_lock lock{m_mutex};
        return m_changed.wait_for(lock, timeout, [&] { return m_open == 0; });
    }

    /// Closes every port and connection; returns when that is done. A second call does nothing.
    void stop()
    {
        {
            const std::lock_guard lock{m_mutex};
            m_is_stopping = true;
        }
        m_bell.ring();
        const std::lock_guard joining{m_joining};
        if (m_thread.joinable())
            m_thread.join();
    }

    static constexpr std::size_t max_recorded = 100'000;
    static constexpr std::size_t max_connections = 1'000; ///< more clients wait to be accepted

private:
    struct resource
    {
        served_content content;
        misbehaviour fault;
        std::string address;
        std::uint32_t attempts;
    };

    struct listener
    {
        detail::loopback_socket socket;
        endpoint door;
        std::string path; ///< of the behaviour that owns the door
        std::vector<detail::loopback_socket> crowd = {};

        bool accepts() const noexcept
        {
            return door != endpoint::refusing && door != endpoint::unaccepting;
        }
    };

    using clock = detail::fault_connection::clock;
    using state = detail::fault_connection::state;

    static constexpr bool is_tls(endpoint door) noexcept
    {
        return door >= endpoint::tls;
    }

    static constexpr bool is_own(endpoint door) noexcept
    {
        return door == endpoint::own || door == endpoint::own_https;
    }

    // Shared by all paths, unless the door is part of one path's behaviour.
    std::string origin_of(endpoint door, const std::string& path)
    {
        const auto owner = is_own(door) ? path : std::string{};
        auto& origin = m_origins[{door, owner}];
        if (origin.empty())
            origin = door == endpoint::plain ? m_origin : open(door, owner);
        return origin;
    }

    std::string open(endpoint door, const std::string& path)
    {
        listener opened{detail::loopback_socket::bound(door == endpoint::ipv6 ? AF_INET6 : AF_INET), door, path};
        const auto port = opened.socket.port();
        if (door == endpoint::unaccepting)
        {
            opened.socket.listen(0);
            for (int guest = 0; guest < 4; ++guest)
                opened.crowd.push_back(detail::loopback_socket::connecting(port));
        }
        else if (door != endpoint::refusing)
            opened.socket.listen(128);
        m_opened.push_back(std::move(opened));
        const auto scheme = is_tls(door) || door == endpoint::own_https ? "https://" : "http://";
        return scheme + std::string{door == endpoint::ipv6 ? "[::1]:" : "127.0.0.1:"} + std::to_string(port);
    }

    void run()
    {
        std::vector<listener> listeners;
        std::list<detail::fault_connection> connections;
        std::vector<detail::native_poll> polled;
        while (await_event(listeners, connections, polled))
        {
            auto event = polled.cbegin();
            if (event++->revents != 0)
                m_bell.silence();
            const auto now = clock::now();
            for (auto connection = connections.begin(); connection != connections.end(); ++event)
            {
                const auto has_left = (event->revents & ~POLLOUT) != 0 && !connection->receive();
                const auto is_over = has_left || resume(*connection, now) == state::over;
                m_uncounted += connection->take_sent_count();
                connection = is_over ? connections.erase(connection) : std::next(connection);
            }
            for (auto door = listeners.begin(); door != listeners.end() && event != polled.cend(); ++door)
                if (door->accepts() && event++->revents != 0)
                    accept(*door, connections);
        }
    }

    /// False when the server stops.
    bool await_event(std::vector<listener>& listeners, const std::list<detail::fault_connection>& connections,
                     std::vector<detail::native_poll>& polled)
    {
        {
            const std::lock_guard lock{m_mutex};
            m_open = m_is_stopping ? 0 : connections.size();
            m_bytes_sent += std::exchange(m_uncounted, 0);
            std::move(m_opened.begin(), m_opened.end(), std::back_inserter(listeners));
            m_opened.clear();
            m_changed.notify_all();
            if (m_is_stopping)
                return false;
        }
        auto wakes_at = clock::time_point::max();
        polled.assign(1, m_bell.to_poll());
        for (const auto& connection : connections)
        {
            polled.push_back(connection.to_poll());
            wakes_at = std::min(wakes_at, connection.wakes_at());
        }
        if (connections.size() < max_connections)
            for (const auto& door : listeners)
                if (door.accepts())
                    polled.push_back(door.socket.to_poll(false));
        detail::poll_native(polled.data(), polled.size(), milliseconds_until(wakes_at));
        return true;
    }

    static int milliseconds_until(clock::time_point then)
    {
        if (then == clock::time_point::max())
            return -1;
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(then - std::min(then, clock::now())).count();
        return static_cast<int>(std::min<std::chrono::milliseconds::rep>(left, 60'000));
    }

    void accept(listener& door, std::list<detail::fault_connection>& connections)
    {
        while (connections.size() < max_connections)
        {
            auto socket = door.socket.accept();
            if (!socket)
                return;
            auto tls = is_tls(door.door) ? m_tls->accept(door.door) : nullptr;
            const std::lock_guard lock{m_mutex};
            m_open = connections.size() + 1;
            auto& connection = connections.emplace_back(std::move(socket), std::move(tls), ++m_accepted, door.door);
            if (const auto owner = m_resources.find(door.path); is_own(door.door) && owner != m_resources.end())
                if (++owner->second.attempts <= owner->second.fault.bad_answers)
                    connection.take(answer(http_request{}, owner->second, owner->second.fault));
        }
    }

    /// Sends, and answers requests, until the connection has to wait.
    state resume(detail::fault_connection& connection, clock::time_point now)
    {
        for (;;)
        {
            const auto reached = connection.advance(now);
            if (reached != state::idle)
                return reached;
            const auto request = connection.try_request();
            if (!request)
                return state::waiting;
            connection.take(answer(*request, connection.door()));
        }
    }

    detail::exchange_steps answer(const http_request& request, endpoint door)
    {
        if (request.method.empty())
            return page(400, true);
        const std::lock_guard lock{m_mutex};
        if (m_requests.size() < max_recorded)
            m_requests.push_back(request);
        m_changed.notify_all();
        const auto is_get = request.method == "GET";
        if (!is_get && request.method != "HEAD")
            return page(405, true);
        const auto found = m_resources.find(request.path());
        if (found == m_resources.end())
            return page(404, request.wants_close());
        auto& asked = found->second;
        if (is_get && !is_own(door))
            ++asked.attempts;
        const auto is_bad = is_get && !is_own(door) && asked.attempts <= asked.fault.bad_answers;
        auto steps = answer(request, asked, is_bad ? asked.fault : well_behaved);
        if (request.wants_close())
            steps.emplace_back(detail::ending::orderly);
        return steps;
    }

    detail::exchange_steps answer(const http_request& request, const resource& asked, const misbehaviour& fault) const
    {
        const auto port = m_origin.substr(m_origin.rfind(':') + 1);
        exchange made{request, asked.content, fault, asked.attempts, m_origin, port};
        try
        {
            fault.answer(made);
            return made.take_steps();
        }
        catch (...) // A behaviour of the test's own, perhaps: its client sees a reset.
        {
            return {detail::ending::reset};
        }
    }

    static detail::exchange_steps page(int status, bool last)
    {
        detail::exchange_steps steps{detail::send_text{detail::faulty::page_head(status, "").str()}};
        if (last)
            steps.emplace_back(detail::ending::orderly);
        return steps;
    }

    const std::shared_ptr<const tls_party> m_tls;
    std::string m_origin; ///< constant from the constructor on
    detail::socket_bell m_bell;

    mutable std::mutex m_mutex;
    mutable std::condition_variable m_changed;
    // Guarded by m_mutex.
    std::map<std::string, resource, std::less<>> m_resources;
    std::map<std::pair<endpoint, std::string>, std::string> m_origins;
    std::vector<listener> m_opened; ///< listening already, for the thread to take over
    std::vector<http_request> m_requests;
    std::uint64_t m_accepted = 0;
    std::uint64_t m_bytes_sent = 0;
    std::size_t m_open = 0;
    bool m_is_stopping = false;

    std::uint64_t m_uncounted = 0; ///< the server's thread alone

    std::mutex m_joining;
    std::thread m_thread; ///< guarded by m_joining
};
} // namespace wua

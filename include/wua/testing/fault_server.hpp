// SPDX-License-Identifier: MIT
#pragma once
// An HTTP server on the loopback interface that misbehaves on purpose, for tests of HTTP clients.
//
// Its behaviours: fault_server/misbehaviours.hpp. Their shape, for a test's own: fault_server/misbehaviour.hpp and
// fault_server/response_script.hpp. https: fault_server_tls.hpp.

#include <wua/testing/fault_server/fault_connection.hpp>
#include <wua/testing/fault_server/fault_listener.hpp>
#include <wua/testing/fault_server/http_request.hpp>
#include <wua/testing/fault_server/loopback_socket.hpp>
#include <wua/testing/fault_server/misbehaviours.hpp>
#include <wua/testing/fault_server/response_script.hpp>
#include <wua/testing/fault_server/script_step.hpp>
#include <wua/testing/fault_server/tls_acceptor.hpp>
#include <wua/testing/patterned_bytes.hpp>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
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
/// shown to GET alone; HEAD always gets the correct response. One thread serves all connections, on ports that the
/// system chooses. All members may be called from any thread. The destructor closes everything at once, whatever
/// stalls.
class fault_server
{
public:
    /// Throws std::system_error if there is no loopback interface. Without a tls_acceptor (see fault_server_tls.hpp)
    /// the tls behaviours cannot be served.
    explicit fault_server(std::shared_ptr<const tls_acceptor> tls = nullptr)
        : m_tls(std::move(tls)),
          m_origin(open(listener_kind::plain, {}))
    {
        m_thread = std::thread([this] { run(); });
    }

    ~fault_server()
    {
        stop();
    }

    fault_server(const fault_server&) = delete;
    fault_server& operator=(const fault_server&) = delete;

    /// Serves content under a path that begins with '/', instead of what it had; counting begins anew. Returns the
    /// URL. Throws std::invalid_argument if can_serve() is false, and std::system_error if a port cannot be opened.
    std::string serve(const std::string& path, served_content content, const misbehaviour& fault = well_behaved)
    {
        if (path.empty() || path.front() != '/' || path.find_first_of("? \r\n") != std::string::npos)
        {
            throw std::invalid_argument("a served path begins with '/' and has no query and no blank");
        }
        if (!fault.respond || (detail::is_tls(fault.listener) && !m_tls))
        {
            throw std::invalid_argument("this server cannot serve that misbehaviour");
        }
        std::unique_lock lock(m_mutex);
        std::string url = origin_of(fault.listener, path) + path;
        if (resource* const served = find(path))
        {
            *served = {path, std::move(content), fault, url};
        }
        else
        {
            const auto place = m_resources.begin() + static_cast<std::ptrdiff_t>(position_of(path));
            m_resources.insert(place, std::make_unique<resource>(resource{path, std::move(content), fault, url}));
        }
        lock.unlock();
        m_waker.wake();
        return url;
    }

    /// Whether this server and this machine have the listener that the behaviour needs.
    bool can_serve(const misbehaviour& fault) const
    {
        if (fault.listener != listener_kind::ipv6)
        {
            return fault.respond && (!detail::is_tls(fault.listener) || m_tls);
        }
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

    /// The URL of a served path; throws std::out_of_range for others.
    std::string url(std::string_view path) const
    {
        const std::lock_guard lock(m_mutex);
        const resource* const found = find(path);
        if (!found)
        {
            throw std::out_of_range("nothing is served under that path");
        }
        return found->url;
    }

    /// "http://127.0.0.1:PORT" of the plain listener.
    const std::string& origin() const noexcept
    {
        return m_origin;
    }

    /// The requests, oldest first, the first `max_recorded` of them.
    std::vector<http_request> requests() const
    {
        const std::lock_guard lock{m_mutex};
        return m_requests;
    }

    /// The requests for one path, with any query.
    std::vector<http_request> requests(std::string_view path) const
    {
        std::vector<http_request> found = requests();
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
            const std::lock_guard lock(m_mutex);
            m_is_stopping = true;
        }
        m_waker.wake();
        const std::lock_guard joining(m_joining);
        if (m_thread.joinable())
        {
            m_thread.join();
        }
    }

    static constexpr std::size_t max_recorded = 100'000;
    static constexpr std::size_t max_connections = 1'000; ///< more clients wait to be accepted

private:
    using clock = detail::fault_connection::clock;
    using state = detail::fault_connection::state;

    struct resource
    {
        std::string path;
        served_content content;
        misbehaviour fault;
        std::string url;
        std::uint32_t attempts = 0;
    };

    struct opened_origin
    {
        listener_kind kind;
        std::string path; ///< of the resource that the listener belongs to, if its kind does
        std::string origin;
    };

    /// Where the path is in m_resources, or belongs.
    std::size_t position_of(std::string_view path) const noexcept
    {
        const auto found = std::lower_bound(
            m_resources.begin(), m_resources.end(), path,
            [](const std::unique_ptr<resource>& each, std::string_view sought) { return each->path < sought; });
        return static_cast<std::size_t>(found - m_resources.begin());
    }

    resource* find(std::string_view path) const noexcept
    {
        const std::size_t position = position_of(path);
        const bool is_there = position != m_resources.size() && m_resources[position]->path == path;
        return is_there ? m_resources[position].get() : nullptr;
    }

    /// Opens the listener if there is none yet.
    std::string origin_of(listener_kind kind, const std::string& path)
    {
        const std::string owner = detail::belongs_to_path(kind) ? path : std::string();
        for (const opened_origin& opened : m_origins)
        {
            if (opened.kind == kind && opened.path == owner)
            {
                return opened.origin;
            }
        }
        return open(kind, owner);
    }

    std::string open(listener_kind kind, const std::string& path)
    {
        const detail::fault_listener& opened = m_opened.emplace_back(kind, path);
        return m_origins.emplace_back(opened_origin{kind, path, opened.origin()}).origin;
    }

    void run()
    {
        std::vector<detail::fault_listener> listeners;
        std::list<detail::fault_connection> connections;
        std::vector<detail::native_poll> polled;
        while (await_event(listeners, connections, polled))
        {
            auto event = polled.cbegin();
            if (event++->revents != 0)
            {
                m_waker.clear();
            }
            const clock::time_point now = clock::now();
            for (auto connection = connections.begin(); connection != connections.end(); ++event)
            {
                const bool has_left = (event->revents & ~POLLOUT) != 0 && !connection->receive();
                const bool has_ended = has_left || resume(*connection, now) == state::ended;
                m_uncounted += connection->take_sent_count();
                connection = has_ended ? connections.erase(connection) : ++connection;
            }
            for (auto each = listeners.begin(); each != listeners.end() && event != polled.cend(); ++each)
            {
                if (each->accepts() && event++->revents != 0)
                {
                    accept(*each, connections);
                }
            }
        }
    }

    /// False when the server stops.
    bool await_event(std::vector<detail::fault_listener>& listeners,
                     const std::list<detail::fault_connection>& connections, std::vector<detail::native_poll>& polled)
    {
        {
            const std::lock_guard lock(m_mutex);
            m_open = m_is_stopping ? 0 : connections.size();
            m_bytes_sent += std::exchange(m_uncounted, 0);
            for (detail::fault_listener& opened : m_opened)
            {
                listeners.push_back(std::move(opened));
            }
            m_opened.clear();
            m_changed.notify_all();
            if (m_is_stopping)
            {
                return false;
            }
        }
        clock::time_point wakes_at = clock::time_point::max();
        polled.assign(1, m_waker.to_poll());
        for (const detail::fault_connection& connection : connections)
        {
            polled.push_back(connection.to_poll());
            wakes_at = std::min(wakes_at, connection.wakes_at());
        }
        if (connections.size() < max_connections)
        {
            for (const detail::fault_listener& each : listeners)
            {
                if (each.accepts())
                {
                    polled.push_back(each.socket().to_poll(false));
                }
            }
        }
        detail::poll_native(polled.data(), polled.size(), milliseconds_until(wakes_at));
        return true;
    }

    static int milliseconds_until(clock::time_point then)
    {
        if (then == clock::time_point::max())
        {
            return -1;
        }
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(then - std::min(then, clock::now())).count();
        return static_cast<int>(std::min<std::chrono::milliseconds::rep>(left, 60'000));
    }

    void accept(const detail::fault_listener& listener, std::list<detail::fault_connection>& connections)
    {
        const listener_kind kind = listener.kind();
        while (connections.size() < max_connections)
        {
            detail::loopback_socket socket = listener.socket().accept();
            if (!socket)
            {
                return;
            }
            std::unique_ptr<tls_connection> tls = detail::is_tls(kind) ? m_tls->accept(kind) : nullptr;
            const std::lock_guard lock(m_mutex);
            m_open = connections.size() + 1;
            detail::fault_connection& connection =
                connections.emplace_back(std::move(socket), std::move(tls), ++m_accepted, kind);
            if (resource* const owner = detail::belongs_to_path(kind) ? find(listener.path()) : nullptr)
            {
                if (++owner->attempts <= owner->fault.bad_responses)
                {
                    connection.start(response_to(http_request(), *owner, owner->fault));
                }
            }
        }
    }

    /// Sends, and responds to requests, until the connection has to wait.
    state resume(detail::fault_connection& connection, clock::time_point now)
    {
        for (;;)
        {
            const state reached = connection.advance(now);
            if (reached != state::idle)
            {
                return reached;
            }
            const std::optional<http_request> request = connection.try_request();
            if (!request)
            {
                return state::waiting;
            }
            connection.start(response_to(*request, connection.listener()));
        }
    }

    detail::script_steps response_to(const http_request& request, listener_kind listener)
    {
        if (request.method.empty())
        {
            return empty_page(400, true);
        }
        const std::lock_guard lock(m_mutex);
        if (m_requests.size() < max_recorded)
        {
            m_requests.push_back(request);
        }
        m_changed.notify_all();
        const bool is_get = request.method == "GET";
        if (!is_get && request.method != "HEAD")
        {
            return empty_page(405, true);
        }
        resource* const found = find(request.path());
        if (!found)
        {
            return empty_page(404, request.wants_close());
        }
        const bool counts = is_get && !detail::belongs_to_path(listener);
        found->attempts += counts ? 1 : 0;
        const bool is_bad = counts && found->attempts <= found->fault.bad_responses;
        detail::script_steps steps = response_to(request, *found, is_bad ? found->fault : well_behaved);
        if (request.wants_close())
        {
            steps.push_back({.what = detail::script_step::action::close});
        }
        return steps;
    }

    detail::script_steps
    response_to(const http_request& request, const resource& requested, const misbehaviour& fault) const
    {
        response_script script(request, requested.content, fault, requested.attempts, m_origin);
        try
        {
            fault.respond(script);
        }
        catch (...) // of a test's own behaviour, perhaps
        {
            script.take_steps();
            script.reset();
        }
        return script.take_steps();
    }

    static detail::script_steps empty_page(int status, bool is_last)
    {
        detail::script_steps steps;
        steps.push_back({.what = detail::script_step::action::send_text,
                         .text = detail::behaviours::page_head(status, "").str()});
        if (is_last)
        {
            steps.push_back({.what = detail::script_step::action::close});
        }
        return steps;
    }

    const std::shared_ptr<const tls_acceptor> m_tls;
    detail::socket_waker m_waker;

    mutable std::mutex m_mutex;
    mutable std::condition_variable m_changed;
    // Guarded by m_mutex.
    std::vector<std::unique_ptr<resource>> m_resources; ///< sorted by path
    std::vector<opened_origin> m_origins;
    std::vector<detail::fault_listener> m_opened; ///< for the thread to take over
    std::vector<http_request> m_requests;
    std::uint64_t m_accepted = 0;
    std::uint64_t m_bytes_sent = 0;
    std::size_t m_open = 0;
    bool m_is_stopping = false;

    const std::string m_origin;    ///< of the plain listener
    std::uint64_t m_uncounted = 0; ///< the server's thread alone

    std::mutex m_joining;
    std::thread m_thread; ///< guarded by m_joining
};
} // namespace wua

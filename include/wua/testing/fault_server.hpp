// SPDX-License-Identifier: MIT
#pragma once
// An HTTP server on the loopback interface that misbehaves on purpose, for tests of HTTP clients.
//
// Its behaviours: fault_server/misbehaviours.hpp. Their shape, for a test's own: fault_server/misbehaviour.hpp and
// fault_server/response_script.hpp. https: fault_server_tls.hpp.

#include <wua/separate_compilation.hpp>
#include <wua/testing/fault_server/fault_connection.hpp>
#include <wua/testing/fault_server/fault_listener.hpp>
#include <wua/testing/fault_server/http_request.hpp>
#include <wua/testing/fault_server/loopback_socket.hpp>
#include <wua/testing/fault_server/misbehaviours.hpp>
#include <wua/testing/fault_server/script_step.hpp>
#include <wua/testing/fault_server/tls_acceptor.hpp>
#include <wua/testing/patterned_bytes.hpp>

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace wua
{
/// Serves content under paths, each with its own misbehaviour:
///
///     wua::fault_server server;
///     const wua::patterned_bytes content{100'000};
///     const auto url = server.serve("/update.cab", content, wua::misbehaviour_named("truncated_at_half"));
///
/// It speaks HTTP/1.1 with GET and HEAD, keep-alive, single ranges, ETag, Last-Modified and If-Range, and HTTP/2 for
/// behaviours that concern it. Only GET meets faults; HEAD always gets the correct response. One thread serves all
/// connections, on ports that the system chooses. All members may be called from any thread. The destructor closes
/// everything at once, even stalled connections.
class fault_server
{
public:
    /// Throws std::system_error if there is no loopback interface. The tls behaviours need a tls_acceptor (see
    /// fault_server_tls.hpp).
    explicit fault_server(std::shared_ptr<const tls_acceptor> tls = nullptr);

    ~fault_server()
    {
        stop();
    }

    fault_server(const fault_server&) = delete;
    fault_server& operator=(const fault_server&) = delete;

    /// Serves content under a path that begins with '/', replacing what was there; its requests are counted anew.
    /// Returns the URL. Throws std::invalid_argument if can_serve() is false, and std::system_error if a port cannot be
    /// opened.
    std::string serve(const std::string& path, served_content content, const misbehaviour& fault = well_behaved);

    /// Whether this server on this machine can have the kind of listener that the behaviour needs.
    bool can_serve(const misbehaviour& fault) const;

    /// The URL of a served path; throws std::out_of_range for others.
    std::string url(std::string_view path) const;

    /// "http://127.0.0.1:PORT" of the plain listener.
    const std::string& origin() const noexcept
    {
        return m_origin;
    }

    /// The first `max_recorded` requests, oldest first.
    std::vector<http_request> requests() const;

    /// The requests for one path, with any query.
    std::vector<http_request> requests(std::string_view path) const;

    void forget_requests();

    /// Connections accepted so far.
    std::uint64_t accepted_connections() const;

    /// Connections open now.
    std::size_t open_connections() const;

    /// Bytes put on the wire so far, heads and TLS included.
    std::uint64_t bytes_sent() const;

    /// Waits until that many requests are recorded; false after `timeout`.
    bool wait_for_requests(std::size_t count, std::chrono::milliseconds timeout) const;

    /// Waits until that many bytes are on the wire; false after `timeout`.
    bool wait_for_bytes_sent(std::uint64_t count, std::chrono::milliseconds timeout) const;

    /// Waits until no connection is open; false after `timeout`.
    bool wait_until_idle(std::chrono::milliseconds timeout) const;

    /// Closes every port and connection before it returns. A second call does nothing.
    void stop();

    static constexpr std::size_t max_recorded = 100'000;
    static constexpr std::size_t max_connections = 1'000; ///< further clients wait to be accepted

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
        std::string path; ///< of the resource that the listener belongs to, if its kind belongs to one
        std::string origin;
    };

    /// Where the path is in m_resources, or would have to be inserted.
    std::size_t position_of(std::string_view path) const noexcept;

    resource* find(std::string_view path) const noexcept;

    /// Opens the listener if there is none yet.
    std::string origin_of(listener_kind kind, const std::string& path);

    std::string open(listener_kind kind, const std::string& path);

    void run();

    /// Returns false when the server stops.
    bool await_event(std::vector<detail::fault_listener>& listeners,
                     const std::list<detail::fault_connection>& connections, std::vector<detail::native_poll>& polled);

    static int milliseconds_until(clock::time_point then);

    void accept(const detail::fault_listener& listener, std::list<detail::fault_connection>& connections);

    /// Sends, and responds to requests, until the connection has to wait.
    state resume(detail::fault_connection& connection, clock::time_point now);

    detail::script_steps response_to(const http_request& request, listener_kind listener);

    detail::script_steps response_to(const http_request& request, const resource& requested,
                                     const misbehaviour& fault) const;

    static detail::script_steps empty_page(const http_request& request, int status, bool is_last);

    const std::shared_ptr<const tls_acceptor> m_tls;
    detail::socket_waker m_waker;

    mutable std::mutex m_mutex;
    mutable std::condition_variable m_changed;
    // Guarded by m_mutex.
    std::vector<std::unique_ptr<resource>> m_resources; ///< sorted by path
    std::vector<opened_origin> m_origins;
    std::vector<detail::fault_listener> m_opened; ///< to be picked up by the thread
    std::vector<http_request> m_requests;
    std::uint64_t m_accepted = 0;
    std::uint64_t m_bytes_sent = 0;
    std::size_t m_open = 0;
    bool m_is_stopping = false;

    const std::string m_origin;    ///< of the plain listener
    std::uint64_t m_uncounted = 0; ///< used only by the server's thread

    std::mutex m_joining;
    std::thread m_thread; ///< guarded by m_joining
};
} // namespace wua

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/testing/fault_server.ipp>
#endif

// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/testing/fault_server.hpp>.

#include <wua/testing/fault_server.hpp>
#include <wua/testing/fault_server/response_script.hpp>

#include <algorithm>
#include <optional>
#include <stdexcept>
#include <system_error>
#include <utility>

namespace wua
{

WUA_INLINE fault_server::fault_server(std::shared_ptr<const tls_acceptor> tls)
    : m_tls(std::move(tls)),
      m_origin(open(listener_kind::plain, {}))
{
    m_thread = std::thread([this] { run(); });
}

WUA_INLINE std::string fault_server::serve(const std::string& path, served_content content, const misbehaviour& fault)
{
    if (path.empty() || path.front() != '/' || path.find_first_of("? \r\n") != std::string::npos)
    {
        throw std::invalid_argument("a served path begins with '/' and has no query and no blank");
    }
    if (!fault.respond || (detail::is_tls(fault.listener) && !m_tls))
    {
        throw std::invalid_argument("this server has no listener for that misbehaviour");
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

WUA_INLINE bool fault_server::can_serve(const misbehaviour& fault) const
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

WUA_INLINE std::string fault_server::url(std::string_view path) const
{
    const std::lock_guard lock(m_mutex);
    const resource* const found = find(path);
    if (!found)
    {
        throw std::out_of_range("nothing is served under that path");
    }
    return found->url;
}

WUA_INLINE std::vector<http_request> fault_server::requests() const
{
    const std::lock_guard lock{m_mutex};
    return m_requests;
}

WUA_INLINE std::vector<http_request> fault_server::requests(std::string_view path) const
{
    std::vector<http_request> found = requests();
    std::erase_if(found, [path](const auto& request) { return request.path() != path; });
    return found;
}

WUA_INLINE void fault_server::forget_requests()
{
    const std::lock_guard lock{m_mutex};
    m_requests.clear();
}

WUA_INLINE std::uint64_t fault_server::accepted_connections() const
{
    const std::lock_guard lock{m_mutex};
    return m_accepted;
}

WUA_INLINE std::size_t fault_server::open_connections() const
{
    const std::lock_guard lock{m_mutex};
    return m_open;
}

WUA_INLINE std::uint64_t fault_server::bytes_sent() const
{
    const std::lock_guard lock{m_mutex};
    return m_bytes_sent;
}

WUA_INLINE bool fault_server::wait_for_requests(std::size_t count, std::chrono::milliseconds timeout) const
{
    std::unique_lock lock{m_mutex};
    return m_changed.wait_for(lock, timeout, [&] { return m_requests.size() >= count; });
}

WUA_INLINE bool fault_server::wait_for_bytes_sent(std::uint64_t count, std::chrono::milliseconds timeout) const
{
    std::unique_lock lock{m_mutex};
    return m_changed.wait_for(lock, timeout, [&] { return m_bytes_sent >= count; });
}

WUA_INLINE bool fault_server::wait_until_idle(std::chrono::milliseconds timeout) const
{
    std::unique_lock lock{m_mutex};
    return m_changed.wait_for(lock, timeout, [&] { return m_open == 0; });
}

WUA_INLINE void fault_server::stop()
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

WUA_INLINE std::size_t fault_server::position_of(std::string_view path) const noexcept
{
    const auto found = std::lower_bound(
        m_resources.begin(), m_resources.end(), path,
        [](const std::unique_ptr<resource>& each, std::string_view sought) { return each->path < sought; });
    return static_cast<std::size_t>(found - m_resources.begin());
}

WUA_INLINE fault_server::resource* fault_server::find(std::string_view path) const noexcept
{
    const std::size_t position = position_of(path);
    const bool is_there = position != m_resources.size() && m_resources[position]->path == path;
    return is_there ? m_resources[position].get() : nullptr;
}

WUA_INLINE std::string fault_server::origin_of(listener_kind kind, const std::string& path)
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

WUA_INLINE std::string fault_server::open(listener_kind kind, const std::string& path)
{
    const detail::fault_listener& opened = m_opened.emplace_back(kind, path);
    return m_origins.emplace_back(opened_origin{kind, path, opened.origin()}).origin;
}

WUA_INLINE void fault_server::run()
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

WUA_INLINE bool fault_server::await_event(std::vector<detail::fault_listener>& listeners,
                                          const std::list<detail::fault_connection>& connections,
                                          std::vector<detail::native_poll>& polled)
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

WUA_INLINE int fault_server::milliseconds_until(clock::time_point then)
{
    if (then == clock::time_point::max())
    {
        return -1;
    }
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(then - std::min(then, clock::now())).count();
    return static_cast<int>(std::min<std::chrono::milliseconds::rep>(left, 60'000));
}

WUA_INLINE void fault_server::accept(const detail::fault_listener& listener,
                                     std::list<detail::fault_connection>& connections)
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

WUA_INLINE fault_server::state fault_server::resume(detail::fault_connection& connection, clock::time_point now)
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

WUA_INLINE detail::script_steps fault_server::response_to(const http_request& request, listener_kind listener)
{
    if (request.method.empty())
    {
        return empty_page(request, 400, true);
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
        return empty_page(request, 405, true);
    }
    resource* const found = find(request.path());
    if (!found)
    {
        return empty_page(request, 404, request.wants_close());
    }
    const bool counts = is_get && !detail::belongs_to_path(listener);
    found->attempts += counts ? 1 : 0;
    const bool shows_fault = listener != listener_kind::tls_http_2 || request.stream != 0;
    const bool is_bad = counts && shows_fault && found->attempts <= found->fault.bad_responses;
    detail::script_steps steps = response_to(request, *found, is_bad ? found->fault : well_behaved);
    if (request.wants_close())
    {
        steps.push_back({.what = detail::script_step::action::close});
    }
    return steps;
}

WUA_INLINE detail::script_steps
fault_server::response_to(const http_request& request, const resource& requested, const misbehaviour& fault) const
{
    response_script script(request, requested.content, fault, requested.attempts, m_origin);
    try
    {
        fault.respond(script);
    }
    catch (...) // a test's own behaviour may throw
    {
        script.take_steps();
        script.reset();
    }
    return script.take_steps();
}

WUA_INLINE detail::script_steps fault_server::empty_page(const http_request& request, int status, bool is_last)
{
    const http_head head = detail::behaviours::page_head(status, "");
    std::string text = head.str();
    if (request.stream != 0)
    {
        constexpr std::uint8_t flags = http_2_end_headers | http_2_end_stream;
        text = http_2_frame(http_2_frame_kind::headers, flags, request.stream, http_2_fields(head));
    }
    detail::script_steps steps;
    steps.push_back({.what = detail::script_step::action::send_text, .text = std::move(text)});
    if (is_last)
    {
        steps.push_back({.what = detail::script_step::action::close});
    }
    return steps;
}

} // namespace wua

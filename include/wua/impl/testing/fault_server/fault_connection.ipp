// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/testing/fault_server/fault_connection.hpp>.

#include <wua/testing/fault_server/fault_connection.hpp>

#include <algorithm>

namespace wua::detail
{

WUA_INLINE fault_connection::fault_connection(loopback_socket socket, std::unique_ptr<tls_connection> tls,
                                              std::uint64_t number, listener_kind listener)
    : m_socket(std::move(socket)),
      m_tls(std::move(tls)),
      m_number(number),
      m_listener(listener)
{}

WUA_INLINE void fault_connection::start(script_steps steps) noexcept
{
    m_steps = std::move(steps);
    m_next_step = 0;
    m_wakes_at = clock::time_point::min();
}

WUA_INLINE bool fault_connection::receive()
{
    char buffer[16384];
    const socket_result read = m_socket.receive(buffer);
    const std::string_view bytes(buffer, read.bytes);
    if (read.finished || m_is_draining)
    {
        return !read.finished;
    }
    if (!m_tls)
    {
        m_inbox += bytes;
    }
    else if (!m_tls->receive(bytes, m_inbox, m_wire) || (m_tls->speaks_http_2() && !receive_http_2()))
    {
        return false;
    }
    return m_inbox.size() <= max_inbox;
}

WUA_INLINE bool fault_connection::receive_http_2()
{
    if (!m_http_2)
    {
        m_http_2.emplace();
    }
    std::string reply;
    const bool is_fine = m_http_2->receive(m_inbox, reply);
    write(reply);
    const bool is_dead = m_next_step != m_steps.size() && m_steps[m_next_step].what == action::stall;
    if (m_stream != 0 && !is_dead && m_http_2->is_cancelled(m_stream))
    {
        start({});
    }
    if (std::exchange(m_awaits_window, false))
    {
        m_wakes_at = clock::time_point::min();
    }
    return is_fine;
}

WUA_INLINE std::optional<http_request> fault_connection::try_request()
{
    if (m_http_2)
    {
        std::optional<http_request> request = m_http_2->try_request();
        if (request)
        {
            request->connection = m_number;
            request->number_on_connection = ++m_requests;
            m_stream = request->stream;
        }
        return request;
    }
    const auto end = m_inbox.find("\r\n\r\n");
    if (end == std::string::npos)
    {
        return std::nullopt;
    }
    http_request request = http_request::try_parse(std::string_view(m_inbox).substr(0, end)).value_or(http_request());
    m_inbox.erase(0, end + 4);
    request.connection = m_number;
    request.number_on_connection = ++m_requests;
    return request;
}

WUA_INLINE fault_connection::state fault_connection::advance(clock::time_point now)
{
    for (int turn = 0; turn != max_turns; ++turn)
    {
        if (!flush())
        {
            return state::ended;
        }
        if (has_unsent())
        {
            return state::waiting;
        }
        m_wire.clear();
        m_sent = 0;
        if (m_next_step == m_steps.size())
        {
            m_wakes_at = clock::time_point::max();
            return state::idle;
        }
        if (now < m_wakes_at)
        {
            return state::waiting;
        }
        if (m_is_draining)
        {
            return state::ended;
        }
        m_wakes_at = clock::time_point::min();
        switch (perform(m_steps[m_next_step], now))
        {
            case progress::done:
                ++m_next_step;
                break;
            case progress::unfinished:
                break;
            case progress::ended:
                return state::ended;
        }
    }
    return state::working;
}

WUA_INLINE fault_connection::progress fault_connection::perform(script_step& step, clock::time_point now)
{
    switch (step.what)
    {
        case action::send_text:
            write(step.text);
            return progress::done;
        case action::send_unsealed:
            m_wire += step.text;
            return progress::done;
        case action::send_content:
            return send_piece(step, now);
        case action::repeat_text:
            return send_again(step, now);
        case action::pause:
            pause(step.pause, now);
            return progress::done;
        case action::rekey:
            if (m_tls)
            {
                m_tls->rekey(m_wire);
            }
            return progress::done;
        case action::stall:
            m_wakes_at = clock::time_point::max();
            return progress::unfinished;
        case action::close:
            if (m_tls)
            {
                m_tls->close(m_wire);
                step.what = action::close_unannounced;
                return progress::unfinished;
            }
            break;
        case action::close_unannounced:
            break;
        case action::reset:
            m_socket.reset_on_close();
            return progress::ended;
    }
    // Closing with unread bytes would send RST, which could destroy data that the client has not read yet.
    m_socket.finish_sending();
    m_is_draining = true;
    m_wakes_at = now + drain_time;
    return progress::unfinished;
}

WUA_INLINE fault_connection::progress fault_connection::send_piece(script_step& step, clock::time_point now)
{
    auto size = static_cast<std::size_t>(std::min<std::uint64_t>(step.piece, step.to - step.from));
    if (step.stream != 0)
    {
        size = std::min(size, m_http_2->window(step.stream));
        if (size == 0)
        {
            m_awaits_window = true;
            m_wakes_at = clock::time_point::max();
            return progress::unfinished;
        }
        m_http_2->use_window(step.stream, size);
    }
    std::string piece(size, '\0');
    step.source.read(step.from, piece);
    write(step.stream == 0 ? piece : http_2_frame(http_2_frame_kind::data, 0, step.stream, piece));
    step.from += piece.size();
    pause(step.pause, now);
    return step.from < step.to ? progress::unfinished : progress::done;
}

WUA_INLINE fault_connection::progress fault_connection::send_again(script_step& step, clock::time_point now)
{
    const auto size = std::min<std::uint64_t>(step.text.size(), step.to - step.from);
    write(std::string_view(step.text).substr(0, static_cast<std::size_t>(size)));
    step.from += size;
    pause(step.pause, now);
    return step.from < step.to ? progress::unfinished : progress::done;
}

WUA_INLINE void fault_connection::write(std::string_view plain)
{
    if (m_tls)
    {
        m_tls->seal(plain, m_wire);
    }
    else
    {
        m_wire += plain;
    }
}

WUA_INLINE void fault_connection::pause(std::chrono::milliseconds time, clock::time_point now) noexcept
{
    if (time > std::chrono::milliseconds(0))
    {
        m_wakes_at = now + time;
    }
}

WUA_INLINE bool fault_connection::flush()
{
    while (has_unsent())
    {
        const socket_result wrote = m_socket.send(std::string_view(m_wire).substr(m_sent));
        m_sent += wrote.bytes;
        m_sent_count += wrote.bytes;
        if (wrote.bytes == 0)
        {
            return !wrote.finished;
        }
    }
    return true;
}

} // namespace wua::detail

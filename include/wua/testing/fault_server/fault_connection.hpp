// SPDX-License-Identifier: MIT
#pragma once
// One connection of a fault server: it reads requests and takes the steps of their responses as fast as the client
// reads.

#include <wua/testing/fault_server/http_request.hpp>
#include <wua/testing/fault_server/loopback_socket.hpp>
#include <wua/testing/fault_server/script_step.hpp>
#include <wua/testing/fault_server/tls_acceptor.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace wua::detail
{
/// Used by the server's thread alone. Never waits.
class fault_connection
{
public:
    using clock = std::chrono::steady_clock;

    enum class state
    {
        waiting, ///< for the client, or for time to pass
        working, ///< there is more to send at once
        idle,    ///< all steps are taken: ready for the next request
        ended,   ///< to be destroyed
    };

    fault_connection(loopback_socket socket, std::unique_ptr<tls_connection> tls, std::uint64_t number,
                     listener_kind listener)
        : m_socket(std::move(socket)),
          m_tls(std::move(tls)),
          m_number(number),
          m_listener(listener)
    {}

    /// The kind of listener that accepted it.
    listener_kind listener() const noexcept
    {
        return m_listener;
    }

    native_poll to_poll() const noexcept
    {
        return m_socket.to_poll(has_unsent());
    }

    /// When time alone lets the connection go on; clock::time_point::max() if it waits for the client.
    clock::time_point wakes_at() const noexcept
    {
        return has_unsent() ? clock::time_point::max() : m_wakes_at;
    }

    /// Takes these steps from now on; it must be idle or new.
    void start(script_steps steps) noexcept
    {
        m_steps = std::move(steps);
        m_next_step = 0;
        m_wakes_at = clock::time_point::min();
    }

    /// Reads what has come; false if the client has left, or floods. A client that has closed its sending side counts
    /// as gone.
    bool receive()
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
        else if (!m_tls->receive(bytes, m_inbox, m_wire))
        {
            return false;
        }
        return m_inbox.size() <= max_inbox;
    }

    /// The next request; one without method if it cannot be parsed.
    std::optional<http_request> try_request()
    {
        const auto end = m_inbox.find("\r\n\r\n");
        if (end == std::string::npos)
        {
            return std::nullopt;
        }
        http_request request =
            http_request::try_parse(std::string_view(m_inbox).substr(0, end)).value_or(http_request());
        m_inbox.erase(0, end + 4);
        request.connection = m_number;
        request.number_on_connection = ++m_requests;
        return request;
    }

    /// Sends what can be sent at once, within a limit that keeps connections fair to each other.
    state advance(clock::time_point now)
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

    /// Bytes put on the wire since the last call.
    std::uint64_t take_sent_count() noexcept
    {
        return std::exchange(m_sent_count, 0);
    }

private:
    using action = script_step::action;

    /// Of a step.
    enum class progress
    {
        done,
        unfinished,
        ended, ///< with the connection
    };

    static constexpr std::size_t max_inbox = std::size_t{1} << 16;
    static constexpr int max_turns = 16;
    static constexpr std::chrono::seconds drain_time{2};

    progress perform(script_step& step, clock::time_point now)
    {
        switch (step.what)
        {
            case action::send_text:
                write(step.text);
                return progress::done;
            case action::send_content:
                return send_piece(step, now);
            case action::repeat_text:
                return send_again(step, now);
            case action::pause:
                pause(step.pause, now);
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
        // Closing with unread bytes would send RST, which could destroy what the client has not read yet.
        m_socket.finish_sending();
        m_is_draining = true;
        m_wakes_at = now + drain_time;
        return progress::unfinished;
    }

    progress send_piece(script_step& step, clock::time_point now)
    {
        std::string piece(static_cast<std::size_t>(std::min<std::uint64_t>(step.piece, step.to - step.from)), '\0');
        step.source.read(step.from, piece);
        write(piece);
        step.from += piece.size();
        pause(step.pause, now);
        return step.from < step.to ? progress::unfinished : progress::done;
    }

    progress send_again(script_step& step, clock::time_point now)
    {
        const auto size = std::min<std::uint64_t>(step.text.size(), step.to - step.from);
        write(std::string_view(step.text).substr(0, static_cast<std::size_t>(size)));
        step.from += size;
        pause(step.pause, now);
        return step.from < step.to ? progress::unfinished : progress::done;
    }

    void write(std::string_view plain)
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

    void pause(std::chrono::milliseconds time, clock::time_point now) noexcept
    {
        if (time > std::chrono::milliseconds(0))
        {
            m_wakes_at = now + time;
        }
    }

    bool has_unsent() const noexcept
    {
        return m_sent < m_wire.size();
    }

    /// False if the client has left.
    bool flush()
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

    loopback_socket m_socket;
    std::unique_ptr<tls_connection> m_tls;
    std::uint64_t m_number;
    listener_kind m_listener;
    std::uint32_t m_requests = 0;
    std::string m_inbox;
    std::string m_wire;
    std::size_t m_sent = 0; ///< of m_wire
    std::uint64_t m_sent_count = 0;
    script_steps m_steps;
    std::size_t m_next_step = 0;
    clock::time_point m_wakes_at = clock::time_point::min();
    bool m_is_draining = false;
};
} // namespace wua::detail

// SPDX-License-Identifier: MIT
#pragma once
// One connection of a fault server: it reads requests and takes the steps of their answers as fast as the client reads.

#include <wua/testing/fault_server/response_script.hpp>
#include <wua/testing/fault_server/loopback_socket.hpp>
#include <wua/testing/fault_server/tls_party.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <iterator>
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
        over,    ///< to be destroyed
    };

    fault_connection(loopback_socket socket, std::unique_ptr<tls_connection> tls, std::uint64_t number, endpoint door)
        : m_socket{std::move(socket)},
          m_tls{std::move(tls)},
          m_number{number},
          m_listener_kind{door}
    {}

    std::uint64_t number() const noexcept
    {
        return m_number;
    }

    endpoint door() const noexcept
    {
        return m_listener_kind;
    }

    native_poll to_poll() const noexcept
    {
        return m_socket.to_poll(m_sent < m_wire.size());
    }

    /// When time alone lets the connection go on; clock::time_point::max() if it waits for the client.
    clock::time_point wakes_at() const noexcept
    {
        return m_sent < m_wire.size() ? clock::time_point::max() : m_wakes_at;
    }

    void take(exchange_steps steps)
    {
        std::move(steps.begin(), steps.end(), std::back_inserter(m_steps));
        m_wakes_at = clock::time_point::min();
    }

    /// Reads what has come; false if the client has left, or floods. A client that has closed its sending side counts
    /// as gone.
    bool receive()
    {
        char buffer[16384];
        const auto read = m_socket.receive(buffer);
        const std::string_view bytes{buffer, read.bytes};
        if (read.finished || m_is_draining)
            return !read.finished;
        if (!m_tls)
            m_inbox += bytes;
        else if (!m_tls->receive(bytes, m_inbox, m_wire))
            return false;
        return m_inbox.size() <= max_inbox;
    }

    /// The next request; one without method if it cannot be read.
    std::optional<http_request> try_request()
    {
        const auto end = m_inbox.find("\r\n\r\n");
        if (end == std::string::npos)
            return std::nullopt;
        auto request = http_request::try_parse(std::string_view{m_inbox}.substr(0, end)).value_or(http_request{});
        m_inbox.erase(0, end + 4);
        request.connection = m_number;
        request.number_on_connection = ++m_requests;
        return request;
    }

    /// Sends what can be sent at once, within a budget that keeps connections fair to each other.
    state advance(clock::time_point now)
    {
        for (std::size_t budget = 16; budget > 0; --budget)
        {
            if (!flush())
                return state::over;
            if (m_sent < m_wire.size())
                return state::waiting;
            m_wire.clear();
            m_sent = 0;
            if (m_steps.empty())
            {
                m_wakes_at = clock::time_point::max();
                return state::idle;
            }
            if (now < m_wakes_at)
                return state::waiting;
            if (m_is_draining)
                return state::over;
            m_wakes_at = clock::time_point::min();
            const auto next = std::visit([&](auto& step) { return perform(step, now); }, m_steps.front());
            if (next == after::done)
                m_steps.pop_front();
            else if (next == after::over)
                return state::over;
        }
        return state::working;
    }

    /// Bytes put on the wire since the last call.
    std::uint64_t take_sent_count() noexcept
    {
        return std::exchange(m_sent_count, 0);
    }

private:
    enum class after
    {
        done,
        again,
        over
    };

    static constexpr std::size_t max_inbox = std::size_t{1} << 16;
    static constexpr std::chrono::seconds drain_time{2};

    after perform(send_text& step, clock::time_point)
    {
        put(step.text);
        return after::done;
    }

    after perform(send_bytes& step, clock::time_point now)
    {
        std::string piece(static_cast<std::size_t>(std::min<std::uint64_t>(step.piece, step.to - step.from)), '\0');
        step.source.read(step.from, piece);
        step.from += piece.size();
        put(piece);
        rest(step.pause, now);
        return step.from < step.to ? after::again : after::done;
    }

    after perform(send_repeatedly& step, clock::time_point now)
    {
        const auto bytes = std::string_view{step.text}.substr(
            0, static_cast<std::size_t>(std::min<std::uint64_t>(step.text.size(), step.limit)));
        step.limit -= bytes.size();
        put(bytes);
        rest(step.pause, now);
        return step.limit > 0 ? after::again : after::done;
    }

    after perform(pause_for& step, clock::time_point now)
    {
        rest(step.time, now);
        return after::done;
    }

    after perform(stay_silent&, clock::time_point)
    {
        m_wakes_at = clock::time_point::max();
        return after::again;
    }

    after perform(ending& step, clock::time_point now)
    {
        if (step == ending::reset)
        {
            m_socket.reset_on_close();
            return after::over;
        }
        if (step == ending::orderly && m_tls)
        {
            m_tls->close(m_wire);
            step = ending::unannounced;
            return after::again;
        }
        // Closing with unread bytes would send RST, which could destroy what the client has not read yet.
        m_socket.finish_sending();
        m_is_draining = true;
        m_wakes_at = now + drain_time;
        return after::again;
    }

    void put(std::string_view plain)
    {
        if (m_tls)
            m_tls->seal(plain, m_wire);
        else
            m_wire += plain;
    }

    void rest(std::chrono::milliseconds time, clock::time_point now)
    {
        if (time > std::chrono::milliseconds{0})
            m_wakes_at = now + time;
    }

    /// False if the client has left.
    bool flush()
    {
        while (m_sent < m_wire.size())
        {
            const auto wrote = m_socket.send(std::string_view{m_wire}.substr(m_sent));
            m_sent += wrote.bytes;
            m_sent_count += wrote.bytes;
            if (wrote.bytes == 0)
                return !wrote.finished;
        }
        return true;
    }

    loopback_socket m_socket;
    std::unique_ptr<tls_connection> m_tls;
    std::uint64_t m_number;
    endpoint m_listener_kind;
    std::uint32_t m_requests = 0;
    std::string m_inbox;
    std::string m_wire;
    std::size_t m_sent = 0;
    std::uint64_t m_sent_count = 0;
    exchange_steps m_steps;
    clock::time_point m_wakes_at = clock::time_point::min();
    bool m_is_draining = false;
};
} // namespace wua::detail

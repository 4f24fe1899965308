// SPDX-License-Identifier: MIT
#pragma once
// One connection of a fault server: it reads requests and takes the steps of their responses as fast as the client
// reads.

#include <wua/separate_compilation.hpp>
#include <wua/testing/fault_server/http_2_session.hpp>
#include <wua/testing/fault_server/http_request.hpp>
#include <wua/testing/fault_server/loopback_socket.hpp>
#include <wua/testing/fault_server/script_step.hpp>
#include <wua/testing/fault_server/tls_acceptor.hpp>

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
                     listener_kind listener);

    /// The kind of listener that accepted it.
    listener_kind listener() const noexcept
    {
        return m_listener;
    }

    native_poll to_poll() const noexcept
    {
        return m_socket.to_poll(has_unsent());
    }

    /// When the connection can go on without the client; clock::time_point::max() if it waits for the client.
    clock::time_point wakes_at() const noexcept
    {
        return has_unsent() ? clock::time_point::max() : m_wakes_at;
    }

    /// Takes these steps from now on; it must be idle or new.
    void start(script_steps steps) noexcept;

    /// Reads what has arrived; false if the client has left, or sends too much. A client that has closed its sending
    /// side counts as gone.
    bool receive();

    /// The next request; without a method if it cannot be parsed.
    std::optional<http_request> try_request();

    /// Sends what can be sent at once, within a limit that keeps connections fair to each other.
    state advance(clock::time_point now);

    /// Bytes put on the wire since the last call.
    std::uint64_t take_sent_count() noexcept
    {
        return std::exchange(m_sent_count, 0);
    }

private:
    using action = script_step::action;

    /// How far a step has come.
    enum class progress
    {
        done,
        unfinished,
        ended, ///< the connection is over
    };

    static constexpr std::size_t max_inbox = std::size_t{1} << 16;
    static constexpr int max_turns = 16;
    static constexpr std::chrono::seconds drain_time{2};

    progress perform(script_step& step, clock::time_point now);

    progress send_piece(script_step& step, clock::time_point now);

    progress send_again(script_step& step, clock::time_point now);

    void write(std::string_view plain);

    /// Reads what the client sent by HTTP/2; false if it is another protocol.
    bool receive_http_2();

    void pause(std::chrono::milliseconds time, clock::time_point now) noexcept;

    bool has_unsent() const noexcept
    {
        return m_sent < m_wire.size();
    }

    /// Returns false if the client has left.
    bool flush();

    loopback_socket m_socket;
    std::unique_ptr<tls_connection> m_tls;
    std::uint64_t m_number;
    listener_kind m_listener;
    std::optional<http_2_session> m_http_2;
    std::uint32_t m_requests = 0;
    std::uint32_t m_stream = 0; ///< the last request's
    std::string m_inbox;
    std::string m_wire;
    std::size_t m_sent = 0; ///< bytes of m_wire
    std::uint64_t m_sent_count = 0;
    script_steps m_steps;
    std::size_t m_next_step = 0;
    clock::time_point m_wakes_at = clock::time_point::min();
    bool m_is_draining = false;
    bool m_awaits_window = false;
};
} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/testing/fault_server/fault_connection.ipp>
#endif

// SPDX-License-Identifier: MIT
#pragma once

// libcurl's connections on one thread, and how to give up one that keeps the thread busy.

#include <wua/engine/transfer/loop_share.hpp>
#include <wua/job/clock.hpp>
#include <wua/separate_compilation.hpp>

#include <curl/curl.h>

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

namespace wua::detail
{

struct curl_connection
{
    // Why it was given up.
    enum class fate : std::uint8_t
    {
        open,
        flooded, // it kept its thread busy for nothing
        silent,
    };

    curl_connection(curl_socket_t opened, std::chrono::nanoseconds now) : socket(opened), heard_at(now) {}

    const curl_socket_t socket;
    std::atomic<fate> end{fate::open};

    // Used by the loop: what was received on it, and when last.
    loop_share share;
    std::uint64_t unpaid_bytes = 0;
    std::chrono::nanoseconds heard_at;

    // Guarded by the owner's lock: its ports once connected, and what the last look found.
    int local_port = 0;
    int remote_port = 0;
    std::size_t unread = 0;
    unsigned readings = 0;
};

// libcurl reads for as long as bytes arrive, and does not return if they never end. So another thread looks now and
// then whether libcurl has been working for long without a callback, and which socket it is reading from: that
// connection is given up.
class curl_connections
{
public:
    using nanoseconds = std::chrono::nanoseconds;

    explicit curl_connections(time_source clock) : m_clock(std::move(clock)) {}

    curl_connections(const curl_connections&) = delete;
    curl_connections& operator=(const curl_connections&) = delete;

    // Makes libcurl report the sockets that it opens and later closes for this handle: must outlive the multi handle.
    void attach(CURL* easy);

    // The connection with these ports; null if there is no such TCP connection.
    std::shared_ptr<curl_connection> find(int local_port, int remote_port) const noexcept;

    // Any thread. libcurl will find the connection broken.
    void give_up(curl_connection& connection, curl_connection::fate end) noexcept;

    // Called by the loop: libcurl begins to work, calls back, has finished.
    void enter() noexcept
    {
        m_is_inside.store(true, std::memory_order_relaxed);
        tick();
    }
    void tick() noexcept
    {
        m_ticks.store(m_ticks.load(std::memory_order_relaxed) + 1, std::memory_order_relaxed);
    }
    void leave() noexcept
    {
        tick();
        m_is_inside.store(false, std::memory_order_relaxed);
    }

    // Called by another thread, now and then: false if there is nothing suspicious. Otherwise look again soon.
    bool look_for_flood() noexcept;

private:
    // Under the lock.
    static void break_off(curl_connection& connection, curl_connection::fate end) noexcept;

    static int on_opened(void* self, curl_socket_t socket, curlsocktype purpose) noexcept;

    static int on_closed(void* self, curl_socket_t socket) noexcept;

    // A healthy download calls back before it has been seen reading this often.
    static constexpr unsigned max_readings = 16;

    const time_source m_clock;
    std::atomic<std::uint64_t> m_ticks{0};
    std::atomic<bool> m_is_inside{false};

    mutable std::mutex m_mutex;
    std::vector<std::shared_ptr<curl_connection>> m_open;
    std::uint64_t m_ticks_seen = 0;
};

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/engine/curl/curl_connections.ipp>
#endif

// SPDX-License-Identifier: MIT
#pragma once

// A thread that frees loops from connections that keep them busy for ever.

#include <wua/engine/curl/curl_connections.hpp>
#include <wua/job/owned_thread.hpp>
#include <wua/separate_compilation.hpp>

#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <vector>

namespace wua::detail
{

// The thread is started when the first loop gets busy, and sleeps while none is.
class loop_watchdog
{
public:
    loop_watchdog() = default;
    loop_watchdog(const loop_watchdog&) = delete;
    loop_watchdog& operator=(const loop_watchdog&) = delete;

    ~loop_watchdog();

    // Watches the loop of these connections from now on. Does nothing if no thread can be created.
    void watch(const std::shared_ptr<curl_connections>& loop) noexcept;

    void forget(const std::shared_ptr<curl_connections>& loop) noexcept;

private:
    void run();

    static constexpr std::chrono::milliseconds interval{15};
    static constexpr std::chrono::milliseconds short_interval{1};

    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::vector<std::shared_ptr<curl_connections>> m_watched;
    bool m_is_ending = false;
    owned_thread m_thread;
};

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/engine/curl/loop_watchdog.ipp>
#endif

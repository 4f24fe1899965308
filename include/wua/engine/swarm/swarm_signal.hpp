// SPDX-License-Identifier: MIT
#pragma once

// Wakes the thread that looks after swarms.

#include <wua/separate_compilation.hpp>

#include <chrono>
#include <condition_variable>
#include <mutex>

namespace wua::detail
{

// Thread-safe. Outlives libtorrent's session and the torrents, which wake it.
class swarm_signal
{
public:
    void wake() noexcept;
    void stop() noexcept;

    // Waits until it is woken, or at most this long. False when the thread is to end.
    bool wait(std::chrono::milliseconds limit, bool is_idle);

private:
    std::mutex m_mutex;
    std::condition_variable m_changed;
    bool m_is_woken = false;
    bool m_is_stopped = false;
};

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/engine/swarm/swarm_signal.ipp>
#endif

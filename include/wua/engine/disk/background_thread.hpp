// SPDX-License-Identifier: MIT
#pragma once

// A thread for work that may block: hashing files, waiting for the disk.

#include <wua/job/owned_thread.hpp>
#include <wua/separate_compilation.hpp>

#include <condition_variable>
#include <functional>
#include <mutex>
#include <vector>

namespace wua::detail
{

// Runs work in the order in which it was posted; the first work starts the thread. Work must not throw.
class background_thread
{
public:
    background_thread() = default;
    background_thread(const background_thread&) = delete;
    background_thread& operator=(const background_thread&) = delete;

    // Must not run on the thread itself.
    ~background_thread()
    {
        end();
    }

    // Any thread, including the thread itself. If it throws, nothing was posted.
    void post(std::function<void()> work);

    // Returns when everything posted is done; only the thread itself may post meanwhile, and nobody after that.
    void end() noexcept;

private:
    void run();

    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::vector<std::function<void()>> m_posted;
    bool m_is_ending = false;
    owned_thread m_thread;
};

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/engine/disk/background_thread.ipp>
#endif

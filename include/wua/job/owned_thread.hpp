// SPDX-License-Identifier: MIT
#pragma once

// A thread that ends with its owner, also where it is the thread itself that destroys the owner.

#include <wua/separate_compilation.hpp>

#include <functional>
#include <thread>
#include <utility>

namespace wua::detail
{

// The destructor waits for the thread, and lets a single-threaded apartment serve calls meanwhile; on the thread
// itself, which cannot wait for its own end, it detaches it. So the work must own what it uses, and its owner must have
// told it to end. Movable; one thread at a time, but for is_this_thread().
class owned_thread
{
public:
    owned_thread() noexcept = default;

    // Starts the thread. Throws std::system_error when there is none to be had.
    static owned_thread start(std::function<void()> work);

    owned_thread(owned_thread&&) noexcept = default;

    owned_thread& operator=(owned_thread&& other) noexcept;

    ~owned_thread()
    {
        end();
    }

    // False before it was started, and after it was ended or detached.
    bool is_started() const noexcept
    {
        return m_thread.joinable();
    }

    // True on the thread itself.
    bool is_this_thread() const noexcept
    {
        return m_thread.get_id() == std::this_thread::get_id();
    }

    std::thread::id id() const noexcept
    {
        return m_thread.get_id();
    }

    // What the destructor does. Does nothing when there is no thread.
    void end() noexcept;

    // The thread runs on by itself.
    void detach() noexcept;

private:
    explicit owned_thread(std::thread thread) noexcept : m_thread(std::move(thread)) {}

    std::thread m_thread;
};

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/job/owned_thread.ipp>
#endif

// SPDX-License-Identifier: MIT
#pragma once

// A thread that ends with its owner, even if the thread itself destroys the owner.

#include <wua/separate_compilation.hpp>

#include <functional>
#include <thread>
#include <utility>

namespace wua::detail
{

// The destructor waits for the thread; meanwhile a single-threaded apartment keeps serving calls. On the thread itself,
// which cannot wait for its own end, the destructor detaches it. So the work must own what it uses, and the owner must
// have told it to end. Movable; used by one thread at a time, except for is_this_thread().
class owned_thread
{
public:
    owned_thread() noexcept = default;

    // Starts the thread. Throws std::system_error if no thread can be created.
    static owned_thread start(std::function<void()> work);

    owned_thread(owned_thread&&) noexcept = default;

    owned_thread& operator=(owned_thread&& other) noexcept;

    ~owned_thread()
    {
        end();
    }

    // False before it is started, and after it has ended or been detached.
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

    // Does what the destructor does; nothing if there is no thread.
    void end() noexcept;

    // Lets the thread continue on its own.
    void detach() noexcept;

private:
    explicit owned_thread(std::thread thread) noexcept : m_thread(std::move(thread)) {}

    std::thread m_thread;
};

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/job/owned_thread.ipp>
#endif

// SPDX-License-Identifier: MIT
#pragma once

// Messages from other threads to a loop.

#include <wua/separate_compilation.hpp>

#include <curl/curl.h>

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <vector>

namespace wua::detail
{

// Waits, on a loop's thread, for replies from other threads.
class reply_receiver
{
public:
    // On the loop's thread: calls then(), and handles its exceptions.
    virtual void on_reply(const std::function<void()>& then) noexcept = 0;

protected:
    ~reply_receiver() = default;
};

struct inbox_message
{
    std::weak_ptr<reply_receiver> receiver;
    std::function<void()> then;

    void deliver() const noexcept;
};

// Wakes a loop that waits for its connections. Any thread.
class curl_inbox
{
public:
    explicit curl_inbox(CURLM* multi) : m_multi(multi) {}

    // The message is dropped if the loop has ended.
    void post(inbox_message message);

    // The loop will look for messages once more before it sleeps.
    void wake();

    // For the loop: the messages that have arrived.
    std::vector<inbox_message> take();

    // Something has arrived since take(). Any thread; not synchronised with what has arrived.
    bool is_called() const noexcept
    {
        return m_state.load(std::memory_order_relaxed) == state::called;
    }

    // For the loop: false when something has arrived since take(). Otherwise it may wait for its connections.
    bool try_sleep();

    // For the loop: no more messages are accepted.
    void close();

private:
    enum class state : unsigned char
    {
        awake,
        called, // since the loop last looked
        asleep,
    };

    // Under the lock. Saves the system call if the loop is awake.
    void interrupt();

    std::mutex m_mutex;
    CURLM* m_multi;
    std::vector<inbox_message> m_messages;
    std::atomic<state> m_state{state::awake}; // changed under the lock
};

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/engine/curl/curl_inbox.ipp>
#endif

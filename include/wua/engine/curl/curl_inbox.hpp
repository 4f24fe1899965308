// SPDX-License-Identifier: MIT
#pragma once

// What other threads have to say to a loop.

#include <wua/separate_compilation.hpp>

#include <curl/curl.h>

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <vector>

namespace wua::detail
{

// Waits, on a loop's thread, for what happens elsewhere.
class reply_receiver
{
public:
    // On the loop's thread: calls then(), and deals with what it throws.
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

    // The message is dropped when the loop has ended.
    void post(inbox_message message);

    // The loop will not sleep before it has looked for messages once more.
    void wake();

    // The loop's: what has come.
    std::vector<inbox_message> take();

    // Something has come since take(). Any thread, in no order with what it has come with.
    bool is_called() const noexcept
    {
        return m_state.load(std::memory_order_relaxed) == state::called;
    }

    // The loop's: false when something has come since take(). Else it may wait, until then, for its connections.
    bool try_sleep();

    // The loop's: nothing is received any more.
    void close();

private:
    enum class state : unsigned char
    {
        awake,
        called, // since it looked last
        asleep,
    };

    // Under the lock. A loop that is awake is spared the system call.
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

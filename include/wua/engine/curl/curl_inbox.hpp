// SPDX-License-Identifier: MIT
#pragma once

// What other threads have to say to a loop.

#include <curl/curl.h>

#include <functional>
#include <memory>
#include <mutex>
#include <utility>
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

    void deliver() const noexcept
    {
        if (const std::shared_ptr<reply_receiver> self = receiver.lock())
        {
            self->on_reply(then);
        }
    }
};

// Wakes a loop that waits for its connections. Any thread.
class curl_inbox
{
public:
    explicit curl_inbox(CURLM* multi) : m_multi(multi) {}

    // The message is dropped when the loop has ended.
    void post(inbox_message message)
    {
        const std::lock_guard lock(m_mutex);
        if (m_multi != nullptr)
        {
            m_messages.push_back(std::move(message));
            interrupt();
        }
    }

    // The loop will not sleep before it has looked for messages once more.
    void wake()
    {
        const std::lock_guard lock(m_mutex);
        interrupt();
    }

    // The loop's: what has come.
    std::vector<inbox_message> take()
    {
        std::vector<inbox_message> taken;
        const std::lock_guard lock(m_mutex);
        m_state = state::awake;
        taken.swap(m_messages);
        return taken;
    }

    // The loop's: false when something has come since take(). Else it may wait, until then, for its connections.
    bool try_sleep()
    {
        const std::lock_guard lock(m_mutex);
        if (m_state == state::called)
        {
            return false;
        }
        m_state = state::asleep;
        return true;
    }

    // The loop's: nothing is received any more.
    void close()
    {
        std::vector<inbox_message> dropped;
        const std::lock_guard lock(m_mutex);
        m_multi = nullptr;
        dropped.swap(m_messages);
    }

private:
    enum class state : unsigned char
    {
        awake,
        called, // since it looked last
        asleep,
    };

    // Under the lock. A loop that is awake is spared the system call.
    void interrupt()
    {
        if (m_state == state::asleep && m_multi != nullptr)
        {
            curl_multi_wakeup(m_multi);
        }
        m_state = state::called;
    }

    std::mutex m_mutex;
    CURLM* m_multi;
    std::vector<inbox_message> m_messages;
    state m_state = state::awake;
};

} // namespace wua::detail

// SPDX-License-Identifier: MIT
#pragma once

// The way back to a loop's thread from another one.

#include <wua/engine/curl/curl_pool.hpp>

#include <atomic>
#include <functional>
#include <memory>
#include <new>
#include <utility>

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

// To be kept on any thread. It does not hold the receiver, so that no object of the caller's dies there.
class loop_handle
{
public:
    // `has_lost_reply` is set when something has happened, but there was no memory to tell it.
    loop_handle(std::shared_ptr<curl_inbox> inbox, std::weak_ptr<reply_receiver> receiver,
                   std::shared_ptr<std::atomic<bool>> has_lost_reply)
        : m_inbox(std::move(inbox)),
          m_receiver(std::move(receiver)),
          m_has_lost_reply(std::move(has_lost_reply))
    {}

    // Any thread. The receiver runs then(), if it is still there; so then() may use what lives as long as the receiver.
    template <class Then>
    void reply(Then then) const noexcept
    {
        try
        {
            m_inbox->post([receiver = m_receiver, then = std::move(then)] {
                if (const std::shared_ptr<reply_receiver> self = receiver.lock())
                {
                    self->on_reply(std::cref(then));
                }
            });
        }
        catch (const std::bad_alloc&)
        {
            m_has_lost_reply->store(true, std::memory_order_relaxed);
            m_inbox->wake();
        }
    }

private:
    std::shared_ptr<curl_inbox> m_inbox;
    std::weak_ptr<reply_receiver> m_receiver;
    std::shared_ptr<std::atomic<bool>> m_has_lost_reply;
};

} // namespace wua::detail

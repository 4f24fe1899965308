// SPDX-License-Identifier: MIT
#pragma once

// How another thread replies to a loop's thread.

#include <wua/engine/curl/curl_inbox.hpp>
#include <wua/separate_compilation.hpp>

#include <atomic>
#include <memory>
#include <new>
#include <utility>

namespace wua::detail
{

// May be stored on any thread. It does not own the receiver, so that no object of the caller is destroyed there.
class loop_handle
{
public:
    // `has_lost_reply` is set if there was no memory for a reply.
    loop_handle(std::shared_ptr<curl_inbox> inbox, std::weak_ptr<reply_receiver> receiver,
                std::shared_ptr<std::atomic<bool>> has_lost_reply);

    // Any thread. The receiver runs then(), if it still exists; so then() may use what lives as long as the receiver.
    template <class Then>
    void reply(Then then) const noexcept
    {
        try
        {
            m_inbox->post({m_receiver, std::move(then)});
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

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/engine/curl/loop_handle.ipp>
#endif

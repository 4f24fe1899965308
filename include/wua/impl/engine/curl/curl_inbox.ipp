// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/engine/curl/curl_inbox.hpp>.

#include <wua/engine/curl/curl_inbox.hpp>

#include <utility>

namespace wua::detail
{

WUA_INLINE void inbox_message::deliver() const noexcept
{
    if (const std::shared_ptr<reply_receiver> self = receiver.lock())
    {
        self->on_reply(then);
    }
}

WUA_INLINE void curl_inbox::post(inbox_message message)
{
    const std::lock_guard lock(m_mutex);
    if (m_multi != nullptr)
    {
        m_messages.push_back(std::move(message));
        interrupt();
    }
}

WUA_INLINE void curl_inbox::wake()
{
    const std::lock_guard lock(m_mutex);
    interrupt();
}

WUA_INLINE std::vector<inbox_message> curl_inbox::take()
{
    std::vector<inbox_message> taken;
    const std::lock_guard lock(m_mutex);
    m_state = state::awake;
    taken.swap(m_messages);
    return taken;
}

WUA_INLINE bool curl_inbox::try_sleep()
{
    const std::lock_guard lock(m_mutex);
    if (m_state == state::called)
    {
        return false;
    }
    m_state = state::asleep;
    return true;
}

WUA_INLINE void curl_inbox::close()
{
    std::vector<inbox_message> dropped;
    const std::lock_guard lock(m_mutex);
    m_multi = nullptr;
    dropped.swap(m_messages);
}

WUA_INLINE void curl_inbox::interrupt()
{
    if (m_state == state::asleep && m_multi != nullptr)
    {
        curl_multi_wakeup(m_multi);
    }
    m_state = state::called;
}

} // namespace wua::detail

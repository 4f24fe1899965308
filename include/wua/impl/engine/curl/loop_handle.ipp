// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/engine/curl/loop_handle.hpp>.

#include <wua/engine/curl/loop_handle.hpp>

namespace wua::detail
{

WUA_INLINE loop_handle::loop_handle(std::shared_ptr<curl_inbox> inbox, std::weak_ptr<reply_receiver> receiver,
                                    std::shared_ptr<std::atomic<bool>> has_lost_reply)
    : m_inbox(std::move(inbox)),
      m_receiver(std::move(receiver)),
      m_has_lost_reply(std::move(has_lost_reply))
{}

} // namespace wua::detail

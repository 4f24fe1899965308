// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/testing/fault_server/behaviours/parts.hpp>.

#include <wua/testing/fault_server/behaviours/parts.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>

namespace wua::detail::behaviours
{

WUA_INLINE void send_first_part(response_script& script)
{
    constexpr std::uint64_t at_once = 8U << 10U;
    const http_response response = script.correct_response();
    const std::uint64_t slow_from = std::min(response.to, response.from + at_once);
    script.send(response.head);
    script.send_content(response.from, slow_from);
    script.pause(milliseconds(script.fault().amount));
    script.send_content(slow_from, response.to);
}

WUA_INLINE bool is_for_later_part(response_script& script)
{
    if (script.correct_response().from != 0)
    {
        return true;
    }
    send_first_part(script);
    return false;
}

WUA_INLINE void parts_right(response_script& script)
{
    if (is_for_later_part(script))
    {
        script.send(script.correct_response());
    }
}

WUA_INLINE void send_half_of_part(response_script& script)
{
    const http_response response = script.correct_response();
    script.send(response.head);
    script.send_content(response.from, response.from + response.size() / 2);
}

WUA_INLINE void part_cut(response_script& script)
{
    send_half_of_part(script);
    script.close();
}

WUA_INLINE void part_reset(response_script& script)
{
    send_half_of_part(script);
    script.reset();
}

WUA_INLINE void part_silent(response_script& script)
{
    send_half_of_part(script);
    script.stall();
}

WUA_INLINE void part_of_other_bytes(response_script& script)
{
    const http_response response = script.correct_response();
    script.send(response.head);
    script.send_body(std::string(static_cast<std::size_t>(response.size()), '?'));
}

} // namespace wua::detail::behaviours

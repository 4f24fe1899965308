// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/testing/fault_server/http_2_frames.hpp>.

#include <wua/com/ascii.hpp>
#include <wua/testing/fault_server/http_2_frames.hpp>

#include <algorithm>

namespace wua
{

WUA_INLINE std::string http_2_number(std::uint64_t value, int bytes)
{
    std::string text;
    for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8)
    {
        text += static_cast<char>(static_cast<unsigned char>(value >> shift));
    }
    return text;
}

WUA_INLINE std::string http_2_frame(http_2_frame_kind kind, std::uint8_t flags, std::uint32_t stream,
                                    std::string_view payload)
{
    return http_2_number(payload.size(), 3) + static_cast<char>(kind) + static_cast<char>(flags) +
           http_2_number(stream, 4).append(payload);
}

WUA_INLINE std::string http_2_field(std::string_view name, std::string_view value)
{
    std::string field(1, '\0');
    for (const std::string_view text : {name, value})
    {
        std::size_t rest = text.size();
        constexpr std::size_t prefix = 127;
        field += static_cast<char>(std::min(rest, prefix));
        if (rest >= prefix)
        {
            for (rest -= prefix; rest >= 128; rest /= 128)
            {
                field += static_cast<char>(static_cast<unsigned char>(rest % 128 + 128));
            }
            field += static_cast<char>(rest);
        }
        field += text;
    }
    return field;
}

WUA_INLINE std::string http_2_fields(const http_head& head)
{
    std::string block = http_2_field(":status", std::string_view(head.status_line).substr(sizeof "HTTP/1.1", 3));
    for (const auto& [name, value] : head.fields)
    {
        block += http_2_field(detail::ascii_lowered(name), value);
    }
    return block;
}

} // namespace wua

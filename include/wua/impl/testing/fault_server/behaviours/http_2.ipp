// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/testing/fault_server/behaviours/http_2.hpp>.

#include <wua/testing/fault_server/behaviours/http_2.hpp>

namespace wua::detail::behaviours
{

WUA_INLINE std::string frame(frame_type type, std::uint8_t flags, std::uint32_t stream, std::string_view payload)
{
    const auto byte = [](std::size_t number) { return static_cast<char>(static_cast<unsigned char>(number & 255U)); };
    const std::size_t size = payload.size();
    std::string text{
        byte(size >> 16U), byte(size >> 8U), byte(size), byte(static_cast<std::size_t>(type)), byte(flags)};
    for (const unsigned shift : {24U, 16U, 8U, 0U})
    {
        text += byte(stream >> shift);
    }
    return text.append(payload);
}

WUA_INLINE std::string response_head(const response_script& script, std::uint8_t flags)
{
    const std::string length = std::to_string(script.size());
    std::string fields("\x88\x0f\x0d", 3); // :status 200, and the name content-length
    fields += static_cast<char>(length.size());
    return frame(frame_type::headers, flags, 1, fields + length);
}

WUA_INLINE void begin_http_2(response_script& script)
{
    script.await_request();
    script.send(frame(frame_type::settings, 0, 0) + frame(frame_type::settings, ack, 0));
}

WUA_INLINE void send_frames(response_script& script, std::uint64_t from, std::uint64_t to, std::size_t piece)
{
    std::string frames;
    std::string bytes(piece, '\0');
    for (std::uint64_t at = from; at != to; at += bytes.size())
    {
        bytes.resize(static_cast<std::size_t>(std::min<std::uint64_t>(piece, to - at)));
        script.content().read(at, bytes);
        frames += frame(frame_type::data, 0, 1, bytes);
    }
    script.send(std::move(frames));
}

WUA_INLINE void end_http_2(response_script& script)
{
    script.send(frame(frame_type::data, end_stream, 1));
    script.send(frame(frame_type::goaway, 0, 0, std::string_view("\0\0\0\1\0\0\0\0", 8)));
    script.close();
}

WUA_INLINE void http_2(response_script& script)
{
    begin_http_2(script);
    script.send(response_head(script));
    send_frames(script, 0, script.size(), std::size_t{1} << 14U);
    end_http_2(script);
}

WUA_INLINE void http_2_tiny_frames(response_script& script)
{
    begin_http_2(script);
    script.send(response_head(script));
    send_frames(script, 0, script.size(), static_cast<std::size_t>(script.fault().amount));
    end_http_2(script);
}

WUA_INLINE void http_2_stalls(response_script& script)
{
    begin_http_2(script);
    script.send(response_head(script));
    send_frames(script, 0, script.where(), std::size_t{1} << 14U);
    script.stall();
}

WUA_INLINE void flood(response_script& script, const std::string& head, const std::string& repeated)
{
    begin_http_2(script);
    script.send(head);
    repeat_then_reset(script, many(repeated));
}

} // namespace wua::detail::behaviours

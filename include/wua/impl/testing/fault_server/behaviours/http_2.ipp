// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/testing/fault_server/behaviours/http_2.hpp>.

#include <wua/testing/fault_server/behaviours/http_2.hpp>

#include <span>

namespace wua::detail::behaviours
{

WUA_INLINE http_response http_2_response_without_length(const response_script& script)
{
    http_response response = script.correct_response();
    response.head.remove("Content-Length");
    return response;
}

WUA_INLINE void reset_stream(response_script& script, std::uint64_t code)
{
    script.send(script.http_2_frame(http_2_frame_kind::rst_stream, 0, http_2_number(code, 4)));
    script.leave_open();
}

WUA_INLINE void http_2_reset(response_script& script)
{
    send_to_fault(script, script.correct_response());
    reset_stream(script, script.fault().amount);
}

WUA_INLINE void http_2_reset_without_length(response_script& script)
{
    send_to_fault(script, http_2_response_without_length(script));
    reset_stream(script, script.fault().amount);
}

WUA_INLINE void http_2_reset_after_all(response_script& script)
{
    correct(script);
    reset_stream(script, script.fault().amount);
}

WUA_INLINE void send_goaway(response_script& script, std::uint32_t last_stream, std::uint64_t code)
{
    script.send(http_2_frame(http_2_frame_kind::goaway, 0, 0, http_2_number(last_stream, 4) + http_2_number(code, 4)));
}

WUA_INLINE void http_2_goaway_before_answer(response_script& script)
{
    send_goaway(script, 0, script.fault().amount);
    script.close();
}

WUA_INLINE void http_2_goaway_in_body(response_script& script)
{
    send_to_fault(script, script.correct_response());
    send_goaway(script, script.request().stream, script.fault().amount);
    script.close();
}

WUA_INLINE void http_2_goaway_goes_on(response_script& script)
{
    const http_response response = script.correct_response();
    send_to_fault(script, response);
    send_goaway(script, script.request().stream, 0);
    script.send_content(fault_in(script, response), response.to);
    script.send(script.http_2_frame(http_2_frame_kind::data, http_2_end_stream, {}));
    script.close();
}

WUA_INLINE void http_2_goaway_announced(response_script& script)
{
    send_goaway(script, 0x7fffffff, 0);
    correct(script);
    script.send(script.http_2_frame(http_2_frame_kind::data, http_2_end_stream, {}));
    script.close();
}

WUA_INLINE void http_2_closed_in_frame(response_script& script)
{
    const http_response response = script.correct_response();
    std::string rest(
        static_cast<std::size_t>(std::min<std::uint64_t>(response.to - fault_in(script, response), 100)), '\0');
    script.content().read(fault_in(script, response), rest);
    send_to_fault(script, response);
    script.send(script.http_2_frame(http_2_frame_kind::data, 0, rest).substr(0, 9 + rest.size() / 2));
    script.close();
}

WUA_INLINE void http_2_stalls(response_script& script)
{
    send_to_fault(script, script.correct_response());
    script.stall();
}

WUA_INLINE void http_2_tiny_frames(response_script& script)
{
    const http_response response = script.correct_response();
    const auto piece = static_cast<std::size_t>(script.fault().amount);
    std::string frame = script.http_2_frame(http_2_frame_kind::data, 0, std::string(piece, '\0'));
    std::string frames;
    std::uint64_t at = response.from;
    for (; response.to - at >= piece; at += piece)
    {
        script.content().read(at, std::span(frame).last(piece));
        frames += frame;
    }
    std::string rest(static_cast<std::size_t>(response.to - at), '\0');
    script.content().read(at, rest);
    frames += script.http_2_frame(http_2_frame_kind::data, 0, rest);
    script.send(response.head);
    script.send(std::move(frames));
}

WUA_INLINE void flood(response_script& script, const std::string& repeated, bool has_head)
{
    if (has_head)
    {
        script.send(script.correct_response().head);
    }
    repeat_then_reset(script, many(repeated));
}

WUA_INLINE void http_2_continuation_flood(response_script& script)
{
    script.send(script.http_2_frame(http_2_frame_kind::headers, 0, right_block(script)));
    flood(script, script.http_2_frame(http_2_frame_kind::continuation, 0, {}), false);
}

WUA_INLINE void send_bomb(response_script& script, std::uint8_t flags, std::string block)
{
    constexpr std::size_t length = 3900;
    constexpr std::size_t frame_size = 16'000;
    // A literal field that enters the table as its first entry (62); the length takes three bytes.
    block += "\x40\x01x\x7f";
    block += static_cast<char>((length - 127) % 128 + 128);
    block += static_cast<char>((length - 127) / 128);
    script.send(script.http_2_frame(http_2_frame_kind::headers, flags, block + std::string(length, 'x')));
    flood(script, script.http_2_frame(http_2_frame_kind::continuation, 0, std::string(frame_size, '\xbe')), false);
}

WUA_INLINE void http_2_fields_bomb(response_script& script)
{
    send_bomb(script, 0, right_block(script));
}

WUA_INLINE void http_2_trailers_bomb(response_script& script)
{
    const http_response response = script.correct_response();
    script.send(response.head);
    script.send_content(response.from, response.to);
    send_bomb(script, http_2_end_stream, {});
}

WUA_INLINE void http_2_stalls_in_frame(response_script& script)
{
    send_to_fault(script, script.correct_response());
    script.send(script.http_2_frame(http_2_frame_kind::data, 0, {}).substr(0, 5));
    script.stall();
}

WUA_INLINE void http_2_ended_early(response_script& script)
{
    send_to_fault(script, script.correct_response());
}

WUA_INLINE void http_2_ended_early_without_length(response_script& script)
{
    send_to_fault(script, http_2_response_without_length(script));
}

WUA_INLINE void http_2_length_too_short(response_script& script)
{
    http_response response = script.correct_response();
    response.head.set("Content-Length", std::to_string(response.size() / 2));
    script.send(response);
}

WUA_INLINE void http_2_padded(response_script& script)
{
    const http_response response = script.correct_response();
    const auto padded = [](std::string_view text) {
        return std::string(1, '\x10').append(text) + std::string(16, '\0');
    };
    script.send(script.http_2_frame(
        http_2_frame_kind::headers, http_2_end_headers | http_2_padded_frame, padded(http_2_fields(response.head))));
    std::string first(static_cast<std::size_t>(std::min<std::uint64_t>(response.size(), 1000)), '\0');
    script.content().read(response.from, first);
    script.send(script.http_2_frame(http_2_frame_kind::data, http_2_padded_frame, padded(first)));
    script.send_content(response.from + first.size(), response.to);
}

WUA_INLINE void http_2_continued(response_script& script)
{
    const http_response response = script.correct_response();
    const std::string whole = http_2_fields(response.head);
    const std::string_view block = whole;
    script.send(script.http_2_frame(http_2_frame_kind::headers, 0, block.substr(0, 10)));
    script.send(script.http_2_frame(http_2_frame_kind::continuation, 0, block.substr(10, 1)));
    script.send(script.http_2_frame(http_2_frame_kind::continuation, http_2_end_headers, block.substr(11)));
    script.send_content(response.from, response.to);
}

WUA_INLINE void http_2_continued_wrongly(response_script& script)
{
    const http_response response = script.correct_response();
    script.send(script.http_2_frame(http_2_frame_kind::headers, 0, http_2_fields(response.head)));
    script.send_content(response.from, response.to);
}

WUA_INLINE void send_with_trailers(response_script& script, const std::string& block)
{
    correct(script);
    script.send(script.http_2_frame(http_2_frame_kind::headers, http_2_end_headers | http_2_end_stream, block));
    script.leave_open();
}

WUA_INLINE void http_2_status_first(response_script& script)
{
    script.send(http_head{status_line(script.fault().status)});
    correct(script);
}

WUA_INLINE void send_with_block(response_script& script, const std::string& block)
{
    const http_response response = script.correct_response();
    script.send(script.http_2_frame(http_2_frame_kind::headers, http_2_end_headers, block));
    script.send_content(response.from, response.to);
}

WUA_INLINE void http_2_on_stream(response_script& script, std::uint32_t stream)
{
    script.send(http_2_frame(http_2_frame_kind::headers, http_2_end_headers, stream, right_block(script)));
    script.send(http_2_frame(http_2_frame_kind::data, http_2_end_stream, stream, "content"));
    script.leave_open();
}

WUA_INLINE void http_2_data_before_head(response_script& script)
{
    script.send(script.http_2_frame(http_2_frame_kind::data, 0, "content"));
    correct(script);
}

WUA_INLINE void http_2_data_after_end(response_script& script)
{
    correct(script);
    script.send(script.http_2_frame(http_2_frame_kind::data, http_2_end_stream, {}));
    script.send(script.http_2_frame(http_2_frame_kind::data, http_2_end_stream, "and more that nobody asked for"));
    script.leave_open();
}

WUA_INLINE void http_2_frame_too_large(response_script& script)
{
    const http_response response = script.correct_response();
    std::string whole(static_cast<std::size_t>(response.size()), '\0');
    script.content().read(response.from, whole);
    script.send(response.head);
    script.send(script.http_2_frame(http_2_frame_kind::data, http_2_end_stream, whole));
    script.leave_open();
}

WUA_INLINE void send_with_frame(response_script& script, std::string frame)
{
    const http_response response = script.correct_response();
    send_to_fault(script, response);
    script.send(std::move(frame));
    script.send_content(fault_in(script, response), response.to);
}

WUA_INLINE void http_2_setting(response_script& script)
{
    const std::string setting =
        http_2_number(static_cast<std::uint64_t>(script.fault().status), 2) + http_2_number(script.fault().amount, 4);
    send_with_frame(script, http_2_frame(http_2_frame_kind::settings, 0, 0, setting));
}

WUA_INLINE void http_2_push(response_script& script)
{
    const std::string promised =
        http_2_number(2, 4) + http_2_field(":method", "GET") + http_2_field(":scheme", "https") +
        http_2_field(":authority", "127.0.0.1") + http_2_field(":path", "/pushed");
    send_with_frame(script, script.http_2_frame(http_2_frame_kind::push_promise, http_2_end_headers, promised));
}

WUA_INLINE void http_2_speaks_http_1(response_script& script)
{
    const http_response response = script.correct_response();
    script.send(response.head.str());
    script.send(script.content().str());
    script.close();
}

WUA_INLINE void http_2_closed_without_notify(response_script& script)
{
    send_to_fault(script, script.correct_response());
    script.close_unannounced();
}

} // namespace wua::detail::behaviours

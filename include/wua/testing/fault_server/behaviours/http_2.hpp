// SPDX-License-Identifier: MIT
#pragma once
// HTTP/2: streams and connections that end in unusual ways, and frames that are odd or wrong.

#include <wua/separate_compilation.hpp>
#include <wua/testing/fault_server/behaviours/shared.hpp>

namespace wua::detail::behaviours
{
/// The correct response without Content-Length.
http_response http_2_response_without_length(const response_script& script);

inline void http_2_length_missing(response_script& script)
{
    script.send(http_2_response_without_length(script));
}

/// RST_STREAM with this code, and nothing after it on the stream.
void reset_stream(response_script& script, std::uint64_t code);

/// RST_STREAM with code `amount` at the fault.
void http_2_reset(response_script& script);

void http_2_reset_without_length(response_script& script);

/// RST_STREAM with code `amount` instead of an answer.
inline void http_2_reset_before_answer(response_script& script)
{
    reset_stream(script, script.fault().amount);
}

/// All bytes, then RST_STREAM with code `amount` in place of the end of the stream.
void http_2_reset_after_all(response_script& script);

/// GOAWAY that names `last_stream` as the last one processed.
void send_goaway(response_script& script, std::uint32_t last_stream, std::uint64_t code);

/// GOAWAY with code `amount` that claims to have processed nothing, then a close.
void http_2_goaway_before_answer(response_script& script);

/// GOAWAY with code `amount` at the fault, then a close.
void http_2_goaway_in_body(response_script& script);

/// GOAWAY at the fault, then the rest of the body and a close.
void http_2_goaway_goes_on(response_script& script);

/// GOAWAY that announces the end of the connection, then the correct response and a close.
void http_2_goaway_announced(response_script& script);

void http_2_closed_in_frame(response_script& script);

inline void http_2(response_script& script)
{
    correct(script);
}

void http_2_stalls(response_script& script);

/// Content in frames of `amount` bytes.
void http_2_tiny_frames(response_script& script);

/// The correct response's head if `has_head`, then the frame again and again.
void flood(response_script& script, const std::string& repeated, bool has_head = true);

/// A field of almost 4 KiB, then the same field again and again, in one byte each.
void http_2_fields_bomb(response_script& script);

/// The same in the trailers.
void http_2_trailers_bomb(response_script& script);

inline void http_2_empty_data_flood(response_script& script)
{
    flood(script, script.http_2_frame(http_2_frame_kind::data, 0, {}));
}

inline void http_2_padding_flood(response_script& script)
{
    const std::string padding = std::string(1, '\xc8') + std::string(200, '\0');
    flood(script, script.http_2_frame(http_2_frame_kind::data, http_2_padded_frame, padding));
}

inline void http_2_window_flood(response_script& script)
{
    flood(script, http_2_frame(http_2_frame_kind::window_update, 0, 0, http_2_number(1, 4)));
}

/// A flood before the response.
inline void http_2_silent_flood(response_script& script)
{
    flood(script, http_2_frame(http_2_frame_kind::window_update, 0, 0, http_2_number(1, 4)), false);
}

inline void http_2_priority_flood(response_script& script)
{
    flood(script, script.http_2_frame(http_2_frame_kind::priority, 0, std::string_view("\0\0\0\0\x10", 5)));
}

inline void http_2_unknown_flood(response_script& script)
{
    flood(script, script.http_2_frame(static_cast<http_2_frame_kind>(200), 0, "0123456789"));
}

inline void http_2_altsvc_flood(response_script& script)
{
    const std::string_view other("\0\x09localhosth2=\":1\"", 18);
    flood(script, http_2_frame(http_2_frame_kind::altsvc, 0, 0, other));
}

inline void http_2_ping_flood(response_script& script)
{
    flood(script, http_2_frame(http_2_frame_kind::ping, 0, 0, "12345678"));
}

inline void http_2_pong_flood(response_script& script)
{
    flood(script, http_2_frame(http_2_frame_kind::ping, http_2_ack, 0, "12345678"));
}

inline void http_2_settings_flood(response_script& script)
{
    flood(script, http_2_frame(http_2_frame_kind::settings, 0, 0, {}));
}

inline void http_2_goaway_flood(response_script& script)
{
    const std::string last = http_2_number(script.request().stream, 4) + http_2_number(0, 4);
    flood(script, http_2_frame(http_2_frame_kind::goaway, 0, 0, last));
}

/// A flood in a head that never ends.
void http_2_continuation_flood(response_script& script);

inline void http_2_continue_flood(response_script& script)
{
    const std::string block = http_2_field(":status", "100");
    flood(script, script.http_2_frame(http_2_frame_kind::headers, http_2_end_headers, block), false);
}

void http_2_stalls_in_frame(response_script& script);

/// The stream ends at the fault as if the body were complete.
void http_2_ended_early(response_script& script);

void http_2_ended_early_without_length(response_script& script);

/// Content-Length is half of what is sent.
void http_2_length_too_short(response_script& script);

void http_2_padded(response_script& script);

void http_2_continued(response_script& script);

void http_2_continued_wrongly(response_script& script);

/// The correct response, with these trailers at the end of its stream.
void send_with_trailers(response_script& script, const std::string& block);

inline void http_2_trailers(response_script& script)
{
    send_with_trailers(script, http_2_field("x-trailer", "yes"));
}

inline void http_2_trailers_lie(response_script& script)
{
    send_with_trailers(script, http_2_field("content-length", "7") + http_2_field("etag", "\"other\""));
}

inline void http_2_trailers_with_status(response_script& script)
{
    send_with_trailers(script, http_2_field(":status", "404"));
}

/// An additional head with the behaviour's status, then the correct response.
void http_2_status_first(response_script& script);

/// The correct response with this block of fields as its head.
void send_with_block(response_script& script, const std::string& block);

/// The fields of the correct response's head.
inline std::string right_block(const response_script& script)
{
    return http_2_fields(script.correct_response().head);
}

template <literal Name, literal Value>
void http_2_field_added(response_script& script)
{
    send_with_block(script, right_block(script) + http_2_field(Name.view(), Value.view()));
}

template <literal Value>
void http_2_status_as(response_script& script)
{
    send_with_block(script, http_2_field(":status", Value.view()) + http_2_field("x-filler", "yes"));
}

inline void http_2_status_missing(response_script& script)
{
    send_with_block(script, http_2_field("x-filler", "yes"));
}

inline void http_2_fields_garbage(response_script& script)
{
    send_with_block(script, "\xff\xff\xff\xff\x7f");
}

/// The frames name another stream instead of their own.
void http_2_on_stream(response_script& script, std::uint32_t stream);

inline void http_2_on_stream_0(response_script& script)
{
    http_2_on_stream(script, 0);
}

inline void http_2_on_idle_stream(response_script& script)
{
    http_2_on_stream(script, script.request().stream + 100);
}

void http_2_data_before_head(response_script& script);

void http_2_data_after_end(response_script& script);

void http_2_frame_too_large(response_script& script);

/// The correct response with a frame in its middle.
void send_with_frame(response_script& script, std::string frame);

/// SETTINGS whose setting `status` has the value `amount`.
void http_2_setting(response_script& script);

inline void http_2_settings_cut(response_script& script)
{
    send_with_frame(script, http_2_frame(http_2_frame_kind::settings, 0, 0, "12345"));
}

inline void http_2_settings_on_stream(response_script& script)
{
    send_with_frame(script, script.http_2_frame(http_2_frame_kind::settings, 0, {}));
}

inline void http_2_settings_acknowledged_twice(response_script& script)
{
    send_with_frame(script, http_2_frame(http_2_frame_kind::settings, http_2_ack, 0, {}));
}

inline void http_2_ping(response_script& script)
{
    send_with_frame(script, http_2_frame(http_2_frame_kind::ping, 0, 0, "12345678"));
}

inline void http_2_unknown_frame(response_script& script)
{
    send_with_frame(script, http_2_frame(static_cast<http_2_frame_kind>(0xbe), 0xff, 0, "anything"));
}

inline void http_2_altsvc(response_script& script)
{
    send_with_frame(script, http_2_frame(http_2_frame_kind::altsvc, 0, 0, std::string("\0\1ah2=\":9\"", 10)));
}

inline void http_2_empty_frames(response_script& script)
{
    send_with_frame(script, script.http_2_frame(http_2_frame_kind::data, 0, {}));
}

/// WINDOW_UPDATE of the connection by `amount`.
inline void http_2_window_update(response_script& script)
{
    const std::string by = http_2_number(script.fault().amount, 4);
    send_with_frame(script, http_2_frame(http_2_frame_kind::window_update, 0, 0, by));
}

void http_2_push(response_script& script);

void http_2_speaks_http_1(response_script& script);

void http_2_closed_without_notify(response_script& script);
} // namespace wua::detail::behaviours

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/testing/fault_server/behaviours/http_2.ipp>
#endif

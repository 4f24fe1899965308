// SPDX-License-Identifier: MIT
#pragma once
// Chunked bodies.

#include <wua/separate_compilation.hpp>
#include <wua/testing/fault_server/behaviours/shared.hpp>

namespace wua::detail::behaviours
{
std::string hexadecimal(std::uint64_t number);

/// Sends the correct response's head, changed for a chunked body.
http_response send_chunked_head(response_script& script);

void send_chunk(response_script& script, std::uint64_t from, std::uint64_t to, std::string_view extension);

/// The head and all chunks of a correct body, without the final empty one.
void send_chunks(response_script& script, std::string_view extension = {});

void chunked(response_script& script);

void chunked_with_extensions(response_script& script);

void chunked_without_end(response_script& script);

/// Announces the whole body as one chunk, and sends half of it.
void begin_chunk(response_script& script);

void chunk_truncated(response_script& script);

/// The whole body as one chunk that states another size.
void send_chunk_as(response_script& script, const http_response& response, std::string_view size);

/// The whole body as one chunk whose size is spelled like this.
template <literal Size>
void chunk_size_as(response_script& script)
{
    const http_response response = send_chunked_head(script);
    send_chunk_as(script, response, filled(Size.view(), script, response));
}

/// The body in chunks, under another Transfer-Encoding.
void send_chunks_as(response_script& script, std::string_view coding);

template <literal Coding>
void transfer_coding_as(response_script& script)
{
    send_chunks_as(script, Coding.view());
}

/// The body in chunks, with a blank between the name Transfer-Encoding and its colon.
void coding_space_before_colon(response_script& script);

/// The body in chunks, with a Content-Length as well.
void send_chunks_with_length(response_script& script, std::string length);

template <literal Length>
void chunked_with_length(response_script& script)
{
    send_chunks_with_length(script, filled(Length.view(), script, script.correct_response()));
}

/// All chunks, then this text in place of the final chunk.
template <literal Text>
void last_chunk_as(response_script& script)
{
    send_chunks(script);
    script.send(std::string(Text.view()));
    script.close();
}

/// A trailer that never ends.
void trailer_stalls(response_script& script);

/// A trailer of `amount` bytes.
void trailer_long(response_script& script);

void chunks_of_one_byte(response_script& script);

void chunks_with_line_feeds(response_script& script);

void chunk_ends_missing(response_script& script);

void chunk_reset(response_script& script);

void chunk_stalls(response_script& script);

void chunk_size_stalls(response_script& script);

void chunks_in_http_1_0(response_script& script);

void chunk_size_wrong(response_script& script);

inline void chunk_size_garbage(response_script& script)
{
    send_chunk_as(script, send_chunked_head(script), "many");
}

inline void chunk_size_overflows(response_script& script)
{
    send_chunk_as(script, send_chunked_head(script), "10000000000000001");
}

/// The whole body, then silence in place of the final chunk.
inline void chunked_then_silence(response_script& script)
{
    send_chunks(script);
    script.stall();
}

/// The whole body in chunks, then chunks without end.
void chunked_then_more(response_script& script);

/// The whole body, `amount` bytes in each chunk.
void tiny_chunks(response_script& script);

/// The head of a chunked body, then the text again and again.
void flood_of_chunks(response_script& script, std::string_view begin, const std::string& repeated);

inline void chunk_extension_endless(response_script& script)
{
    flood_of_chunks(script, "1;", "x");
}

inline void chunk_extensions_large(response_script& script)
{
    flood_of_chunks(script, {}, "1;" + std::string(10'000, 'x') + "\r\nx\r\n");
}

inline void chunk_size_endless(response_script& script)
{
    flood_of_chunks(script, {}, "0");
}

inline void trailers_endless(response_script& script)
{
    flood_of_chunks(script, "0\r\n", "X-Trailer: yes\r\n");
}

inline void trailer_line_endless(response_script& script)
{
    flood_of_chunks(script, "0\r\nX-Trailer: ", "x");
}

/// The whole body, then the final chunk again and again.
void last_chunk_repeated(response_script& script);
} // namespace wua::detail::behaviours

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/testing/fault_server/behaviours/chunks.ipp>
#endif

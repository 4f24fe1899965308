// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/testing/fault_server/behaviours/chunks.hpp>.

#include <wua/testing/fault_server/behaviours/chunks.hpp>

#include <charconv>

namespace wua::detail::behaviours
{

WUA_INLINE std::string hexadecimal(std::uint64_t number)
{
    char digits[16];
    return {digits, std::to_chars(digits, digits + sizeof digits, number, 16).ptr};
}

WUA_INLINE http_response send_chunked_head(response_script& script)
{
    http_response response = script.correct_response();
    script.send(response.head.remove("Content-Length").add("Transfer-Encoding", "chunked"));
    return response;
}

WUA_INLINE void send_chunk(response_script& script, std::uint64_t from, std::uint64_t to, std::string_view extension)
{
    if (from != to)
    {
        script.send(hexadecimal(to - from).append(extension) + "\r\n");
        script.send_content(from, to);
        script.send("\r\n");
    }
}

WUA_INLINE void send_chunks(response_script& script, std::string_view extension)
{
    const http_response response = send_chunked_head(script);
    const std::uint64_t third = response.size() / 3;
    send_chunk(script, response.from, response.from + third, extension);
    send_chunk(script, response.from + third, response.from + 2 * third, extension);
    send_chunk(script, response.from + 2 * third, response.to, extension);
}

WUA_INLINE void chunked(response_script& script)
{
    send_chunks(script);
    script.send("0\r\n\r\n");
}

WUA_INLINE void chunked_with_extensions(response_script& script)
{
    send_chunks(script, ";name=\"value\"");
    script.send("0;last\r\nX-Trailer: yes\r\n\r\n");
}

WUA_INLINE void chunked_without_end(response_script& script)
{
    send_chunks(script);
    script.close();
}

WUA_INLINE void chunk_truncated(response_script& script)
{
    begin_chunk(script);
    script.close();
}

WUA_INLINE void send_chunk_as(response_script& script, const http_response& response, std::string_view size)
{
    script.send(std::string(size) + "\r\n");
    script.send_content(response.from, response.to);
    script.send("\r\n0\r\n\r\n");
    script.close();
}

WUA_INLINE void send_chunks_as(response_script& script, std::string_view coding)
{
    http_response response = script.correct_response();
    script.send(response.head.remove("Content-Length").add("Transfer-Encoding", std::string(coding)));
    send_chunk(script, response.from, response.to, {});
    script.send("0\r\n\r\n");
    script.close();
}

WUA_INLINE void coding_space_before_colon(response_script& script)
{
    http_response response = script.correct_response();
    script.send(response.head.remove("Content-Length").add("Transfer-Encoding ", "chunked"));
    send_chunk(script, response.from, response.to, {});
    script.send("0\r\n\r\n");
    script.close();
}

WUA_INLINE void send_chunks_with_length(response_script& script, std::string length)
{
    http_response response = script.correct_response();
    script.send(response.head.set("Content-Length", std::move(length)).add("Transfer-Encoding", "chunked"));
    send_chunk(script, response.from, response.to, {});
    script.send("0\r\n\r\n");
    script.close();
}

WUA_INLINE void trailer_stalls(response_script& script)
{
    send_chunks(script);
    script.send("0\r\nX-Trailer: ");
    script.stall();
}

WUA_INLINE void trailer_long(response_script& script)
{
    send_chunks(script);
    script.send("0\r\nX-Trailer: " + std::string(static_cast<std::size_t>(script.fault().amount), 'x') + "\r\n\r\n");
}

WUA_INLINE void chunks_of_one_byte(response_script& script)
{
    const http_response response = send_chunked_head(script);
    const std::uint64_t small = std::min<std::uint64_t>(response.to, response.from + 200);
    for (std::uint64_t byte = response.from; byte != small; ++byte)
    {
        send_chunk(script, byte, byte + 1, {});
    }
    send_chunk(script, small, response.to, {});
    script.send("0\r\n\r\n");
}

WUA_INLINE void chunks_with_line_feeds(response_script& script)
{
    const http_response response = send_chunked_head(script);
    script.send(hexadecimal(response.size()) + "\n");
    script.send_content(response.from, response.to);
    script.send("\n0\n\n");
    script.close();
}

WUA_INLINE void chunk_ends_missing(response_script& script)
{
    const http_response response = send_chunked_head(script);
    const std::uint64_t middle = response.from + response.size() / 2;
    script.send(hexadecimal(middle - response.from) + "\r\n");
    script.send_content(response.from, middle);
    script.send(hexadecimal(response.to - middle) + "\r\n");
    script.send_content(middle, response.to);
    script.send("0\r\n\r\n");
    script.close();
}

WUA_INLINE void begin_chunk(response_script& script)
{
    const http_response response = send_chunked_head(script);
    script.send(hexadecimal(response.size()) + "\r\n");
    script.send_content(response.from, response.from + response.size() / 2);
}

WUA_INLINE void chunk_reset(response_script& script)
{
    begin_chunk(script);
    script.pause(milliseconds(20)); // a reset would overtake bytes that the client has not read yet
    script.reset();
}

WUA_INLINE void chunk_stalls(response_script& script)
{
    begin_chunk(script);
    script.stall();
}

WUA_INLINE void chunk_size_stalls(response_script& script)
{
    send_chunked_head(script);
    script.send("1");
    script.stall();
}

WUA_INLINE void chunks_in_http_1_0(response_script& script)
{
    http_response response = script.correct_response();
    response.head.status_line = "HTTP/1.0 200 OK";
    script.send(response.head.remove("Content-Length").add("Transfer-Encoding", "chunked"));
    send_chunk(script, response.from, response.to, {});
    script.send("0\r\n\r\n");
    script.close();
}

WUA_INLINE void chunk_size_wrong(response_script& script)
{
    const http_response response = send_chunked_head(script);
    send_chunk_as(script, response, hexadecimal(response.size() / 2));
}

WUA_INLINE void chunked_then_more(response_script& script)
{
    send_chunks(script);
    script.repeat("1000\r\n" + std::string(0x1000, 'x') + "\r\n", script.fault().amount);
    script.reset();
}

WUA_INLINE void tiny_chunks(response_script& script)
{
    const http_response response = send_chunked_head(script);
    std::string content(static_cast<std::size_t>(response.size()), '\0');
    script.content().read(response.from, content);
    std::string chunks;
    const auto piece = static_cast<std::size_t>(script.fault().amount);
    std::string begin = hexadecimal(piece) + "\r\n";
    for (std::size_t at = 0; at < content.size(); at += piece)
    {
        if (content.size() - at < piece)
        {
            begin = hexadecimal(content.size() - at) + "\r\n";
        }
        chunks.append(begin).append(content, at, piece).append("\r\n");
    }
    script.send(chunks + "0\r\n\r\n");
}

WUA_INLINE void flood_of_chunks(response_script& script, std::string_view begin, const std::string& repeated)
{
    script.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + std::string(begin));
    repeat_then_reset(script, many(repeated));
}

WUA_INLINE void last_chunk_repeated(response_script& script)
{
    send_chunks(script);
    repeat_then_reset(script, many("0\r\n\r\n"));
}

} // namespace wua::detail::behaviours

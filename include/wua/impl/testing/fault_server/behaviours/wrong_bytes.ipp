// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/testing/fault_server/behaviours/wrong_bytes.hpp>.

#include <wua/testing/fault_server/behaviours/validators.hpp>
#include <wua/testing/fault_server/behaviours/wrong_bytes.hpp>

namespace wua::detail::behaviours
{

WUA_INLINE void corrupted(response_script& script)
{
    const http_response response = script.correct_response();
    const std::uint64_t position = fault_in(script, response);
    send_to_fault(script, response);
    if (position == response.to)
    {
        return;
    }
    char byte[1] = {};
    script.content().read(position, byte);
    script.send_body(std::string(1, static_cast<char>(byte[0] ^ 1)));
    script.send_content(position + 1, response.to);
}

WUA_INLINE void other_content(response_script& script)
{
    const http_response response = script.correct_response();
    script.send(response.head);
    script.send_content(patterned_bytes(script.size(), older_seed), response.from, response.to);
}

WUA_INLINE std::uint32_t crc32(std::string_view bytes) noexcept
{
    std::uint32_t crc = 0xffffffffU;
    for (const char byte : bytes)
    {
        crc ^= static_cast<unsigned char>(byte);
        for (int bit = 0; bit != 8; ++bit)
        {
            crc = crc >> 1 ^ ((crc & 1) != 0 ? 0xedb88320U : 0);
        }
    }
    return ~crc;
}

WUA_INLINE void append_little_endian(std::string& out, std::uint64_t number, int width)
{
    for (int n = 0; n != width; ++n)
    {
        out += static_cast<char>(static_cast<unsigned char>(number >> (8 * n)));
    }
}

WUA_INLINE std::string gzipped(std::string_view bytes)
{
    constexpr char head[] = {'\x1f', '\x8b', 8, 0, 0, 0, 0, 0, 0, '\xff'};
    std::string out(head, sizeof head);
    std::string_view rest = bytes;
    do
    {
        const std::string_view block = rest.substr(0, 0xffff);
        rest.remove_prefix(block.size());
        out += rest.empty() ? '\1' : '\0';
        append_little_endian(out, block.size(), 2);
        append_little_endian(out, ~block.size(), 2);
        out += block;
    } while (!rest.empty());
    append_little_endian(out, crc32(bytes), 4);
    append_little_endian(out, bytes.size(), 4);
    return out;
}

WUA_INLINE void send_encoded(response_script& script, std::string_view encoding, std::string body)
{
    http_head head = whole_response(script).head;
    head.set("Content-Length", std::to_string(body.size())).add("Content-Encoding", std::string(encoding));
    script.send(head);
    script.send_body(std::move(body));
}

WUA_INLINE void gzip_broken(response_script& script)
{
    std::string stream = gzipped(script.content().str());
    char& checksum = stream[stream.size() - 8];
    checksum = static_cast<char>(checksum ^ 1);
    send_encoded(script, "gzip", std::move(stream));
}

WUA_INLINE void encoding_unknown(response_script& script)
{
    const std::string bytes = script.content().str();
    send_encoded(script, "x-upside-down", std::string(bytes.rbegin(), bytes.rend()));
}

WUA_INLINE void gzip_folded(response_script& script)
{
    send_encoded(script, "\r\n gzip", gzipped(script.content().str()));
}

WUA_INLINE void gzip_space_before_colon(response_script& script)
{
    std::string body = gzipped(script.content().str());
    http_head head = whole_response(script).head;
    script.send(head.set("Content-Length", std::to_string(body.size())).add("Content-Encoding ", "gzip"));
    script.send_body(std::move(body));
}

WUA_INLINE void encoding_of_content(response_script& script)
{
    http_response response = script.correct_response();
    response.head.add("Content-Encoding", "x-gzip");
    script.send(response);
}

} // namespace wua::detail::behaviours

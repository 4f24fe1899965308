// SPDX-License-Identifier: MIT
// The fields of HTTP/2 requests, by the examples of RFC 7541.

#include "catch.hpp"
#include <wua/com/ascii.hpp>
#include <wua/testing/fault_server/http_2_field_decoder.hpp>
#include <wua/testing/fault_server/http_2_frames.hpp>

#include <string>
#include <string_view>

namespace
{

std::string bytes_of(std::string_view hexadecimal)
{
    std::string bytes;
    for (; hexadecimal.size() >= 2; hexadecimal.remove_prefix(2))
    {
        bytes += static_cast<char>(static_cast<unsigned char>(
            wua::detail::hex_value(hexadecimal[0]) * 16 + wua::detail::hex_value(hexadecimal[1])));
    }
    return bytes;
}

} // namespace

TEST_CASE("fields are read by Huffman's code and by earlier fields", "[fault_server]")
{
    wua::detail::http_2_field_decoder decoder; // RFC 7541, C.4
    CHECK(decoder.decode(bytes_of("828684418cf1e3c2e5f23a6ba0ab90f4ff")) ==
          wua::http_fields{{":method", "GET"}, {":scheme", "http"}, {":path", "/"}, {":authority", "www.example.com"}});
    CHECK(decoder.decode(bytes_of("828684be5886a8eb10649cbf")) ==
          wua::http_fields{{":method", "GET"},
                           {":scheme", "http"},
                           {":path", "/"},
                           {":authority", "www.example.com"},
                           {"cache-control", "no-cache"}});
    CHECK(decoder.decode(bytes_of("828785bf408825a849e95ba97d7f8925a849e95bb8e8b4bf")) ==
          wua::http_fields{{":method", "GET"},
                           {":scheme", "https"},
                           {":path", "/index.html"},
                           {":authority", "www.example.com"},
                           {"custom-key", "custom-value"}});
    CHECK(decoder.decode(bytes_of("203fe11f82"))); // the table is emptied and grows again
    CHECK_FALSE(decoder.decode(bytes_of("be")));   // so nothing of its own is left
}

TEST_CASE("what is written as fields can be read", "[fault_server]")
{
    wua::detail::http_2_field_decoder decoder;
    const std::string value(5000, 'x');
    CHECK(decoder.decode(wua::http_2_field("name", value)) == wua::http_fields{{"name", value}});
    CHECK_FALSE(decoder.decode(wua::http_2_field("name", value).substr(0, 4000)));
    CHECK_FALSE(decoder.decode("\xff\xff\xff\xff\x7f"));
}

TEST_CASE("fields that are cut off or in no code are refused", "[fault_server]")
{
    wua::detail::http_2_field_decoder decoder;
    CHECK_FALSE(decoder.decode(std::string_view("\0", 1)));      // a name should follow
    CHECK_FALSE(decoder.decode(std::string_view("\0\1n", 3)));   // and its value
    CHECK_FALSE(decoder.decode("\x7f"));                         // a number that goes on
    CHECK_FALSE(decoder.decode("\x7f\xff\xff\xff\xff\xff\x01")); // beyond 32 bits
    CHECK_FALSE(decoder.decode(bytes_of("0084ffffffff0176")));   // Huffman's code has no such character
    CHECK_FALSE(decoder.decode(bytes_of("008100") + "\x01v"));   // and no such padding
}

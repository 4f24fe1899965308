// SPDX-License-Identifier: MIT

#include "catch.hpp"
#include <wua/engine/transfer/response_head.hpp>

#include <initializer_list>
#include <string_view>

namespace
{

wua::detail::response_head head_of(std::initializer_list<std::string_view> lines)
{
    wua::detail::response_head head;
    for (const std::string_view line : lines)
    {
        head.take(line);
    }
    head.take("");
    return head;
}

} // namespace

TEST_CASE("the head of an answer is read whatever its spelling", "[response_head]")
{
    const auto head = head_of({"HTTP/1.1 206 Partial Content\r\n", "CONTENT-length: \t 5 \r\n", "etag:\"x\"\n",
                               "Content-Range: bytes 1-5/9\r\n", "Location: /a\r\n", "\r\n"});
    CHECK(head.status == 206);
    CHECK(head.content_length == 5);
    CHECK(head.strong_etag() == "\"x\"");
    CHECK(head.content_range == "bytes 1-5/9");
    CHECK(head.location == "/a");
    CHECK(head.is_complete);
    CHECK_FALSE(head.has_bad_length);
    CHECK_FALSE(head.is_encoded);
}

TEST_CASE("odd status lines that libcurl reads are read alike", "[response_head]")
{
    CHECK(head_of({"HTTP/1.1  206 two blanks"}).status == 206);
    CHECK(head_of({"http/1.1 206 lower case"}).status == 206);
    CHECK(head_of({"http/1.1 206 lower case"}).is_http_1);
    CHECK(head_of({"HTTP/2 206"}).is_multiplexed);
    CHECK(head_of({"HTTP/1.1 2OO"}).status == 0);
    CHECK(head_of({"HTTP/1.1"}).status == 0);
}

TEST_CASE("only the chunks tell the length of a chunked body", "[response_head]")
{
    CHECK_FALSE(head_of({"HTTP/1.1 200", "Transfer-Encoding: chunked", "Content-Length: 5"}).length().has_value());
    CHECK(head_of({"HTTP/1.1 200", "Content-Length: 5"}).length() == 5);
}

TEST_CASE("a new status line begins a new head, and trailers change nothing", "[response_head]")
{
    auto head = head_of({"HTTP/1.1 103 Early Hints", "Content-Length: 3", "", "HTTP/2 200", "Content-Length: 7", ""});
    CHECK(head.status == 200);
    CHECK(head.content_length == 7);
    CHECK_FALSE(head.has_bad_length);
    head.take("Content-Length: 9");
    CHECK(head.content_length == 7);
    head.take("HTTP/1.1 206: a trailer");
    CHECK(head.status == 200);
    CHECK(head.is_complete);
}

TEST_CASE("only the first line of a head is its status line", "[response_head]")
{
    const auto head = head_of({"HTTP/1.1 404 Not Found", "Content-Encoding: gzip", "HTTP/1.1 200: OK"});
    CHECK(head.status == 404);
    CHECK(head.is_encoded);
}

TEST_CASE("a blank before the colon hides nothing", "[response_head]")
{
    CHECK(head_of({"HTTP/1.1 200", "Content-Encoding : gzip"}).is_encoded);
    CHECK(head_of({"HTTP/1.1 200", "Content-Length\t: 5"}).content_length == 5);
    CHECK(head_of({"HTTP/1.1 302", "Location : /b"}).location == "/b");
}

TEST_CASE("a coding that libcurl does not recognise is not decoded", "[response_head]")
{
    CHECK(head_of({"HTTP/1.1 200", "Transfer-Encoding : chunked"}).is_transfer_encoded);
    CHECK(head_of({"HTTP/1.1 200", "Transfer-Encoding:", " chunked"}).is_transfer_encoded);
    CHECK_FALSE(head_of({"HTTP/1.1 200", "X-Folded: a", " b", "Transfer-Encoding: chunked"}).is_transfer_encoded);
}

TEST_CASE("a carriage return too many in the blank line is noticed", "[response_head]")
{
    wua::detail::response_head odd;
    odd.take("HTTP/1.1 200 OK\r\r\n");
    odd.take("\r\r\n");
    CHECK(odd.is_complete);
    CHECK(odd.has_odd_end);
    CHECK_FALSE(head_of({"HTTP/1.1 200 OK\r\r\n", "\r\n"}).has_odd_end);
}

TEST_CASE("two different validators count as none", "[response_head]")
{
    const auto two = head_of({"HTTP/1.1 206", "ETag: \"a\"", "ETag: \"b\"", "Last-Modified: x", "Last-Modified: y"});
    CHECK(two.etag == "\"a\", \"b\"");
    CHECK(two.last_modified == "x, y");
    CHECK(head_of({"HTTP/1.1 206", "ETag: \"a\"", "ETag: \"a\""}).etag == "\"a\"");
}

TEST_CASE("a validator that could not be sent back does not count", "[response_head]")
{
    CHECK(head_of({"HTTP/1.1 200", "ETag: \"a\rX-Other: 1\""}).etag.empty());
    CHECK(head_of({"HTTP/1.1 200", "Last-Modified: Mon,\x7f"}).last_modified.empty());
}

TEST_CASE("invalid lengths are noticed", "[response_head]")
{
    CHECK(head_of({"HTTP/1.1 200", "Content-Length: -1"}).has_bad_length);
    CHECK(head_of({"HTTP/1.1 200", "Content-Length: 18446744073709551617"}).has_bad_length);
    CHECK(head_of({"HTTP/1.1 200", "Content-Length: 5, 5"}).has_bad_length);
    CHECK(head_of({"HTTP/1.1 200", "Content-Length: 5", "Content-Length: 6"}).has_bad_length);
    CHECK_FALSE(head_of({"HTTP/1.1 200", "Content-Length: 5", "Content-Length: 5"}).has_bad_length);
}

TEST_CASE("an encoding of any kind is noticed", "[response_head]")
{
    CHECK(head_of({"HTTP/1.1 200", "Content-Encoding: gzip"}).is_encoded);
    CHECK(head_of({"HTTP/1.1 200", "Transfer-Encoding: gzip, chunked"}).is_transfer_encoded);
    CHECK_FALSE(head_of({"HTTP/1.1 200", "Content-Encoding: Identity"}).is_encoded);
    CHECK_FALSE(head_of({"HTTP/1.1 200", "Transfer-Encoding: Chunked"}).is_transfer_encoded);
}

TEST_CASE("a weak ETag does not stand for bytes", "[response_head]")
{
    CHECK(head_of({"HTTP/1.1 200", "ETag: W/\"x\""}).strong_etag().empty());
    CHECK(head_of({"HTTP/1.1 200", "ETag: x"}).strong_etag().empty());
}

TEST_CASE("the end of the connection ends a body without length", "[response_head]")
{
    CHECK(head_of({"HTTP/1.1 200"}).is_ended_by_closing());
    CHECK_FALSE(head_of({"HTTP/2 200"}).is_ended_by_closing());
    CHECK_FALSE(head_of({"HTTP/1.1 200", "Content-Length: 0"}).is_ended_by_closing());
    CHECK_FALSE(head_of({"HTTP/1.1 200", "Transfer-Encoding: chunked"}).is_ended_by_closing());
}

TEST_CASE("a folded Content-Encoding hides nothing", "[response_head]")
{
    CHECK(head_of({"HTTP/1.1 200", "Content-Encoding:", " gzip", ""}).is_encoded);
    CHECK(head_of({"HTTP/1.1 200", "Content-Encoding: identity,", "\tgzip", ""}).is_encoded);
    CHECK_FALSE(head_of({"HTTP/1.1 200", "X-Folded: a", " Content-Encoding: gzip", ""}).is_encoded);
    CHECK(head_of({"HTTP/1.1 200", "Content-Length:", " 5", ""}).content_length == 5);
}

TEST_CASE("two Content-Range fields that differ are noticed", "[response_head]")
{
    CHECK(head_of({"HTTP/1.1 206", "Content-Range: bytes 1-5/9", "Content-Range: bytes 2-5/9", ""}).has_bad_range);
    CHECK_FALSE(
        head_of({"HTTP/1.1 206", "Content-Range: bytes 1-5/9", "Content-Range: bytes 1-5/9", ""}).has_bad_range);
}

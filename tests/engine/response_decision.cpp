// SPDX-License-Identifier: MIT

#include "catch.hpp"
#include <wua/engine/transfer/http_errors.hpp>
#include <wua/engine/transfer/response_decision.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace
{

using kind = wua::detail::response_decision::kind;

wua::detail::response_head head_of(int status, std::string_view fields = {})
{
    wua::detail::response_head head;
    head.take("HTTP/1.1 " + std::to_string(status) + " x\r\n");
    while (!fields.empty())
    {
        const auto end = fields.find('\n');
        head.take(fields.substr(0, end));
        fields = end == std::string_view::npos ? std::string_view() : fields.substr(end + 1);
    }
    head.take("\r\n");
    return head;
}

// The whole of 100 bytes, or what follows the first `offset` of them.
wua::detail::content_request request_of(std::uint64_t offset = 0)
{
    wua::detail::content_request request;
    request.offset = offset;
    request.total = 100;
    return request;
}

wua::detail::content_request request_with_etag(std::uint64_t offset)
{
    wua::detail::content_request request = request_of(offset);
    request.etag = "\"mine\"";
    request.last_modified = "Mon, 01 Jan 2024 00:00:00 GMT";
    return request;
}

// What a server says of the part that follows the first 40 bytes.
bool is_joined(const std::string& fields, const wua::detail::content_request& request)
{
    const auto judged =
        wua::detail::decide_on_response(head_of(206, "Content-Range: bytes 40-99/100\n" + fields), request);
    return judged.what == kind::content && judged.first == 40 && judged.is_part;
}

wua::HRESULT code_of(const wua::detail::response_decision& decision)
{
    return decision.failure ? decision.failure->result.hresult : wua::s_ok;
}

} // namespace

TEST_CASE("a 200 is the whole content, also where a part was asked for", "[response_decision]")
{
    const auto whole = wua::detail::decide_on_response(head_of(200, "Content-Length: 100"), request_of());
    CHECK(whole.what == kind::content);
    CHECK(whole.first == 0);
    CHECK(whole.total == 100U);
    CHECK(whole.first == 0);

    const auto anew = wua::detail::decide_on_response(head_of(200, "Content-Length: 120"), request_of(40));
    CHECK(anew.what == kind::content);
    CHECK(anew.total == 120U);
    CHECK(anew.first == 0);

    // What was known of the old bytes says nothing of the new ones.
    CHECK(wua::detail::decide_on_response(head_of(200, "Transfer-Encoding: chunked"), request_of(40)).total ==
          std::nullopt);
    CHECK(wua::detail::decide_on_response(head_of(200, "Transfer-Encoding: chunked"), request_of()).total == 100U);
}

TEST_CASE("a 200 that says that it is a part is not taken for the whole", "[response_decision]")
{
    const std::string part = "Content-Range: bytes 40-99/100\nContent-Length: 60";
    for (const std::uint64_t offset : {0U, 40U})
    {
        const auto judged = wua::detail::decide_on_response(head_of(200, part), request_of(offset));
        CHECK(judged.what == kind::refusal);
        CHECK(judged.rejects_ranges);
    }
    const std::string whole = "Content-Range: bytes 0-99/100\nContent-Length: 100";
    CHECK(wua::detail::decide_on_response(head_of(200, whole), request_of()).what == kind::content);
}

TEST_CASE("a 200 that contradicts itself is the whole only if a digest decides", "[response_decision]")
{
    for (const char* const fields :
         {"Content-Range: bytes 0-99/100\nContent-Length: 50", "Content-Range: bytes */100\nContent-Length: 50",
          "Content-Range: bytes 0-9/10\nContent-Range: bytes 0-99/100\nContent-Length: 100",
          "Content-Type: multipart/byteranges; boundary=x\nContent-Length: 150"})
    {
        INFO(fields);
        wua::detail::content_request request;
        const auto judged = wua::detail::decide_on_response(head_of(200, fields), request);
        CHECK(judged.what == kind::refusal);
        CHECK(judged.rejects_ranges);
        request.has_digest = true;
        CHECK(wua::detail::decide_on_response(head_of(200, fields), request).what == kind::content);
    }
}

TEST_CASE("a Content-Range tells the length of a 200 that does not", "[response_decision]")
{
    const auto head = head_of(200, "Content-Range: bytes 0-99/100\nTransfer-Encoding: chunked");
    wua::detail::content_request request;
    CHECK(wua::detail::decide_on_response(head, request).total == 100U);
    request.has_digest = true;
    CHECK(wua::detail::decide_on_response(head, request).total == std::nullopt);
}

TEST_CASE("a head whose end is odd is taken only if a digest decides", "[response_decision]")
{
    wua::detail::response_head head = head_of(200);
    head.has_odd_end = true;
    wua::detail::content_request request = request_of();
    CHECK(wua::detail::decide_on_response(head, request).what == kind::refusal);
    request.has_digest = true;
    CHECK(wua::detail::decide_on_response(head, request).what == kind::content);
}

TEST_CASE("a part ends where its Content-Range says, or else the digest decides", "[response_decision]")
{
    const auto head = head_of(206, "ETag: \"mine\"\nContent-Range: bytes 40-69/100");
    wua::detail::content_request request = request_with_etag(40);
    CHECK(wua::detail::decide_on_response(head, request).end == 70U);
    request.has_digest = true;
    CHECK(wua::detail::decide_on_response(head, request).end == std::nullopt);
}

TEST_CASE("a whole that comes instead of a part, of the same content with another length, is refused",
          "[response_decision]")
{
    const auto judged =
        wua::detail::decide_on_response(head_of(200, "ETag: \"mine\"\nContent-Length: 0"), request_with_etag(40));
    CHECK(judged.what == kind::refusal);
    CHECK(
        wua::detail::decide_on_response(head_of(200, "ETag: \"new\"\nContent-Length: 0"), request_with_etag(40)).what ==
        kind::content);
}

TEST_CASE("a whole of the wrong size that comes instead of a part leads to a request without Range",
          "[response_decision]")
{
    wua::detail::content_request request = request_of(40);
    request.size = 100;
    CHECK(wua::detail::decide_on_response(head_of(200, "Content-Length: 7"), request).rejects_ranges);
    request.offset = 0;
    CHECK_FALSE(wua::detail::decide_on_response(head_of(200, "Content-Length: 7"), request).rejects_ranges);
}

TEST_CASE("several parts in one body are not joined, whatever their Content-Range", "[response_decision]")
{
    CHECK_FALSE(is_joined("ETag: \"mine\"\nContent-Type: multipart/byteranges; boundary=x", request_with_etag(40)));
    CHECK(is_joined("ETag: \"mine\"\nContent-Type: application/octet-stream", request_with_etag(40)));
}

TEST_CASE("a status that stands for 200 is taken when a digest decides", "[response_decision]")
{
    for (const int status : {203, 299})
    {
        auto request = request_of();
        CHECK(wua::detail::decide_on_response(head_of(status), request).what == kind::failure);
        request.has_digest = true;
        CHECK(wua::detail::decide_on_response(head_of(status), request).what == kind::content);
    }
    auto request = request_of();
    request.has_digest = true;
    CHECK(wua::detail::decide_on_response(head_of(202), request).what == kind::failure);
    CHECK(wua::detail::decide_on_response(head_of(226), request).what == kind::failure);
}

TEST_CASE("a 206 must be the part that was asked for", "[response_decision]")
{
    const auto part = wua::detail::decide_on_response(
        head_of(206, "Content-Range: bytes 40-99/100\nContent-Length: 60\nETag: \"mine\""), request_with_etag(40));
    CHECK(part.what == kind::content);
    CHECK(part.first == 40);
    CHECK(part.total == 100U);

    for (const std::string_view wrong :
         {"", "Content-Range: bytes 41-99/100", "Content-Range: bytes 40-99/101", "Content-Range: nonsense",
          "Content-Range: bytes 40-99/100\nContent-Length: 61", "Content-Range: bytes 40-99/100\nETag: \"other\""})
    {
        INFO(wrong);
        const auto judged = wua::detail::decide_on_response(head_of(206, wrong), request_with_etag(40));
        CHECK(judged.what == kind::refusal);
        REQUIRE(judged.failure);
        CHECK(judged.failure->remedy == wua::detail::remedy::retry);
        CHECK_FALSE(judged.failure->keeps_bytes);
        CHECK(judged.rejects_ranges);
    }

    const auto unasked = wua::detail::decide_on_response(head_of(206, "Content-Range: bytes 0-99/100"), request_of());
    CHECK(unasked.what == kind::refusal);
    CHECK_FALSE(unasked.rejects_ranges);
}

TEST_CASE("a part is joined to what is stored only if every validator agrees", "[response_decision]")
{
    const std::string etag = "ETag: \"mine\"\n";
    for (const bool has_digest : {false, true})
    {
        INFO(has_digest);
        wua::detail::content_request request = request_with_etag(40);
        request.has_digest = has_digest;
        CHECK(is_joined(etag, request));
        CHECK(is_joined(etag + "Last-Modified: Mon, 01 Jan 2024 00:00:00 GMT", request));
        CHECK_FALSE(is_joined(etag + "Last-Modified: Tue, 02 Jan 2024 00:00:00 GMT", request));
        CHECK_FALSE(is_joined("ETag: W/\"mine\"", request));
        CHECK_FALSE(is_joined(etag + "Content-Range: bytes 0-9/10", request));
        request.etag = "W/\"mine\"";
        CHECK_FALSE(is_joined("ETag: W/\"other\"", request));
        request.total = 101;
        CHECK_FALSE(is_joined("", request));
    }
}

TEST_CASE("if nothing proves sameness the digest decides, or the download starts over", "[response_decision]")
{
    for (const bool has_digest : {false, true})
    {
        INFO(has_digest);
        wua::detail::content_request request = request_with_etag(40);
        request.has_digest = has_digest;
        CHECK(is_joined("", request) == has_digest);
        request.etag = "W/\"mine\"";
        CHECK(is_joined("ETag: W/\"mine\"", request) == has_digest);
        const std::string date = "Last-Modified: Mon, 01 Jan 2024 00:00:00 GMT";
        CHECK(is_joined(date, request) == has_digest);
        request.is_date_strong = true;
        CHECK(is_joined(date, request));
    }
}

TEST_CASE("a part of unknown total need not be the last", "[response_decision]")
{
    wua::detail::content_request request = request_with_etag(40);
    const auto known =
        wua::detail::decide_on_response(head_of(206, "ETag: \"mine\"\nContent-Range: bytes 40-69/*"), request);
    CHECK(known.what == kind::content);
    CHECK(known.total == 100U);
    CHECK_FALSE(known.is_open_part);
    CHECK(
        wua::detail::decide_on_response(head_of(206, "ETag: \"mine\"\nContent-Range: bytes 40-100/*"), request).what ==
        kind::refusal);
    request.total.reset();
    CHECK(wua::detail::decide_on_response(head_of(206, "ETag: \"mine\"\nContent-Range: bytes 40-69/*"), request)
              .is_open_part);
}

TEST_CASE("over HTTP/2 something must tell where the content ends", "[response_decision]")
{
    wua::detail::response_head head;
    head.take("HTTP/2 200");
    head.take("");
    wua::detail::content_request request;
    CHECK(wua::detail::decide_on_response(head, request).what == kind::other_version);
    request.has_digest = true;
    CHECK(wua::detail::decide_on_response(head, request).what == kind::content);
    request.has_digest = false;
    request.size = 100;
    CHECK(wua::detail::decide_on_response(head, request).what == kind::content);
}

TEST_CASE("an encoded archive is taken as it is when a digest decides", "[response_decision]")
{
    wua::detail::content_request request = request_of();
    request.has_digest = true;
    CHECK(wua::detail::decide_on_response(head_of(200, "Content-Encoding: x-gzip"), request).what == kind::content);
    CHECK(wua::detail::decide_on_response(head_of(200, "Transfer-Encoding: gzip"), request).what == kind::refusal);
}

TEST_CASE("a 416 says that all is there, or that the content is not what it was", "[response_decision]")
{
    CHECK(wua::detail::decide_on_response(head_of(416, "Content-Range: bytes */100"), request_of(100)).what ==
          kind::already_complete);
    const auto changed = wua::detail::decide_on_response(head_of(416, "Content-Range: bytes */30"), request_of(40));
    CHECK(changed.what == kind::failure);
    REQUIRE(changed.failure);
    CHECK(changed.failure->remedy == wua::detail::remedy::retry);
    CHECK_FALSE(changed.failure->keeps_bytes);
    CHECK(changed.rejects_ranges);

    // Of unknown length, the content may have become another one of that length.
    wua::detail::content_request request = request_with_etag(40);
    request.total.reset();
    const std::string fields = "Content-Range: bytes */40";
    CHECK(wua::detail::decide_on_response(head_of(416, fields), request).what == kind::failure);
    CHECK(wua::detail::decide_on_response(head_of(416, fields + "\nETag: \"mine\""), request).what ==
          kind::already_complete);
    request.has_digest = true;
    CHECK(wua::detail::decide_on_response(head_of(416, fields), request).what == kind::already_complete);

    const auto unasked = wua::detail::decide_on_response(head_of(416), request_of());
    CHECK(unasked.what == kind::failure);
    CHECK_FALSE(unasked.rejects_ranges);
}

TEST_CASE("a redirect needs a place to go to", "[response_decision]")
{
    CHECK(wua::detail::decide_on_response(head_of(302, "Location: /b"), request_of()).what == kind::redirect);
    const auto nowhere = wua::detail::decide_on_response(head_of(302), request_of());
    CHECK(nowhere.what == kind::failure);
    REQUIRE(nowhere.failure);
    CHECK(nowhere.failure->result.native == wua::native_error{"http", 302});
}

TEST_CASE("other statuses are failures whose page is read to its end", "[response_decision]")
{
    const auto busy = wua::detail::decide_on_response(head_of(503), request_of());
    CHECK(busy.what == kind::failure);
    REQUIRE(busy.failure);
    CHECK(busy.failure->remedy == wua::detail::remedy::retry);
    const auto missing = wua::detail::decide_on_response(head_of(404), request_of());
    REQUIRE(missing.failure);
    CHECK(missing.failure->remedy == wua::detail::remedy::other_mirror);
}

TEST_CASE("content that cannot be taken as it is is refused", "[response_decision]")
{
    CHECK(code_of(wua::detail::decide_on_response(head_of(200, "Content-Encoding: gzip"), request_of())) ==
          wua::wu_e_pt_invalid_format);
    CHECK(code_of(wua::detail::decide_on_response(
              head_of(200, "Content-Length: 1\nContent-Length: 2"), request_of())) == wua::wu_e_pt_invalid_format);

    wua::detail::content_request sized = request_of();
    sized.size = 100;
    const auto other_size = wua::detail::decide_on_response(head_of(200, "Content-Length: 99"), sized);
    CHECK(code_of(other_size) == wua::detail::size_differs);
    REQUIRE(other_size.failure);
    CHECK(other_size.failure->is_wrong_content);
    CHECK(other_size.failure->keeps_bytes);
}

TEST_CASE("over TLS something must tell where the content ends", "[response_decision]")
{
    wua::detail::content_request request;
    request.is_secure = true;
    CHECK(wua::detail::decide_on_response(head_of(200), request).what == kind::refusal);
    CHECK(wua::detail::decide_on_response(head_of(200, "Transfer-Encoding: chunked"), request).what == kind::content);
    request.has_digest = true;
    CHECK(wua::detail::decide_on_response(head_of(200), request).what == kind::content);
    request.has_digest = false;
    request.size = 100;
    CHECK(wua::detail::decide_on_response(head_of(200), request).what == kind::content);
    CHECK(wua::detail::decide_on_response(head_of(200), request_of()).what == kind::content);
}

TEST_CASE("a local file is judged by its size", "[response_decision]")
{
    wua::detail::content_request request;
    CHECK(wua::detail::decide_on_local_file(5, request).total == 5U);
    request.size = 6;
    CHECK(code_of(wua::detail::decide_on_local_file(5, request)) == wua::detail::size_differs);
    CHECK(wua::detail::decide_on_local_file(std::nullopt, request).total == 6U);
}

TEST_CASE("what is not modified is what was asked about, and no other version", "[response_decision]")
{
    const std::string date = "Mon, 01 Jan 2024 00:00:00 GMT";
    const std::string later = "Tue, 02 Jan 2024 00:00:00 GMT";
    const auto decide =
        [](int status, const std::string& fields, const std::string& etag, const std::string& modified) {
            wua::detail::content_request request;
            request.known_etag = etag;
            request.known_last_modified = modified;
            return wua::detail::decide_on_response(head_of(status, fields), request);
        };
    CHECK(decide(304, "ETag: \"a\"\n", "\"a\"", {}).what == kind::not_modified);
    CHECK(decide(304, "ETag: W/\"a\"\n", "\"a\"", {}).what == kind::not_modified); // compared weakly
    CHECK(decide(304, "ETag: \"a\"\n", "W/\"a\"", {}).what == kind::not_modified);
    CHECK(decide(304, "", "\"a\"", {}).what == kind::not_modified);
    CHECK(decide(304, "ETag: \"a\"\n", {}, date).what == kind::not_modified); // it does not tell of a date
    CHECK(decide(304, "Last-Modified: " + date + "\n", {}, date).what == kind::not_modified);
    CHECK(decide(304, "ETag: \"a\"\nLast-Modified: " + later + "\n", "\"a\"", date).what == kind::not_modified);
    for (const auto& other :
         {decide(304, "ETag: \"b\"\n", "\"a\"", {}),
          decide(304, "ETag: \"b\"\nLast-Modified: " + date + "\n", "\"a\"", date),
          decide(304, "Last-Modified: " + later + "\n", {}, date),
          decide(304, "Last-Modified: " + later + "\n", "\"a\"", date),
          decide(304, "ETag: \"a\"\nETag: \"b\"\n", "\"a\"", {}), decide(412, "", "\"a\"", {})})
    {
        CHECK(other.what == kind::failure);
        CHECK(other.rejects_condition);
        REQUIRE(other.failure);
        CHECK(other.failure->remedy == wua::detail::remedy::retry);
        CHECK(code_of(other) == wua::wu_e_pt_invalid_format);
    }
    const auto unasked = decide(304, "ETag: \"a\"\n", {}, {});
    CHECK(unasked.what == kind::failure);
    CHECK_FALSE(unasked.rejects_condition);
    CHECK(unasked.failure->remedy == wua::detail::remedy::other_mirror);
    CHECK(decide(200, "ETag: \"a\"\nContent-Length: 10\n", "\"a\"", {}).what == kind::content); // it may ignore it
}

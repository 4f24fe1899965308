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

TEST_CASE("a 206 must be the part that was asked for", "[response_decision]")
{
    const auto part = wua::detail::decide_on_response(
        head_of(206, "Content-Range: bytes 40-99/100\nContent-Length: 60"), request_of(40));
    CHECK(part.what == kind::content);
    CHECK(part.first == 40);
    CHECK(part.total == 100U);

    for (const std::string_view wrong :
         {"", "Content-Range: bytes 41-99/100", "Content-Range: bytes 40-99/101", "Content-Range: nonsense",
          "Content-Range: bytes 40-99/100\nContent-Length: 61", "Content-Range: bytes 40-99/100\nETag: \"other\""})
    {
        INFO(wrong);
        wua::detail::content_request request = request_of(40);
        request.etag = "\"mine\"";
        const auto judged = wua::detail::decide_on_response(head_of(206, wrong), request);
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

// SPDX-License-Identifier: MIT

#include <wua/engine/transfer/response_decision.hpp>

#include <optional>
#include <string>
#include <string_view>

#include "catch.hpp"

namespace
{

using kind = wua::response_decision::kind;

wua::response_head head_of(int status, std::string_view fields = {})
{
    wua::response_head head;
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
wua::content_request request_of(std::uint64_t offset = 0)
{
    wua::content_request request;
    request.offset = offset;
    request.total = 100;
    return request;
}

wua::HRESULT code_of(const wua::response_decision& decision)
{
    return decision.why ? decision.why->result.hresult : wua::s_ok;
}

} // namespace

TEST_CASE("a 200 is the whole content, also where a part was asked for", "[response_decision]")
{
    const auto whole = wua::decide_on_response(head_of(200, "Content-Length: 100"), request_of());
    CHECK(whole.what == kind::content);
    CHECK(whole.first == 0);
    CHECK(whole.total == 100U);
    CHECK_FALSE(whole.starts_anew(request_of()));

    const auto anew = wua::decide_on_response(head_of(200, "Content-Length: 120"), request_of(40));
    CHECK(anew.what == kind::content);
    CHECK(anew.total == 120U);
    CHECK(anew.starts_anew(request_of(40)));

    // What was known of the old bytes says nothing of the new ones.
    CHECK(wua::decide_on_response(head_of(200, "Transfer-Encoding: chunked"), request_of(40)).total == std::nullopt);
    CHECK(wua::decide_on_response(head_of(200, "Transfer-Encoding: chunked"), request_of()).total == 100U);
}

TEST_CASE("a 206 must be the part that was asked for", "[response_decision]")
{
    const auto part =
        wua::decide_on_response(head_of(206, "Content-Range: bytes 40-99/100\nContent-Length: 60"), request_of(40));
    CHECK(part.what == kind::content);
    CHECK(part.first == 40);
    CHECK(part.total == 100U);

    for (const std::string_view wrong :
         {"", "Content-Range: bytes 41-99/100", "Content-Range: bytes 40-99/101", "Content-Range: nonsense",
          "Content-Range: bytes 40-99/100\nContent-Length: 61", "Content-Range: bytes 40-99/100\nETag: \"other\""})
    {
        INFO(wrong);
        wua::content_request request = request_of(40);
        request.etag = "\"mine\"";
        const auto judged = wua::decide_on_response(head_of(206, wrong), request);
        CHECK(judged.what == kind::failure_with_no_end);
        REQUIRE(judged.why);
        CHECK(judged.why->remedy == wua::remedy::retry);
        CHECK_FALSE(judged.why->keeps_bytes);
        CHECK(judged.has_no_ranges);
    }

    const auto unasked = wua::decide_on_response(head_of(206, "Content-Range: bytes 0-99/100"), request_of());
    CHECK(unasked.what == kind::failure_with_no_end);
    CHECK_FALSE(unasked.has_no_ranges);
}

TEST_CASE("a 416 says that all is there, or that the content is not what it was", "[response_decision]")
{
    CHECK(wua::decide_on_response(head_of(416, "Content-Range: bytes */100"), request_of(100)).what ==
          kind::complete_already);
    const auto changed = wua::decide_on_response(head_of(416, "Content-Range: bytes */30"), request_of(40));
    CHECK(changed.what == kind::failure);
    REQUIRE(changed.why);
    CHECK(changed.why->remedy == wua::remedy::retry);
    CHECK_FALSE(changed.why->keeps_bytes);
    CHECK(changed.has_no_ranges);
    const auto unasked = wua::decide_on_response(head_of(416), request_of());
    CHECK(unasked.what == kind::failure);
    CHECK_FALSE(unasked.has_no_ranges);
}

TEST_CASE("a redirect needs a place to go to", "[response_decision]")
{
    CHECK(wua::decide_on_response(head_of(302, "Location: /b"), request_of()).what == kind::redirect);
    const auto nowhere = wua::decide_on_response(head_of(302), request_of());
    CHECK(nowhere.what == kind::failure);
    REQUIRE(nowhere.why);
    CHECK(nowhere.why->result.native == wua::native_error{"http", 302});
}

TEST_CASE("other statuses are failures whose page is read to its end", "[response_decision]")
{
    const auto busy = wua::decide_on_response(head_of(503), request_of());
    CHECK(busy.what == kind::failure);
    REQUIRE(busy.why);
    CHECK(busy.why->remedy == wua::remedy::retry);
    const auto missing = wua::decide_on_response(head_of(404), request_of());
    REQUIRE(missing.why);
    CHECK(missing.why->remedy == wua::remedy::other_mirror);
}

TEST_CASE("content that cannot be taken as it is is refused", "[response_decision]")
{
    CHECK(code_of(wua::decide_on_response(head_of(200, "Content-Encoding: gzip"), request_of())) ==
          wua::wu_e_pt_invalid_format);
    CHECK(code_of(wua::decide_on_response(head_of(200, "Content-Length: 1\nContent-Length: 2"), request_of())) ==
          wua::wu_e_pt_invalid_format);

    wua::content_request sized = request_of();
    sized.size = 100;
    const auto other_size = wua::decide_on_response(head_of(200, "Content-Length: 99"), sized);
    CHECK(code_of(other_size) == wua::size_differs);
    REQUIRE(other_size.why);
    CHECK(other_size.why->is_wrong_content);
    CHECK(other_size.why->keeps_bytes);
}

TEST_CASE("over TLS something must tell where the content ends", "[response_decision]")
{
    wua::content_request request;
    request.is_secure = true;
    CHECK(wua::decide_on_response(head_of(200), request).what == kind::failure_with_no_end);
    CHECK(wua::decide_on_response(head_of(200, "Transfer-Encoding: chunked"), request).what == kind::content);
    request.has_digest = true;
    CHECK(wua::decide_on_response(head_of(200), request).what == kind::content);
    request.has_digest = false;
    request.size = 100;
    CHECK(wua::decide_on_response(head_of(200), request).what == kind::content);
    CHECK(wua::decide_on_response(head_of(200), request_of()).what == kind::content);
}

TEST_CASE("a local file is judged by its size", "[response_decision]")
{
    wua::content_request request;
    CHECK(wua::decide_on_local_file(5, request).total == 5U);
    request.size = 6;
    CHECK(code_of(wua::decide_on_local_file(5, request)) == wua::size_differs);
    CHECK(wua::decide_on_local_file(std::nullopt, request).total == 6U);
}

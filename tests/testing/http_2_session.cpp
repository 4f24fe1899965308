// SPDX-License-Identifier: MIT

#include "catch.hpp"
#include <wua/testing/fault_server/http_2_session.hpp>

#include <cstdint>
#include <string>

namespace
{

using kind = wua::http_2_frame_kind;

const std::string begin = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

std::string request_on(std::uint32_t stream)
{
    return wua::http_2_frame(kind::headers, wua::http_2_end_headers | wua::http_2_end_stream, stream,
                             wua::http_2_field(":method", "GET") + wua::http_2_field(":path", "/a?b"));
}

std::string more(std::uint32_t stream, std::uint64_t bytes)
{
    return wua::http_2_frame(kind::window_update, 0, stream, wua::http_2_number(bytes, 4));
}

} // namespace

TEST_CASE("a request of HTTP/2 is read in whatever pieces it comes", "[fault_server]")
{
    wua::detail::http_2_session session;
    std::string inbox;
    std::string reply;
    for (const char piece : begin + request_on(1))
    {
        inbox += piece;
        REQUIRE(session.receive(inbox, reply));
    }
    CHECK(inbox.empty());
    CHECK(reply == wua::http_2_frame(kind::settings, 0, 0, {}));
    const auto request = session.try_request();
    REQUIRE(request);
    CHECK(request->method == "GET");
    CHECK(request->path() == "/a");
    CHECK(request->version == "HTTP/2");
    CHECK(request->stream == 1);
    CHECK_FALSE(session.try_request());
}

TEST_CASE("what is no HTTP/2 is noticed", "[fault_server]")
{
    std::string reply;
    std::string inbox = "GET / HTTP/1.1\r\n";
    CHECK_FALSE(wua::detail::http_2_session().receive(inbox, reply));
    inbox = "PRI * HTTP/2.0\r\n\r\nXX\r\n\r\n";
    CHECK_FALSE(wua::detail::http_2_session().receive(inbox, reply));
    inbox = begin + wua::http_2_frame(kind::headers, wua::http_2_end_headers | wua::http_2_padded_frame, 1, "\x05padd");
    CHECK_FALSE(wua::detail::http_2_session().receive(inbox, reply));
    inbox = begin + wua::http_2_frame(kind::data, 0, 1, std::string(16385, 'x'));
    CHECK_FALSE(wua::detail::http_2_session().receive(inbox, reply));
    inbox = begin + wua::http_2_frame(kind::headers, wua::http_2_end_headers, 1, "\xff\xff\xff\xff\x7f");
    CHECK_FALSE(wua::detail::http_2_session().receive(inbox, reply));
}

TEST_CASE("fields may come in several frames, and with padding", "[fault_server]")
{
    wua::detail::http_2_session session;
    const std::string fields = wua::http_2_field(":method", "GET") + wua::http_2_field(":path", "/far");
    std::string inbox =
        begin +
        wua::http_2_frame(
            kind::headers, wua::http_2_end_stream | wua::http_2_padded_frame, 1, "\x02" + fields.substr(0, 3) + "..") +
        wua::http_2_frame(kind::continuation, 0, 1, fields.substr(3, 4));
    std::string reply;
    REQUIRE(session.receive(inbox, reply));
    CHECK_FALSE(session.try_request());
    inbox = wua::http_2_frame(kind::continuation, wua::http_2_end_headers, 1, fields.substr(7));
    REQUIRE(session.receive(inbox, reply));
    const auto request = session.try_request();
    REQUIRE(request);
    CHECK(request->path() == "/far");
    CHECK(request->stream == 1);
}

TEST_CASE("a client that changes its windows changes those of streams under way", "[fault_server]")
{
    wua::detail::http_2_session session;
    std::string inbox = begin + request_on(1);
    std::string reply;
    REQUIRE(session.receive(inbox, reply));
    session.use_window(1, 60'000);
    CHECK(session.window(1) == 5'535);
    inbox = wua::http_2_frame(kind::settings, 0, 0, wua::http_2_number(4, 2) + wua::http_2_number(65'000, 4));
    REQUIRE(session.receive(inbox, reply));
    CHECK(session.window(1) == 5'000);
    inbox = wua::http_2_frame(kind::settings, 0, 0, wua::http_2_number(4, 2) + wua::http_2_number(10, 4));
    REQUIRE(session.receive(inbox, reply));
    CHECK(session.window(1) == 0); // it owes some
}

TEST_CASE("content waits for the windows of its stream and of the connection", "[fault_server]")
{
    wua::detail::http_2_session session;
    const std::string small = wua::http_2_number(4, 2) + wua::http_2_number(10, 4);
    std::string inbox = begin + wua::http_2_frame(kind::settings, 0, 0, small) + request_on(1);
    std::string reply;
    REQUIRE(session.receive(inbox, reply));
    CHECK(session.window(1) == 10);
    session.use_window(1, 10);
    CHECK(session.window(1) == 0);
    inbox = more(1, 100'000);
    REQUIRE(session.receive(inbox, reply));
    CHECK(session.window(1) == 16384);
    session.use_window(1, 65525);
    CHECK(session.window(1) == 0); // that of the connection
    inbox = more(0, 5);
    REQUIRE(session.receive(inbox, reply));
    CHECK(session.window(1) == 5);
}

TEST_CASE("a stream that the client resets is over, and settings and pings are answered", "[fault_server]")
{
    wua::detail::http_2_session session;
    std::string inbox = begin + request_on(1) + wua::http_2_frame(kind::settings, 0, 0, {}) +
                        wua::http_2_frame(kind::ping, 0, 0, "12345678");
    std::string reply;
    REQUIRE(session.receive(inbox, reply));
    CHECK(reply ==
          wua::http_2_frame(kind::settings, 0, 0, {}) + wua::http_2_frame(kind::settings, wua::http_2_ack, 0, {}) +
              wua::http_2_frame(kind::ping, wua::http_2_ack, 0, "12345678"));
    CHECK_FALSE(session.is_cancelled(1));
    inbox = wua::http_2_frame(kind::rst_stream, 0, 1, wua::http_2_number(8, 4));
    REQUIRE(session.receive(inbox, reply));
    CHECK(session.is_cancelled(1));
    CHECK(session.window(1) == 0);
}

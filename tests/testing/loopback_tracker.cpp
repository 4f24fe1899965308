// SPDX-License-Identifier: MIT
// The tracker for tests, asked as a client of BitTorrent asks.

#include "catch.hpp"
#include <wua/testing/fault_server/loopback_socket.hpp>
#include <wua/testing/loopback_tracker.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace
{

struct tracker_client
{
    explicit tracker_client(const wua::loopback_tracker& tracker)
        : socket(wua::detail::loopback_socket::connecting(
              static_cast<std::uint16_t>(std::stoul(tracker.url().substr(tracker.url().find(':', 7) + 1)))))
    {}

    void send(std::string_view text)
    {
        auto polled = socket.to_poll(true);
        REQUIRE(wua::detail::poll_native(&polled, 1, 5000) > 0);
        REQUIRE(socket.send(text).bytes == text.size());
    }

    std::string answer()
    {
        std::string text;
        std::string block(4096, '\0');
        for (bool has_ended = false; !has_ended;)
        {
            auto polled = socket.to_poll(false);
            REQUIRE(wua::detail::poll_native(&polled, 1, 5000) > 0);
            const auto got = socket.receive(block);
            text.append(block, 0, got.bytes);
            has_ended = got.finished;
        }
        return text.substr(text.find("\r\n\r\n") + 4);
    }

    wua::detail::loopback_socket socket;
};

std::string announced(const wua::loopback_tracker& tracker, const std::string& query)
{
    tracker_client client(tracker);
    client.send("GET /announce?" + query + " HTTP/1.1\r\n");
    client.send("Host: here\r\n\r\n"); // what comes in pieces is one request
    return client.answer();
}

} // namespace

TEST_CASE("a tracker tells each of the others with the same torrent, until they leave", "[loopback_tracker]")
{
    const wua::loopback_tracker tracker;
    CHECK(tracker.announcements() == 0);
    CHECK(announced(tracker, "info_hash=a&port=256") == "d8:intervali1800e5:peers0:e");
    CHECK(announced(tracker, "port=513&info_hash=b") == "d8:intervali1800e5:peers0:e");
    using namespace std::string_literals;
    CHECK(announced(tracker, "info_hash=a&port=258&event=started") == "d8:intervali1800e5:peers6:\x7f\0\0\1\1\0e"s);
    CHECK(tracker.peers() == 3);
    announced(tracker, "info_hash=a&port=256&event=stopped");
    CHECK(announced(tracker, "info_hash=a&port=258") == "d8:intervali1800e5:peers0:e");
    CHECK(announced(tracker, "info_hash=a") == "d8:intervali1800e5:peers6:\x7f\0\0\1\1\2e"s); // it cannot be reached
    CHECK(tracker.peers() == 2);
    CHECK(tracker.announcements() == 6);
}

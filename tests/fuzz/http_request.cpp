// SPDX-License-Identifier: MIT
// What a client sends to the fault server, by HTTP/1.1 and HTTP/2: any bytes, in pieces of any size.

#include "fuzz.hpp"
#include <wua/testing/fault_server/http_2_session.hpp>
#include <wua/testing/fault_server/http_request.hpp>

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace
{

void judge_request(const wua::http_request& request)
{
    static_cast<void>(request.query());
    static_cast<void>(request.wants_close());
    fuzz::require(request.target.starts_with(request.path()), "a path begins the target", request.target);
    for (const std::uint64_t size : {std::uint64_t{0}, std::uint64_t{1000}, ~std::uint64_t{0}})
    {
        if (const auto range = request.range(size))
        {
            fuzz::require(range->to <= size, "a range ends with the content");
        }
    }
}

} // namespace

// The first byte is the size of the pieces in which HTTP/2 receives the others.
FUZZ_TARGET(http_request)
{
    if (const auto request = wua::http_request::try_parse(fuzz::text_of(data, size)))
    {
        judge_request(*request);
    }
    fuzz::input input(data, size);
    const std::size_t piece = 1 + input.take<std::uint8_t>();
    wua::detail::http_2_session session;
    std::string inbox = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
    std::string reply;
    std::string_view left = input.rest();
    while (session.receive(inbox, reply) && !left.empty())
    {
        fuzz::require(inbox.size() <= 16384 + 9 + piece, "whole frames are taken");
        inbox += left.substr(0, piece);
        left.remove_prefix(std::min(piece, left.size()));
        reply.clear();
        while (const auto request = session.try_request())
        {
            judge_request(*request);
            const std::size_t window = session.window(request->stream);
            fuzz::require(window <= 16384, "no more is sent than a frame has");
            session.use_window(request->stream, window);
        }
    }
    return 0;
}

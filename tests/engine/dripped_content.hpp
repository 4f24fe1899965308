// SPDX-License-Identifier: MIT
#pragma once

// Responses in small pieces, whose arrival tests can observe.

#include <wua/testing/fault_server.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>

namespace wua_test
{

// The requested content in pieces of this size, with a pause after each.
template <std::size_t piece, int milliseconds>
void drip(wua::response_script& script)
{
    const wua::http_response response = script.correct_response();
    script.send(response.head);
    script.drip(script.content(), response.from, response.to, piece, std::chrono::milliseconds(milliseconds));
}

// The same, but slower in the first eighth of the content, so that further connections begin.
template <std::size_t first_piece, int first_milliseconds, std::size_t piece, int milliseconds>
void drip_slowly_at_first(wua::response_script& script)
{
    const wua::http_response response = script.correct_response();
    script.send(response.head);
    const std::uint64_t hurries_from = response.from == 0 ? response.to / 8 : response.from;
    script.drip(
        script.content(), response.from, hurries_from, first_piece, std::chrono::milliseconds(first_milliseconds));
    script.drip(script.content(), hurries_from, response.to, piece, std::chrono::milliseconds(milliseconds));
}

} // namespace wua_test

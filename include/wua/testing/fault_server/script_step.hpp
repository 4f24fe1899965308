// SPDX-License-Identifier: MIT
#pragma once
// One step of a response script.

#include <wua/testing/patterned_bytes.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace wua::detail
{
/// What a connection does next; each action names the members that it uses.
struct script_step
{
    enum class action : std::uint8_t
    {
        send_text,         ///< text
        send_unsealed,     ///< text, past TLS
        send_content,      ///< bytes [from, to) of source, in pieces of at most `piece`, with a pause after each
        repeat_text,       ///< text again and again until `to` bytes are sent, with a pause after each time
        pause,             ///< pause
        rekey,             ///< TLS changes its keys; nothing without TLS
        stall,             ///< silence until the client leaves or the server stops
        close,             ///< whatever the protocol has for an orderly end, then FIN
        close_unannounced, ///< FIN alone: no close_notify under TLS
        reset,             ///< RST
    };

    action what;
    std::string text{};
    served_content source = patterned_bytes(0);
    std::uint64_t from = 0;
    std::uint64_t to = 0;
    std::size_t piece = 0;
    std::chrono::milliseconds pause{0};
    std::uint32_t stream = 0; ///< of HTTP/2, whose frames the content is sent in
};

using script_steps = std::vector<script_step>;
} // namespace wua::detail

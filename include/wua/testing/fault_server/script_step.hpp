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
        send_unsealed,     ///< text, without encryption even under TLS
        send_content,      ///< bytes [from, to) of source, in pieces of at most `piece`, with a pause after each
        repeat_text,       ///< text again and again until `to` bytes are sent, with a pause after each time
        pause,             ///< pause
        rekey,             ///< new TLS keys; no effect without TLS
        stall,             ///< silence until the client leaves or the server stops
        close,             ///< the protocol's orderly end, then FIN
        close_unannounced, ///< FIN only, without close_notify under TLS
        reset,             ///< RST
    };

    action what;
    std::string text{};
    served_content source = patterned_bytes(0);
    std::uint64_t from = 0;
    std::uint64_t to = 0;
    std::size_t piece = 0;
    std::chrono::milliseconds pause{0};
    std::uint32_t stream = 0; ///< the HTTP/2 stream whose frames carry the content
};

using script_steps = std::vector<script_step>;
} // namespace wua::detail

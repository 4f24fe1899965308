// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/text/download_story.hpp>.

#include <wua/text/byte_count.hpp>
#include <wua/text/download_story.hpp>
#include <wua/text/outcome.hpp>
#include <wua/text/printable.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>

namespace wua
{

namespace detail
{

// Rounded to whole milliseconds.
WUA_INLINE std::string milliseconds_text(std::chrono::nanoseconds time)
{
    return std::to_string(std::chrono::round<std::chrono::milliseconds>(time).count());
}

} // namespace detail

WUA_INLINE std::string to_text(attempt_decision decision)
{
    switch (decision)
    {
        case attempt_decision::complete:
            return "complete";
        case attempt_decision::retry:
            return "retry";
        case attempt_decision::other_mirror:
            return "other mirror";
        case attempt_decision::wait:
            return "wait";
        case attempt_decision::give_up:
            return "give up";
        case attempt_decision::stop:
            return "stop";
        case attempt_decision::take_from_seed:
            return "take from seed";
        case attempt_decision::do_without_seed:
            return "do without seed";
        case attempt_decision::take_from_swarm:
            return "take from swarm";
        case attempt_decision::do_without_swarm:
            return "do without swarm";
    }
    return "unknown (" + std::to_string(static_cast<int>(decision)) + ')';
}

WUA_INLINE std::string to_text(const attempt_record& attempt)
{
    std::string text = printable(attempt.url);
    for (const std::string& next : attempt.redirects)
    {
        text += " -> " + printable(next);
    }
    for (const std::string* const part : {&attempt.address, &attempt.protocol})
    {
        text += part->empty() ? "" : ", " + printable(*part);
    }
    text += attempt.is_connection_reused ? ", connection reused" : "";
    text += attempt.status != 0 ? ", status " + std::to_string(attempt.status) : "";
    text += ", " + to_text(byte_count{attempt.bytes});
    text += attempt.offset != 0 ? " from byte " + std::to_string(attempt.offset) + " on" : "";
    text += " in " + detail::milliseconds_text(attempt.total) + " ms";
    std::string times;
    const auto add_time = [&](const char* what, std::chrono::nanoseconds time) {
        if (time.count() != 0)
        {
            times += (times.empty() ? "" : ", ") + std::string(what) + ' ' + detail::milliseconds_text(time);
        }
    };
    add_time("DNS", attempt.name_resolved);
    add_time("connect", attempt.connected);
    add_time("TLS", attempt.tls_agreed);
    add_time("first byte", attempt.first_byte);
    text += times.empty() ? "" : " (" + times + " ms)";
    text += ": " + to_text(attempt.result);
    if (attempt.decision == attempt_decision::complete || attempt.decision == attempt_decision::stop)
    {
        return text;
    }
    text += ": " + to_text(attempt.decision);
    text += attempt.delay.count() != 0 ? " after " + detail::milliseconds_text(attempt.delay) + " ms" : "";
    text += attempt.asks_for_whole ? ", for the whole" : "";
    text += attempt.discards_bytes ? ", from the beginning" : "";
    return text;
}

WUA_INLINE std::string to_text(const download_story& story)
{
    std::string text;
    if (story.forgotten != 0)
    {
        text = std::to_string(story.forgotten) + " attempts before these are not kept\n";
    }
    for (std::size_t i = 0; i != story.attempts.size(); ++i)
    {
        text += "attempt " + std::to_string(story.forgotten + i + 1) + ": " + to_text(story.attempts[i]) + '\n';
    }
    return text;
}

} // namespace wua

// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/engine/story_json.hpp>.

#include <wua/engine/story_json.hpp>

#include <array>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <functional>
#include <initializer_list>
#include <mutex>
#include <set>
#include <utility>

namespace wua
{

namespace detail
{

template <class Enum>
using enum_words = std::initializer_list<std::pair<std::string_view, Enum>>;

inline constexpr std::array<std::string_view, 6> result_words{
    "not_started", "in_progress", "succeeded", "succeeded_with_errors", "failed", "aborted"};

inline constexpr std::array<std::string_view, 10> decision_words{
    "complete",        "retry",           "other_mirror",    "wait", "give_up", "stop", "take_from_seed",
    "do_without_seed", "take_from_swarm", "do_without_swarm"};

WUA_COLD void add_outcome(json_line& line, const outcome& result)
{
    const auto code = static_cast<std::size_t>(result.code);
    char digits[11];
    std::snprintf(digits, sizeof digits, "0x%08X", static_cast<unsigned>(result.hresult));
    // Unknown codes get a word that cannot be mistaken for a result.
    line.add("result", result_words[code < result_words.size() ? code : 1]);
    line.add("hresult", digits);
    if (!result.native.source.empty())
    {
        line.add("native", result.native.source);
        line.add("native_code", result.native.code);
    }
    if (!result.detail.empty())
    {
        line.add("detail", result.detail);
    }
}

WUA_INLINE std::string_view kept_source(std::string_view source)
{
    for (const std::string_view known : {"http", "curl", "errno", "win32"})
    {
        if (source == known)
        {
            return known;
        }
    }
    static std::mutex mutex;
    // Never freed, since outcomes refer to it and may live until the program ends.
    static auto* const others = new std::set<std::string, std::less<>>;
    constexpr std::size_t max_sources = 256;
    constexpr std::size_t max_source_length = 64;
    const std::lock_guard lock(mutex);
    const auto found = others->find(source);
    if (found != others->end())
    {
        return *found;
    }
    return others->size() < max_sources && source.size() <= max_source_length
               ? std::string_view(*others->emplace(source).first)
               : "?";
}

WUA_INLINE outcome read_outcome(const scenario_fields& fields)
{
    outcome result;
    fields.read("result", result.code,
                {{result_words[0], orcNotStarted},
                 {result_words[1], orcInProgress},
                 {result_words[2], orcSucceeded},
                 {result_words[3], orcSucceededWithErrors},
                 {result_words[4], orcFailed},
                 {result_words[5], orcAborted}});
    fields.read("hresult", result.hresult);
    std::string source;
    fields.read("native", source);
    result.native.source = source.empty() ? std::string_view() : kept_source(source);
    fields.read("native_code", result.native.code);
    fields.read("detail", result.detail);
    return result;
}

WUA_COLD void add_attempt(json_line& line, const attempt_record& attempt, bool says_when)
{
    line.add("file", attempt.file);
    line.add("url", attempt.url);
    std::string& text = line.member("redirects");
    text += '[';
    for (std::size_t i = 0; i != attempt.redirects.size(); ++i)
    {
        text += i == 0 ? "" : ",";
        json_line::append(text, attempt.redirects[i]);
    }
    text += ']';
    line.add("address", attempt.address);
    line.add("protocol", attempt.protocol);
    line.add("status", attempt.status);
    line.add("reused", attempt.is_connection_reused);
    line.add("offset", attempt.offset);
    line.add("bytes", attempt.bytes);
    line.add("dns_ms", attempt.name_resolved);
    line.add("connect_ms", attempt.connected);
    line.add("tls_ms", attempt.tls_agreed);
    line.add("first_byte_ms", attempt.first_byte);
    line.add("total_ms", attempt.total);
    if (says_when)
    {
        line.add("ended_at_ms", attempt.ended_at);
    }
    add_outcome(line, attempt.result);
    const auto decision = static_cast<std::size_t>(attempt.decision);
    line.add("decision", decision_words[decision < decision_words.size() ? decision : 0]);
    line.add("delay_ms", attempt.delay);
    line.add("asks_for_whole", attempt.asks_for_whole);
    line.add("discards_bytes", attempt.discards_bytes);
}

WUA_INLINE attempt_record attempt_from_json(const nlohmann::json& value, const std::string& where)
{
    const scenario_fields fields(
        value, where,
        {"file",    "url",    "redirects",  "address",  "protocol",    "status",   "reused",         "offset",
         "bytes",   "dns_ms", "connect_ms", "tls_ms",   "total_ms",    "result",   "first_byte_ms",  "ended_at_ms",
         "hresult", "native", "detail",     "decision", "native_code", "delay_ms", "asks_for_whole", "discards_bytes"});
    const auto read_time = [&](const char* name, std::chrono::nanoseconds& time) {
        double milliseconds = 0;
        fields.read(name, milliseconds);
        if (!(std::abs(milliseconds) <= 1e12)) // about thirty years
        {
            fields.fail(std::string("needs a number of milliseconds up to 10^12 in '") + name + "'");
        }
        time = std::chrono::nanoseconds(std::llround(milliseconds * 1e6));
    };
    const auto read_number = [&](const char* name, auto& number) {
        std::uint64_t read = static_cast<std::uint64_t>(number);
        fields.read(name, read);
        if (read > 0x7FFFFFFFU)
        {
            fields.fail(std::string("has too large a number in '") + name + "'");
        }
        number = static_cast<std::remove_reference_t<decltype(number)>>(read);
    };
    attempt_record attempt;
    read_number("file", attempt.file);
    fields.read("url", attempt.url);
    fields.read("redirects", attempt.redirects);
    fields.read("address", attempt.address);
    fields.read("protocol", attempt.protocol);
    read_number("status", attempt.status);
    fields.read("reused", attempt.is_connection_reused);
    fields.read_any("offset", attempt.offset);
    fields.read_any("bytes", attempt.bytes);
    read_time("dns_ms", attempt.name_resolved);
    read_time("connect_ms", attempt.connected);
    read_time("tls_ms", attempt.tls_agreed);
    read_time("first_byte_ms", attempt.first_byte);
    read_time("total_ms", attempt.total);
    read_time("ended_at_ms", attempt.ended_at);
    attempt.result = read_outcome(fields);
    fields.read(
        "decision", attempt.decision,
        {{decision_words[0], attempt_decision::complete},
         {decision_words[1], attempt_decision::retry},
         {decision_words[2], attempt_decision::other_mirror},
         {decision_words[3], attempt_decision::wait},
         {decision_words[4], attempt_decision::give_up},
         {decision_words[5], attempt_decision::stop},
         {decision_words[6], attempt_decision::take_from_seed},
         {decision_words[7], attempt_decision::do_without_seed},
         {decision_words[8], attempt_decision::take_from_swarm},
         {decision_words[9], attempt_decision::do_without_swarm}});
    read_time("delay_ms", attempt.delay);
    fields.read("asks_for_whole", attempt.asks_for_whole);
    fields.read("discards_bytes", attempt.discards_bytes);
    return attempt;
}

} // namespace detail

WUA_COLD std::string story_lines(std::size_t index, std::string_view title, const download_story& story)
{
    std::string lines;
    if (story.forgotten != 0)
    {
        detail::json_line line(lines);
        line.add("update", index);
        line.add("title", title);
        line.add("forgotten", story.forgotten);
        line.end();
        lines += '\n';
    }
    for (std::size_t i = 0; i != story.attempts.size(); ++i)
    {
        detail::json_line line(lines);
        line.add("update", index);
        line.add("title", title);
        line.add("attempt", story.forgotten + i + 1);
        detail::add_attempt(line, story.attempts[i], true);
        line.end();
        lines += '\n';
    }
    return lines;
}

} // namespace wua

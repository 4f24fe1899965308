// SPDX-License-Identifier: MIT
#pragma once

// Texts as a terminal of some traits can show them.

#include <wua/model/outcome.hpp>
#include <wua/separate_compilation.hpp>
#include <wua/text/display/terminal_traits.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace wua::detail
{

// A line without its end, and how many columns it takes.
struct frame_line
{
    std::string text;
    std::size_t columns = 0;

    bool operator==(const frame_line&) const = default;
};

// What a colour stands for.
enum class tint : std::uint8_t
{
    none,
    good,
    careful,
    bad,
};

// Printable text in the characters that there are: without Unicode each other character is a "?".
std::string in_charset(std::string_view printable, const terminal_traits& traits);

// Text of in_charset() in exactly so many columns: padded with spaces, or without its middle. What stays has the
// character of that number, from 0, by which the text is told from others.
std::string squeezed(std::string_view text, std::size_t columns, const terminal_traits& traits,
                     std::size_t distinguishing = 0);

// The number of the first character in which a text differs from all the others, or its length.
std::size_t distinguishing_character(std::string_view text, const std::vector<std::string>& others);

std::string right_aligned(std::string_view text, std::size_t columns);

// With colours, if there are any.
std::string tinted(std::string_view text, tint colour, const terminal_traits& traits);

// So much of a bar is full, as a share of 1, in exactly so many columns, its ends included, of which there must be
// three.
std::string bar_of(double share, std::size_t columns, const terminal_traits& traits);

// "0:05 left", "59:50 left", "99:55 h left", "3 d left": twelve columns at most, ten for less than an hour. Empty for a
// time that is not known.
std::string time_left_text(std::optional<std::chrono::seconds> left);

// "stalled 59 s", "stalled 12 m", "stalled 99 h": twelve columns at most.
std::string stall_text(std::chrono::seconds stalled);

// "0.3 s", "42 s", "1:05".
std::string elapsed_text(std::chrono::nanoseconds time);

// Why something did not succeed, for people first and with the code at the end: "HTTP status 404: http://host/a
// (0x80244019 WU_E_PT_HTTP_STATUS_NOT_FOUND)". Printable.
std::string reason_text(const outcome& ended);

// The same without the code where words say it.
std::string bare_reason(const outcome& ended);

// The same in a few words: "HTTP 503", "the connection was reset".
std::string short_reason(const outcome& ended);

// "1 retry", "3 retries".
std::string counted(std::size_t count, std::string_view one, std::string_view more);

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/text/display/shown_text.ipp>
#endif

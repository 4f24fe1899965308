// SPDX-License-Identifier: MIT
#pragma once
// What behaviours of several kinds use.

#include <wua/separate_compilation.hpp>
#include <wua/testing/fault_server/http_head.hpp>
#include <wua/testing/fault_server/response_script.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace wua::detail::behaviours
{
using std::chrono::milliseconds;

inline constexpr std::uint64_t mebibyte = 1 << 20;
inline constexpr std::uint64_t gibibyte = 1 << 30;

/// A text as a template argument, so that it can stand in a row of the table.
template <std::size_t Size>
struct literal
{
    constexpr literal(const char (&characters)[Size])
    {
        std::copy_n(characters, Size, text);
    }

    constexpr std::string_view view() const noexcept
    {
        return {text, Size - 1};
    }

    char text[Size]{};
};

/// The pattern with the values of a response filled in: $F and $L are the first and the last byte of its range, $N its
/// size, $X the same in hexadecimal, $T the size of the whole, $O the server's origin, $H its host and port, $P the
/// path.
std::string filled(std::string_view pattern, const response_script& script, const http_response& response);

/// The response of a correct server.
inline void correct(response_script& script)
{
    script.send(script.correct_response());
}

/// The head of a small page, as servers send it with a status that does not concern the content.
http_head page_head(int status, std::string_view page);

inline constexpr std::string_view error_page = "<html><body><h1>Not what you asked for</h1></body></html>\n";

inline void redirect_to(response_script& script, int status, std::string location)
{
    script.send(http_head{status_line(status)}.add("Location", std::move(location)).add("Content-Length", "0"));
}

/// The URL to which a behaviour redirects the path.
inline std::string moved_url(const response_script& script)
{
    return script.origin().append(script.request().path()) + "?moved";
}

/// The offset of the fault, within the range that a response sends.
inline std::uint64_t fault_in(const response_script& script, const http_response& response)
{
    return std::clamp(script.where(), response.from, response.to);
}

/// The response's head and its body up to the fault.
void send_to_fault(response_script& script, const http_response& response);

void truncated(response_script& script);

inline void closed(response_script& script)
{
    script.close();
}

inline void reset(response_script& script)
{
    script.reset();
}

inline void silent(response_script& script)
{
    script.stall();
}

/// A head that breaks off in the middle of a field.
inline void send_half_head(response_script& script)
{
    script.send("HTTP/1.1 200 OK\r\nContent-Type: application/oc");
}

/// Repeats the text up to 64 KiB at least.
std::string many(const std::string& text);

/// The text again and again, `amount` bytes in all.
void repeat_then_reset(response_script& script, std::string text);

/// The correct response with another status line; it ends the connection.
void send_with_status_line(response_script& script, std::string_view line);

template <literal Line>
void status_line_as(response_script& script)
{
    send_with_status_line(script, Line.view());
}

/// The correct response with a field replaced, or added.
void send_with_field(response_script& script, std::string_view name, std::string_view value);

template <literal Name, literal Value>
void field_as(response_script& script)
{
    send_with_field(script, Name.view(), Value.view());
}

/// The correct response with additional text after its fields, lines without the final line end; it ends the
/// connection.
void send_with_lines(response_script& script, std::string_view lines);

template <literal Lines>
void lines_as(response_script& script)
{
    send_with_lines(script, Lines.view());
}

/// These bytes as the answer, then a close.
template <literal Text>
void answer_as(response_script& script)
{
    script.send(std::string(Text.view()));
    script.close();
}

/// The correct response without Content-Length, so that the end of the connection ends the body.
http_response response_without_length(const response_script& script);

/// The whole content as a 200, whatever range was requested.
http_response whole_response(const response_script& script);
} // namespace wua::detail::behaviours

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/testing/fault_server/behaviours/shared.ipp>
#endif

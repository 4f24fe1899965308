// SPDX-License-Identifier: MIT
#pragma once
// The requests and answer heads that a fault server reads and writes.

#include <wua/com/ascii.hpp>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace wua
{
namespace detail
{
/// All of `text` as a decimal number.
inline std::optional<std::uint64_t> try_number(std::string_view text) noexcept
{
    std::uint64_t value = 0;
    const auto end = text.data() + text.size();
    const auto [stopped, error] = std::from_chars(text.data(), end, value);
    return error == std::errc{} && stopped == end ? std::optional{value} : std::nullopt;
}
} // namespace detail

using http_fields = std::vector<std::pair<std::string, std::string>>;

/// A request as it came over the wire.
struct http_request
{
    std::string method;
    std::string target; ///< as sent, query included
    std::string version;
    http_fields fields;
    std::uint64_t connection = 0;           ///< number of the connection, 1 for the server's first
    std::uint32_t number_on_connection = 0; ///< 1 for the first request of its connection

    /// The target without its query.
    std::string_view path() const noexcept
    {
        return std::string_view{target}.substr(0, target.find('?'));
    }

    /// What follows the question mark; empty without one.
    std::string_view query() const noexcept
    {
        const auto mark = target.find('?');
        return mark == std::string::npos ? std::string_view{} : std::string_view{target}.substr(mark + 1);
    }

    /// The value of the first field of that name, in any case of letters.
    std::optional<std::string> field(std::string_view name) const
    {
        for (const auto& [key, value] : fields)
            if (detail::equal_ignoring_case(key, name))
                return value;
        return std::nullopt;
    }

    /// Whether the connection is to end after the answer.
    bool wants_close() const
    {
        const auto asked = field("Connection").value_or("");
        return detail::equal_ignoring_case(asked, "close") ||
               (version == "HTTP/1.0" && !detail::equal_ignoring_case(asked, "keep-alive"));
    }

    /// The half-open range of bytes asked for, of content of that size; empty if there is no single well-formed
    /// Range. The start may lie at or past `size`: then the range cannot be satisfied.
    std::optional<std::pair<std::uint64_t, std::uint64_t>> range(std::uint64_t size) const
    {
        const auto asked = field("Range");
        if (!asked || !asked->starts_with("bytes="))
            return std::nullopt;
        const auto text = std::string_view{*asked}.substr(6);
        const auto dash = text.find('-');
        if (dash == std::string_view::npos || text.find(',') != std::string_view::npos)
            return std::nullopt;
        const auto first = detail::try_number(detail::trimmed(text.substr(0, dash)));
        const auto last = detail::try_number(detail::trimmed(text.substr(dash + 1)));
        if (!first && last && dash == 0)
            return std::pair{*last == 0 ? size : size - std::min(*last, size), size};
        if (!first || (dash + 1 < text.size() && (!last || *last < *first)))
            return std::nullopt;
        return std::pair{*first, last && *last < size ? *last + 1 : size};
    }

    /// Reads a head without its final empty line.
    static std::optional<http_request> try_parse(std::string_view head)
    {
        const auto next_line = [&head] {
            const auto end = head.find('\n');
            const auto line = head.substr(0, end);
            head.remove_prefix(end == std::string_view::npos ? head.size() : end + 1);
            return detail::trimmed(line);
        };
        const auto start = next_line();
        const auto target = start.find(' ');
        const auto version = start.rfind(' ');
        if (target == std::string_view::npos || target == version)
            return std::nullopt;
        http_request request;
        request.method = start.substr(0, target);
        request.target = start.substr(target + 1, version - target - 1);
        request.version = start.substr(version + 1);
        while (!head.empty())
        {
            const auto line = next_line();
            const auto colon = line.find(':');
            if (colon == std::string_view::npos)
                return std::nullopt;
            request.fields.emplace_back(line.substr(0, colon), detail::trimmed(line.substr(colon + 1)));
        }
        return request;
    }
};

/// The head of an answer, in the order in which it is sent.
struct http_head
{
    std::string status_line;
    http_fields fields;

    /// Replaces the field of that name, or adds it.
    http_head& set(std::string_view name, std::string value)
    {
        for (auto& [key, old] : fields)
            if (detail::equal_ignoring_case(key, name))
            {
                old = std::move(value);
                return *this;
            }
        return add(name, std::move(value));
    }

    /// Adds a field even if there is one of that name.
    http_head& add(std::string_view name, std::string value)
    {
        fields.emplace_back(name, std::move(value));
        return *this;
    }

    http_head& remove(std::string_view name)
    {
        std::erase_if(fields, [name](const auto& field) { return detail::equal_ignoring_case(field.first, name); });
        return *this;
    }

    std::string str(std::string_view line_end = "\r\n") const
    {
        auto text = status_line;
        text += line_end;
        for (const auto& [name, value] : fields)
            text.append(name).append(": ").append(value).append(line_end);
        text += line_end;
        return text;
    }
};

/// "HTTP/1.1 404 Not Found" for 404.
inline std::string status_line(int status)
{
    constexpr std::pair<int, std::string_view> reasons[] = {
        {200, "OK"},
        {204, "No Content"},
        {206, "Partial Content"},
        {301, "Moved Permanently"},
        {302, "Found"},
        {303, "See Other"},
        {304, "Not Modified"},
        {307, "Temporary Redirect"},
        {308, "Permanent Redirect"},
        {400, "Bad Request"},
        {401, "Unauthorized"},
        {403, "Forbidden"},
        {404, "Not Found"},
        {405, "Method Not Allowed"},
        {408, "Request Timeout"},
        {410, "Gone"},
        {416, "Range Not Satisfiable"},
        {429, "Too Many Requests"},
        {500, "Internal Server Error"},
        {502, "Bad Gateway"},
        {503, "Service Unavailable"},
        {504, "Gateway Timeout"},
    };
    const auto known = std::find_if(
        std::begin(reasons), std::end(reasons), [status](const auto& reason) { return reason.first == status; });
    return "HTTP/1.1 " + std::to_string(status) + ' ' +
           std::string{known == std::end(reasons) ? "Unnamed" : known->second};
}

/// A time as HTTP writes it, in whole seconds.
inline std::string http_date(std::chrono::system_clock::time_point time)
{
    constexpr std::string_view days = "SunMonTueWedThuFriSat";
    constexpr std::string_view months = "JanFebMarAprMayJunJulAugSepOctNovDec";
    const auto padded = [](auto number) {
        auto text = std::to_string(number);
        return text.size() < 2 ? '0' + text : text;
    };
    const auto day = std::chrono::floor<std::chrono::days>(time);
    const std::chrono::year_month_day date{day};
    const std::chrono::hh_mm_ss clock{std::chrono::floor<std::chrono::seconds>(time - day)};
    std::string text{days.substr(3 * std::chrono::weekday{day}.c_encoding(), 3)};
    text += ", " + padded(static_cast<unsigned>(date.day())) + ' ';
    text += months.substr(3 * (static_cast<unsigned>(date.month()) - 1), 3);
    text += ' ' + std::to_string(static_cast<int>(date.year())) + ' ' + padded(clock.hours().count()) + ':';
    return text + padded(clock.minutes().count()) + ':' + padded(clock.seconds().count()) + " GMT";
}
} // namespace wua

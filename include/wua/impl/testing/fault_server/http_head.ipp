// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/testing/fault_server/http_head.hpp>.

#include <wua/com/ascii.hpp>
#include <wua/testing/fault_server/http_head.hpp>

#include <utility>

namespace wua
{

WUA_INLINE http_head& http_head::set(std::string_view name, std::string value)
{
    for (auto& [key, old] : fields)
    {
        if (detail::equal_ignoring_case(key, name))
        {
            old = std::move(value);
            return *this;
        }
    }
    return add(name, std::move(value));
}

WUA_INLINE http_head& http_head::add(std::string_view name, std::string value)
{
    fields.emplace_back(name, std::move(value));
    return *this;
}

WUA_INLINE http_head& http_head::remove(std::string_view name)
{
    std::erase_if(fields, [name](const auto& field) { return detail::equal_ignoring_case(field.first, name); });
    return *this;
}

WUA_INLINE std::string http_head::str(std::string_view line_end) const
{
    std::string text = status_line;
    text += line_end;
    for (const auto& [name, value] : fields)
    {
        text.append(name).append(": ").append(value).append(line_end);
    }
    text += line_end;
    return text;
}

WUA_INLINE std::string status_line(int status)
{
    struct known_status
    {
        int code;
        std::string_view reason;
    };
    constexpr known_status known[] = {
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
    std::string_view reason = "Unnamed";
    for (const known_status& each : known)
    {
        reason = each.code == status ? each.reason : reason;
    }
    return ("HTTP/1.1 " + std::to_string(status) + ' ').append(reason);
}

WUA_INLINE std::string http_date(std::chrono::system_clock::time_point time)
{
    constexpr std::string_view days = "SunMonTueWedThuFriSat";
    constexpr std::string_view months = "JanFebMarAprMayJunJulAugSepOctNovDec";
    const auto two_digits = [](unsigned number) { return (number < 10 ? "0" : "") + std::to_string(number); };
    const auto day = std::chrono::floor<std::chrono::days>(time);
    const std::chrono::year_month_day date(day);
    const auto seconds = static_cast<unsigned>(std::chrono::floor<std::chrono::seconds>(time - day).count());
    std::string text(days.substr(3 * std::chrono::weekday(day).c_encoding(), 3));
    text.append(", ").append(two_digits(static_cast<unsigned>(date.day()))).append(" ");
    text.append(months.substr(3 * (static_cast<unsigned>(date.month()) - 1), 3)).append(" ");
    text.append(std::to_string(static_cast<int>(date.year()))).append(" ").append(two_digits(seconds / 3600));
    text.append(":").append(two_digits(seconds / 60 % 60)).append(":").append(two_digits(seconds % 60));
    return text.append(" GMT");
}

} // namespace wua

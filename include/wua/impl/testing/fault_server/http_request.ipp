// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/testing/fault_server/http_request.hpp>.

#include <wua/com/ascii.hpp>
#include <wua/testing/fault_server/http_request.hpp>

#include <algorithm>
#include <charconv>
#include <system_error>

namespace wua
{

WUA_INLINE std::string_view http_request::query() const noexcept
{
    const auto mark = target.find('?');
    return mark == std::string::npos ? std::string_view() : std::string_view(target).substr(mark + 1);
}

WUA_INLINE std::optional<std::string> http_request::field(std::string_view name) const
{
    for (const auto& [key, value] : fields)
    {
        if (detail::equal_ignoring_case(key, name))
        {
            return value;
        }
    }
    return std::nullopt;
}

WUA_INLINE bool http_request::wants_close() const
{
    const std::string option = field("Connection").value_or("");
    return detail::equal_ignoring_case(option, "close") ||
           (version == "HTTP/1.0" && !detail::equal_ignoring_case(option, "keep-alive"));
}

WUA_INLINE std::optional<http_byte_range> http_request::range(std::uint64_t size) const
{
    const std::optional<std::string> value = field("Range");
    if (!value || !value->starts_with("bytes="))
    {
        return std::nullopt;
    }
    const std::string_view text = std::string_view(*value).substr(6);
    const auto dash = text.find('-');
    if (dash == std::string_view::npos || text.find(',') != std::string_view::npos)
    {
        return std::nullopt;
    }
    const std::optional<std::uint64_t> first = try_decimal(detail::trimmed(text.substr(0, dash)));
    const std::optional<std::uint64_t> last = try_decimal(detail::trimmed(text.substr(dash + 1)));
    if (!first && last && dash == 0)
    {
        return http_byte_range{*last == 0 ? size : size - std::min(*last, size), size};
    }
    if (!first || (dash + 1 < text.size() && (!last || *last < *first)))
    {
        return std::nullopt;
    }
    return http_byte_range{*first, last && *last < size ? *last + 1 : size};
}

WUA_INLINE std::optional<http_request> http_request::try_parse(std::string_view head)
{
    const std::string_view start = take_line(head);
    const auto target = start.find(' ');
    const auto version = start.rfind(' ');
    if (target == std::string_view::npos || target == version)
    {
        return std::nullopt;
    }
    http_request request;
    request.method = start.substr(0, target);
    request.target = start.substr(target + 1, version - target - 1);
    request.version = start.substr(version + 1);
    while (!head.empty())
    {
        const std::string_view line = take_line(head);
        const auto colon = line.find(':');
        if (colon == std::string_view::npos)
        {
            return std::nullopt;
        }
        request.fields.emplace_back(line.substr(0, colon), detail::trimmed(line.substr(colon + 1)));
    }
    return request;
}

WUA_INLINE std::optional<std::uint64_t> http_request::try_decimal(std::string_view text) noexcept
{
    std::uint64_t value = 0;
    const char* const end = text.data() + text.size();
    const auto [stopped, error] = std::from_chars(text.data(), end, value);
    return error == std::errc() && stopped == end ? std::optional(value) : std::nullopt;
}

WUA_INLINE std::string_view http_request::take_line(std::string_view& head) noexcept
{
    const auto end = head.find('\n');
    const std::string_view line = head.substr(0, end);
    head.remove_prefix(end == std::string_view::npos ? head.size() : end + 1);
    return detail::trimmed(line);
}

} // namespace wua

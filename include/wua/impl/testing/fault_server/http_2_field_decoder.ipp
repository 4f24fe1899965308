// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/testing/fault_server/http_2_field_decoder.hpp>.

#include <wua/testing/fault_server/http_2_field_decoder.hpp>

#include <algorithm>

namespace wua::detail
{

WUA_INLINE std::optional<std::string> huffman_decoded(std::string_view code)
{
    // The number of bits of each character's code, from ' ' to '~', as a digit to base 20. Codes of one length are in
    // the order of their characters; the first one of 13 bits is that of '\0'.
    constexpr std::string_view lengths =
        "6aacd68baa8b8666555666666678f6cad67777777777777777777777878djde6f56565666577666567655677777fbed";
    constexpr unsigned max_length = 19;
    std::string text;
    std::uint32_t bits = 0;
    unsigned count = 0;
    for (std::size_t position = 0; position != code.size() * 8; ++position)
    {
        const auto byte = static_cast<unsigned char>(code[position / 8]);
        bits = bits << 1U | (byte >> (7 - position % 8) & 1U);
        ++count;
        std::uint32_t candidate = 0;
        for (unsigned length = 5; length <= count && length <= max_length; ++length)
        {
            candidate = candidate * 2 + (length == 13 ? 1 : 0);
            const char digit = "0123456789abcdefghij"[length];
            for (std::size_t each = 0; each != lengths.size(); ++each)
            {
                if (lengths[each] != digit)
                {
                    continue;
                }
                if (length == count && candidate == bits)
                {
                    text += static_cast<char>(' ' + each);
                    bits = 0;
                    count = 0;
                    length = max_length;
                    break;
                }
                ++candidate;
            }
        }
        if (count > max_length)
        {
            return std::nullopt;
        }
    }
    return count < 8 && bits + 1 == 1U << count ? std::optional(text) : std::nullopt;
}

WUA_INLINE std::optional<http_fields> http_2_field_decoder::decode(std::string_view block)
{
    http_fields fields;
    while (!block.empty())
    {
        const auto first = static_cast<unsigned char>(block.front());
        const bool is_indexed = first >= 0x80;
        const bool is_added = !is_indexed && first >= 0x40;
        const bool is_resize = !is_indexed && !is_added && first >= 0x20;
        const auto number = take_number(block, is_indexed ? 7 : is_added ? 6 : is_resize ? 5 : 4);
        if (!number)
        {
            return std::nullopt;
        }
        if (is_resize)
        {
            m_limit = static_cast<std::size_t>(*number);
            shrink(m_limit);
            continue;
        }
        std::optional<field> found = *number != 0 ? entry(*number) : field();
        if (!is_indexed)
        {
            const std::optional<std::string> name =
                *number != 0 ? (found ? std::optional(found->first) : std::nullopt) : take_text(block);
            const std::optional<std::string> value = name ? take_text(block) : std::nullopt;
            found = value ? std::optional(field(*name, *value)) : std::nullopt;
        }
        if (!found)
        {
            return std::nullopt;
        }
        if (is_added)
        {
            add(*found);
        }
        fields.push_back(*std::move(found));
    }
    return fields;
}

WUA_INLINE std::optional<std::uint64_t> http_2_field_decoder::take_number(std::string_view& block, int bits) const
{
    if (block.empty())
    {
        return std::nullopt;
    }
    const std::uint64_t all = (std::uint64_t{1} << bits) - 1;
    std::uint64_t value = static_cast<unsigned char>(block.front()) & all;
    block.remove_prefix(1);
    bool goes_on = value == all;
    for (int shift = 0; goes_on; shift += 7)
    {
        if (block.empty() || shift > 28)
        {
            return std::nullopt;
        }
        const auto byte = static_cast<unsigned char>(block.front());
        block.remove_prefix(1);
        value += static_cast<std::uint64_t>(byte & 127U) << shift;
        goes_on = byte >= 128;
    }
    return value;
}

WUA_INLINE std::optional<std::string> http_2_field_decoder::take_text(std::string_view& block) const
{
    const bool is_huffman = !block.empty() && static_cast<unsigned char>(block.front()) >= 128;
    const auto size = take_number(block, 7);
    if (!size || *size > block.size())
    {
        return std::nullopt;
    }
    const std::string_view text = block.substr(0, static_cast<std::size_t>(*size));
    block.remove_prefix(text.size());
    return is_huffman ? huffman_decoded(text) : std::optional(std::string(text));
}

WUA_INLINE std::optional<http_2_field_decoder::field> http_2_field_decoder::entry(std::uint64_t number) const
{
    constexpr std::string_view known[] = {
        ":authority",
        ":method GET",
        ":method POST",
        ":path /",
        ":path /index.html",
        ":scheme http",
        ":scheme https",
        ":status 200",
        ":status 204",
        ":status 206",
        ":status 304",
        ":status 400",
        ":status 404",
        ":status 500",
        "accept-charset",
        "accept-encoding gzip, deflate",
        "accept-language",
        "accept-ranges",
        "accept",
        "access-control-allow-origin",
        "age",
        "allow",
        "authorization",
        "cache-control",
        "content-disposition",
        "content-encoding",
        "content-language",
        "content-length",
        "content-location",
        "content-range",
        "content-type",
        "cookie",
        "date",
        "etag",
        "expect",
        "expires",
        "from",
        "host",
        "if-match",
        "if-modified-since",
        "if-none-match",
        "if-range",
        "if-unmodified-since",
        "last-modified",
        "link",
        "location",
        "max-forwards",
        "proxy-authenticate",
        "proxy-authorization",
        "range",
        "referer",
        "refresh",
        "retry-after",
        "server",
        "set-cookie",
        "strict-transport-security",
        "transfer-encoding",
        "user-agent",
        "vary",
        "via",
        "www-authenticate"};
    constexpr std::uint64_t count = sizeof known / sizeof *known;
    static_assert(count == 61);
    if (number > count)
    {
        const std::uint64_t own = number - count - 1;
        return own < m_own.size() ? std::optional(m_own[static_cast<std::size_t>(own)]) : std::nullopt;
    }
    const std::string_view text = known[number - 1];
    const auto blank = std::min(text.find(' '), text.size());
    return field(text.substr(0, blank), text.substr(std::min(blank + 1, text.size())));
}

WUA_INLINE void http_2_field_decoder::add(field added)
{
    m_size += added.first.size() + added.second.size() + 32;
    m_own.push_front(std::move(added));
    shrink(m_limit);
}

WUA_INLINE void http_2_field_decoder::shrink(std::size_t limit)
{
    while (m_size > limit && !m_own.empty())
    {
        m_size -= m_own.back().first.size() + m_own.back().second.size() + 32;
        m_own.pop_back();
    }
}

} // namespace wua::detail

// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/engine/transfer/content_condition.hpp>.

#include <wua/engine/transfer/content_condition.hpp>
#include <wua/engine/transfer/response_head.hpp>
#include <wua/model/content_swarm.hpp>
#include <wua/model/file_details.hpp>

#include <algorithm>
#include <cstddef>

namespace wua::detail
{

// The tag without the prefix "W/" of a weak one.
inline std::string_view opaque_tag(std::string_view etag) noexcept
{
    return etag.starts_with("W/") ? etag.substr(2) : etag;
}

WUA_COLD bool is_etag(std::string_view text) noexcept
{
    const std::string_view tag = opaque_tag(text);
    return is_strong_etag(tag) && std::all_of(tag.begin() + 1, tag.end() - 1, [](char c) {
               const auto byte = static_cast<unsigned char>(c);
               return byte > 0x20 && byte != '"' && byte != 0x7F;
           });
}

WUA_COLD bool is_same_etag(std::string_view one, std::string_view other) noexcept
{
    return opaque_tag(one) == opaque_tag(other);
}

WUA_COLD bool is_http_date(std::string_view text) noexcept
{
    constexpr std::string_view pattern = "Aaa, 00 Aaa 0000 00:00:00 GMT";
    bool fits = text.size() == pattern.size();
    for (std::size_t i = 0; fits && i != pattern.size(); ++i)
    {
        const char c = text[i];
        switch (pattern[i])
        {
            case 'A':
                fits = c >= 'A' && c <= 'Z';
                break;
            case 'a':
                fits = c >= 'a' && c <= 'z';
                break;
            case '0':
                fits = c >= '0' && c <= '9';
                break;
            default:
                fits = c == pattern[i];
                break;
        }
    }
    return fits;
}

WUA_COLD std::string objection_to_details(const content_file& file)
{
    if (!file.details)
    {
        return {};
    }
    const file_details& details = *file.details;
    if (!details.known.etag.empty() && !is_etag(details.known.etag))
    {
        return "the known ETag is not valid; one looks like \"abc\", with its quotes";
    }
    if (!details.known.last_modified.empty() && !is_http_date(details.known.last_modified))
    {
        return "the known Last-Modified is not a date; one looks like Sun, 06 Nov 1994 08:49:37 GMT";
    }
    if (details.swarm)
    {
        if (std::string fault = fault_of(*details.swarm); !fault.empty())
        {
            return fault;
        }
        if (!file.has_digest())
        {
            return "a swarm needs a digest of the file";
        }
        if (details.sink)
        {
            return "a swarm cannot be used if the content goes to a sink";
        }
    }
    if (details.held_bytes == 0)
    {
        return {};
    }
    if (!details.sink)
    {
        return "bytes are held, but there is no sink to hold them";
    }
    if (!is_strong_etag(details.known.etag))
    {
        return "held bytes can be continued only with a strong ETag";
    }
    if (file.has_digest())
    {
        return "a digest covers all bytes, but those that a sink holds cannot be read";
    }
    return {};
}

} // namespace wua::detail

// SPDX-License-Identifier: MIT
#pragma once

// What a request carries besides its URL: header fields, and what identifies its sender.

#include <optional>
#include <string>
#include <vector>

namespace wua
{

struct header_field
{
    std::string name;
    std::string value;

    bool operator==(const header_field&) const = default;
};

/// A user's name and password, in the bytes that the server expects (UTF-8 unless known otherwise). The name must not
/// contain a colon, and neither may contain a control character.
struct credentials
{
    std::string user;
    std::string password;

    /// Sends Basic with the first request, before the server asks: for servers that answer "not found" otherwise. If
    /// false, the server chooses, and Digest is used if it offers both.
    bool sends_basic_at_once = false;

    bool operator==(const credentials&) const = default;
};

/// At most one of these may be set: an Authorization header, the token, the credentials.
struct request_details
{
    /// Added to the engine's own headers, which may not be set here: Host, Range, User-Agent, If-..., Proxy-... and the
    /// like.
    std::vector<header_field> headers{};

    /// Sent as "Authorization: Bearer ..."; empty: none.
    std::string bearer_token{};

    std::optional<credentials> login{};

    bool operator==(const request_details&) const = default;
};

} // namespace wua

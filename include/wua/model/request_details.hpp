// SPDX-License-Identifier: MIT
#pragma once

// What a request carries beside its URL: header fields, and by what its sender is known.

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

/// A user's name and password, in the bytes that the server expects (UTF-8 unless somebody knows better). The name has
/// no colon, neither has a control character.
struct credentials
{
    std::string user;
    std::string password;

    /// Basic with the first request, before the server asks: for servers that say "not found" instead. Otherwise the
    /// server's own choice is waited for, and is Digest where it offers both.
    bool sends_basic_at_once = false;

    bool operator==(const credentials&) const = default;
};

/// One of the header Authorization, the token and the credentials at most.
struct request_details
{
    /// Added to those that the engine makes, which are refused here: Host, Range, User-Agent, If-..., Proxy-... and the
    /// like.
    std::vector<header_field> headers{};

    /// Sent as "Authorization: Bearer ..."; empty: none.
    std::string bearer_token{};

    std::optional<credentials> login{};

    bool operator==(const request_details&) const = default;
};

} // namespace wua

// SPDX-License-Identifier: MIT
#pragma once

// Decides whose requests are answered. Another site's page may reach the server through the user's browser: under a
// name of its own that resolves to this address (DNS rebinding), or by sending requests whose answers it cannot read.

#include <algorithm>
#include <cstddef>
#include <random>
#include <string>
#include <string_view>

namespace poller
{

// The host in "name", "name:port" or "[address]:port", with its brackets; empty for other text.
inline std::string_view host_name(std::string_view authority)
{
    const std::size_t end = authority.starts_with('[') ? authority.find(']') + 1 : authority.find(':');
    if (authority.starts_with('[') && end == 0)
    {
        return {};
    }
    const std::string_view name = authority.substr(0, end);
    std::string_view rest = authority.substr(name.size());
    const auto is_digit = [](char letter) { return letter >= '0' && letter <= '9'; };
    if (rest.starts_with(':'))
    {
        rest.remove_prefix(1);
        return !rest.empty() && rest.size() <= 5 && std::all_of(rest.begin(), rest.end(), is_digit)
                   ? name
                   : std::string_view();
    }
    return rest.empty() ? name : std::string_view();
}

// Like "127.0.0.1".
inline bool is_ipv4(std::string_view text)
{
    int parts = 0;
    int digits = 0;
    int value = 0;
    for (const char letter : text)
    {
        if (letter == '.' && digits != 0 && parts < 3)
        {
            ++parts;
            digits = value = 0;
        }
        else if (letter >= '0' && letter <= '9' && digits < 3 && value * 10 + (letter - '0') < 256)
        {
            ++digits;
            value = value * 10 + (letter - '0');
        }
        else
        {
            return false;
        }
    }
    return parts == 3 && digits != 0;
}

// Whether all characters may be in an IPv6 address; names are never in brackets.
inline bool is_ipv6(std::string_view text)
{
    return text.size() >= 2 && text.size() <= 45 && std::count(text.begin(), text.end(), ':') >= 2 &&
           text.find_first_not_of("0123456789abcdefABCDEF:.") == std::string_view::npos;
}

inline bool is_loopback(std::string_view address)
{
    return (is_ipv4(address) && address.starts_with("127.")) || address == "::1";
}

// Whether no other site can have this name: it is localhost, or an address. The port is ignored, since it may be
// forwarded from another one, as by ssh -L.
inline bool is_own_host(std::string_view authority)
{
    const std::string_view name = host_name(authority);
    std::string lower(name);
    for (char& letter : lower)
    {
        letter = letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
    }
    return lower == "localhost" || is_ipv4(name) || (name.starts_with('[') && is_ipv6(name.substr(1, name.size() - 2)));
}

// The Origin of a request must be the address that it was sent to.
inline bool is_own_origin(std::string_view origin, std::string_view authority)
{
    return origin.size() == 7 + authority.size() && origin.starts_with("http://") && origin.ends_with(authority);
}

// Takes the same time for all texts of one length. An empty secret matches nothing.
inline bool is_same_secret(std::string_view given, std::string_view secret)
{
    if (given.size() != secret.size() || secret.empty())
    {
        return false;
    }
    unsigned difference = 0;
    for (std::size_t i = 0; i != secret.size(); ++i)
    {
        difference |= static_cast<unsigned>(given[i] ^ secret[i]);
    }
    return difference == 0;
}

// Random bytes that cannot be guessed, as hexadecimal digits.
inline std::string random_text(std::size_t bytes)
{
    std::random_device source;
    std::string text;
    for (std::size_t i = 0; i != bytes; ++i)
    {
        const unsigned value = source();
        text += "0123456789abcdef"[value & 15U];
        text += "0123456789abcdef"[(value >> 4U) & 15U];
    }
    return text;
}

} // namespace poller

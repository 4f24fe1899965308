// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/model/content_digest.hpp>.

#include <wua/com/ascii.hpp>
#include <wua/com/hresult.hpp>
#include <wua/model/content_digest.hpp>

#include <utility>

namespace wua
{

namespace detail
{

inline content_digest digest_from_hex(digest_algorithm algorithm, std::string_view digits, const char* complaint)
{
    std::optional<content_digest> digest = content_digest::from_hex(algorithm, digits);
    if (!digest)
    {
        throw hresult_error(e_invalidarg, complaint);
    }
    return *std::move(digest);
}

} // namespace detail

WUA_COLD std::optional<content_digest> content_digest::from_hex(digest_algorithm algorithm, std::string_view digits)
{
    if (length(algorithm) == 0 || digits.size() != 2 * length(algorithm))
    {
        return std::nullopt;
    }
    content_digest digest{algorithm, std::vector<std::uint8_t>(length(algorithm))};
    for (std::size_t i = 0; i != digits.size(); ++i)
    {
        const int value = detail::hex_value(digits[i]);
        if (value < 0)
        {
            return std::nullopt;
        }
        digest.bytes[i / 2] = static_cast<std::uint8_t>(digest.bytes[i / 2] * 16 + value);
    }
    return digest;
}

WUA_COLD content_digest content_digest::sha256(std::string_view digits)
{
    return detail::digest_from_hex(digest_algorithm::sha256, digits, "a SHA-256 digest has 64 hexadecimal digits");
}

WUA_COLD content_digest content_digest::sha384(std::string_view digits)
{
    return detail::digest_from_hex(digest_algorithm::sha384, digits, "a SHA-384 digest has 96 hexadecimal digits");
}

WUA_COLD content_digest content_digest::sha512(std::string_view digits)
{
    return detail::digest_from_hex(digest_algorithm::sha512, digits, "a SHA-512 digest has 128 hexadecimal digits");
}

WUA_COLD content_digest content_digest::blake2b_512(std::string_view digits)
{
    return detail::digest_from_hex(
        digest_algorithm::blake2b_512, digits, "a BLAKE2b-512 digest has 128 hexadecimal digits");
}

WUA_COLD std::string content_digest::to_hex() const
{
    std::string text;
    for (const std::uint8_t byte : bytes)
    {
        text += detail::hex_digit(byte >> 4U);
        text += detail::hex_digit(byte);
    }
    return text;
}

} // namespace wua

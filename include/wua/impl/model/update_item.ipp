// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/model/update_item.hpp>.

#include <wua/com/ascii.hpp>
#include <wua/com/hresult.hpp>
#include <wua/model/update_item.hpp>

#include <limits>
#include <utility>

namespace wua
{

WUA_COLD std::optional<content_digest> content_digest::from_hex(digest_algorithm algorithm, std::string_view digits)
{
    if (algorithm == digest_algorithm::none || digits.size() != 2 * length(algorithm))
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
    std::optional<content_digest> digest = from_hex(digest_algorithm::sha256, digits);
    if (!digest)
    {
        throw hresult_error(e_invalidarg, "a SHA-256 digest has 64 hexadecimal digits");
    }
    return *std::move(digest);
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

WUA_INLINE std::optional<std::uint64_t> update_item::size() const noexcept
{
    if (files.empty())
    {
        return std::nullopt;
    }
    std::uint64_t sum = 0;
    for (const content_file& file : files)
    {
        if (!file.size || *file.size > std::numeric_limits<std::uint64_t>::max() - sum)
        {
            return std::nullopt;
        }
        sum += *file.size;
    }
    return sum;
}

WUA_INLINE update_pointer make_item(std::string title, std::string url, std::optional<std::uint64_t> size,
                                    std::optional<content_digest> digest)
{
    update_item item;
    item.title = std::move(title);
    content_file& file = item.files.emplace_back();
    file.urls.push_back(std::move(url));
    file.size = size;
    file.digest = std::move(digest);
    return std::make_shared<const update_item>(std::move(item));
}

} // namespace wua

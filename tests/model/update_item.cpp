// SPDX-License-Identifier: MIT
// What an update says of its download.

#include "catch.hpp"
#include <wua/com/hresult.hpp>
#include <wua/model/update_item.hpp>

#include <limits>
#include <string>

namespace
{

wua::update_item with_sizes(std::initializer_list<std::optional<std::uint64_t>> sizes)
{
    wua::update_item item;
    for (const auto& size : sizes)
    {
        item.files.emplace_back().size = size;
    }
    return item;
}

} // namespace

TEST_CASE("an update is as large as its files together, if all of them say so", "[update_item]")
{
    constexpr std::uint64_t max_size = std::numeric_limits<std::uint64_t>::max();
    CHECK(with_sizes({}).size() == std::nullopt);
    CHECK(with_sizes({0}).size() == 0U);
    CHECK(with_sizes({3, 4}).size() == 7U);
    CHECK(with_sizes({3, std::nullopt, 4}).size() == std::nullopt);
    CHECK(with_sizes({max_size, 0}).size() == max_size);
    CHECK(with_sizes({max_size, 1}).size() == std::nullopt);
}

TEST_CASE("a digest is read from hexadecimal digits of its algorithm's length, and nothing else", "[update_item]")
{
    using wua::content_digest;
    using wua::digest_algorithm;
    const std::string lower = "00ff10a9b8c7d6e5f4031201f0e0d0c0b0a09080706050403020100fedcba987";
    const auto digest = content_digest::from_hex(digest_algorithm::sha256, lower);
    REQUIRE(digest);
    CHECK(digest->bytes.size() == 32);
    CHECK(digest->bytes[1] == 0xFF);
    CHECK(digest->to_hex() == lower);

    std::string upper = lower;
    for (char& c : upper)
    {
        c = c >= 'a' && c <= 'f' ? static_cast<char>(c - 'a' + 'A') : c;
    }
    CHECK(content_digest::from_hex(digest_algorithm::sha256, upper) == digest);

    CHECK_FALSE(content_digest::from_hex(digest_algorithm::sha256, lower.substr(1)));
    CHECK_FALSE(content_digest::from_hex(digest_algorithm::sha256, lower + "00"));
    CHECK_FALSE(content_digest::from_hex(digest_algorithm::sha256, ""));
    for (const char wrong : {'g', 'G', '/', ':', '@', '`', ' ', '\0', '\xFF'})
    {
        for (const std::size_t at : {std::size_t(0), lower.size() - 1})
        {
            std::string spoilt = lower;
            spoilt[at] = wrong;
            CHECK_FALSE(content_digest::from_hex(digest_algorithm::sha256, spoilt));
        }
    }
    CHECK(content_digest::from_hex(digest_algorithm::sha1, lower.substr(24)));
    CHECK_FALSE(content_digest::from_hex(digest_algorithm::sha1, lower));
    CHECK_FALSE(content_digest::from_hex(digest_algorithm::none, ""));
}

TEST_CASE("a mistyped digest is an error, and not a file without a digest", "[update_item]")
{
    const std::string digits(64, 'a');
    CHECK(wua::make_item("a", "https://host/a", 1, wua::content_digest::sha256(digits))->files[0].digest ==
          wua::content_digest::from_hex(wua::digest_algorithm::sha256, digits));
    CHECK_THROWS_WITH(wua::content_digest::sha256(digits.substr(1)), "a SHA-256 digest has 64 hexadecimal digits");
    CHECK_THROWS_AS(wua::content_digest::sha256("g" + digits.substr(1)), wua::hresult_error);
}

TEST_CASE("make_item makes an update of one file", "[update_item]")
{
    const auto item = wua::make_item("title", "http://localhost/a", 5, wua::content_digest{});
    CHECK(item->title == "title");
    REQUIRE(item->files.size() == 1);
    CHECK(item->files[0].urls == std::vector<std::string>{"http://localhost/a"});
    CHECK(item->files[0].digest == wua::content_digest{});
    CHECK(item->size() == 5U);
}

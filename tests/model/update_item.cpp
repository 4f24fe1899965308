// SPDX-License-Identifier: MIT
// What an update says of its download.

#include "catch.hpp"
#include <wua/com/hresult.hpp>
#include <wua/model/update_item.hpp>

#include <cstdint>
#include <initializer_list>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <vector>

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

TEST_CASE("each algorithm has a length and a name, by which it is found", "[update_item]")
{
    using wua::content_digest;
    using wua::digest_algorithm;
    for (const digest_algorithm each : wua::digest_algorithms)
    {
        CHECK(content_digest::algorithm_named(content_digest::name(each)) == each);
        const std::string digits(2 * content_digest::length(each), 'a');
        const auto digest = content_digest::from_hex(each, digits);
        REQUIRE(digest);
        CHECK(digest->is_valid());
        CHECK(digest->to_hex() == digits);
        CHECK_FALSE(content_digest::from_hex(each, digits + "aa"));
    }
    CHECK(content_digest::name(digest_algorithm::blake2b_512) == "blake2b");
    CHECK(content_digest::algorithm_named("md5") == digest_algorithm::none);
    CHECK(content_digest::algorithm_named("") == digest_algorithm::none);
    const auto unknown = static_cast<digest_algorithm>(99);
    CHECK(content_digest::length(unknown) == 0);
    CHECK(content_digest::name(unknown).empty());
    CHECK_FALSE(content_digest::from_hex(unknown, ""));
    CHECK_FALSE(content_digest().is_valid());
    CHECK_FALSE(content_digest{digest_algorithm::sha512, std::vector<std::uint8_t>(32)}.is_valid());
}

TEST_CASE("the digests of a file are all that it names, each once, in one order", "[update_item]")
{
    using wua::content_digest;
    const auto sha256 = content_digest::sha256(std::string(64, 'a'));
    const auto sha512 = content_digest::sha512(std::string(128, 'b'));
    const auto other = content_digest::sha512(std::string(128, 'c'));
    wua::content_file file;
    CHECK_FALSE(file.has_digest());
    CHECK(file.digests().empty());
    file.more_digests = std::make_shared<std::vector<content_digest>>();
    CHECK_FALSE(file.has_digest());
    file.add_digest(sha512);
    CHECK(file.digest == sha512);
    file.add_digest(sha256);
    file.add_digest(sha512);
    CHECK(file.has_digest());
    CHECK(file.digests() == std::vector{sha256, sha512});
    file.add_digest(other); // which cannot be: whoever uses them says so
    CHECK(file.digests().size() == 3);
    const wua::content_file copy = file;
    file.add_digest(content_digest::sha384(std::string(96, 'd')));
    CHECK(copy.digests().size() == 3);
    wua::content_file further_alone;
    further_alone.more_digests = std::make_shared<std::vector<content_digest>>(1, sha256);
    CHECK(further_alone.has_digest());
    CHECK(further_alone.digests() == std::vector{sha256});
}

TEST_CASE("a mistyped digest is an error, and not a file without a digest", "[update_item]")
{
    const std::string digits(64, 'a');
    CHECK(wua::make_item("a", "https://host/a", 1, wua::content_digest::sha256(digits))->files[0].digest ==
          wua::content_digest::from_hex(wua::digest_algorithm::sha256, digits));
    CHECK_THROWS_WITH(wua::content_digest::sha256(digits.substr(1)), "a SHA-256 digest has 64 hexadecimal digits");
    CHECK_THROWS_AS(wua::content_digest::sha256("g" + digits.substr(1)), wua::hresult_error);
    CHECK_THROWS_WITH(wua::content_digest::sha384(digits), "a SHA-384 digest has 96 hexadecimal digits");
    CHECK_THROWS_WITH(wua::content_digest::sha512(digits), "a SHA-512 digest has 128 hexadecimal digits");
    CHECK_THROWS_WITH(wua::content_digest::blake2b_512(digits), "a BLAKE2b-512 digest has 128 hexadecimal digits");
    CHECK(wua::content_digest::blake2b_512(digits + digits).is_valid());
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

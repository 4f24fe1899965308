// SPDX-License-Identifier: MIT

#include "catch.hpp"
#include <wua/com/ascii.hpp>
#include <wua/engine/seed/md4.hpp>

#include <string>
#include <string_view>

TEST_CASE("MD4 is that of RFC 1320", "[md4]")
{
    const auto md4_of = [](std::string_view text) {
        std::string digits;
        for (const std::uint8_t each : wua::detail::md4(text.data(), text.size()))
        {
            digits += wua::detail::hex_digit(each >> 4U);
            digits += wua::detail::hex_digit(each);
        }
        return digits;
    };
    CHECK(md4_of("") == "31d6cfe0d16ae931b73c59d7e0c089c0");
    CHECK(md4_of("a") == "bde52cb31de33e46245e05fbdbd6fb24");
    CHECK(md4_of("abc") == "a448017aaf21d8525fc10ae87aa6729d");
    CHECK(md4_of("message digest") == "d9130a8164549fe818874806e1c7014b");
    CHECK(md4_of("abcdefghijklmnopqrstuvwxyz") == "d79e1c308aa5bbcdeea8ed63df412da9");
    CHECK(md4_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789") ==
          "043f8582f241db351ce627e153e7f0e4");
    CHECK(md4_of("12345678901234567890123456789012345678901234567890123456789012345678901234567890") ==
          "e33b4ddc9c38f2199c3e7b164fcc0536");
}

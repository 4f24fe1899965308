// SPDX-License-Identifier: MIT

// Text between UTF-8 and UTF-16, well formed and not.

#include <wua/com/utf.hpp>

#include <catch.hpp>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

using namespace std::string_literals;

TEST_CASE("well-formed text goes to UTF-16 and back", "[utf]")
{
    const std::vector<std::pair<std::string, std::u16string>> texts{
        {"", u""},
        {"plain", u"plain"},
        {"a\0b"s, u"a\0b"s},
        {"\x7F\xC2\x80\xDF\xBF\xE0\xA0\x80\xEF\xBF\xBF", u"\x7F\x80\x7FF\x800\xFFFF"},
        {"\xED\x9F\xBF\xEE\x80\x80", u"\xD7FF\xE000"},
        {"\xF0\x90\x80\x80\xF4\x8F\xBF\xBF", u"\xD800\xDC00\xDBFF\xDFFF"},
    };
    for (const auto& [utf8, utf16] : texts)
    {
        CHECK(wua::to_utf16(utf8) == utf16);
        CHECK(wua::to_utf8(utf16) == utf8);
        CHECK(wua::try_to_utf16(utf8) == utf16);
        CHECK(wua::try_to_utf8(utf16) == utf8);
    }
}

TEST_CASE("each maximal ill-formed subpart of UTF-8 becomes one replacement character", "[utf]")
{
    // The examples of Unicode's chapter 3.9, tables 3-8 to 3-11, and the ends of text.
    const std::vector<std::pair<std::string, std::u16string>> texts{
        {"\xC0\xAF\xE0\x80\xBF\xF0\x81\x82\x41", u"\xFFFD\xFFFD\xFFFD\xFFFD\xFFFD\xFFFD\xFFFD\xFFFD\x41"},
        {"\xED\xA0\x80\xED\xBF\xBF\xED\xAF\x41", u"\xFFFD\xFFFD\xFFFD\xFFFD\xFFFD\xFFFD\xFFFD\xFFFD\x41"},
        {"\xF4\x91\x92\x93\xFF\x41\x80\xBF\x42", u"\xFFFD\xFFFD\xFFFD\xFFFD\xFFFD\x41\xFFFD\xFFFD\x42"},
        {"\xE1\x80\xE2\xF0\x91\x92\xF1\xBF\x41", u"\xFFFD\xFFFD\xFFFD\xFFFD\x41"},
        {"\xC3", u"\xFFFD"},
        {"\xF0\x9F\x98", u"\xFFFD"},
        {"\x80", u"\xFFFD"},
    };
    for (const auto& [utf8, utf16] : texts)
    {
        CHECK(wua::to_utf16(utf8) == utf16);
        CHECK_FALSE(wua::try_to_utf16(utf8).has_value());
    }
}

TEST_CASE("each unpaired surrogate becomes one replacement character", "[utf]")
{
    const std::u16string high(1, char16_t{0xD83D});
    const std::u16string low(1, char16_t{0xDE00});
    for (const auto& [utf16, utf8] : std::vector<std::pair<std::u16string, std::string>>{
             {high, "\xEF\xBF\xBD"},
             {low + u"x", "\xEF\xBF\xBDx"},
             {low + high, "\xEF\xBF\xBD\xEF\xBF\xBD"},
             {high + high + low, "\xEF\xBF\xBD\xF0\x9F\x98\x80"},
         })
    {
        CHECK(wua::to_utf8(utf16) == utf8);
        CHECK_FALSE(wua::try_to_utf8(utf16).has_value());
    }
}

TEST_CASE("text of OLECHARs converts like UTF-16", "[utf]")
{
    const wua::ole_string text = wua::to_ole("\xE2\x82\xAC");
    REQUIRE(text.size() == 1);
    CHECK(text[0] == 0x20AC);
    CHECK(wua::to_utf8(wua::ole_view(text)) == "\xE2\x82\xAC");
}

// SPDX-License-Identifier: MIT

#include "catch.hpp"
#include <wua/engine/disk/letter_case.hpp>

#include <cstddef>
#include <utility>

using wua::detail::caseless_letter;

TEST_CASE("letters that differ only in case are equal, in every alphabet that has case", "[letter_case]")
{
    constexpr char32_t same[][3] = {
        {U'a', U'A', U'A'}, {U'ä', U'Ä', U'Ä'},      {U'ÿ', U'Ÿ', U'Ÿ'}, {U'ǆ', U'ǅ', U'Ǆ'},      {U'ß', U'ẞ', U'ẞ'},
        {U'σ', U'ς', U'Σ'}, {U'ᾳ', U'ᾼ', U'ᾼ'},      {U'ж', U'Ж', U'Ж'}, {U'ꙁ', U'Ꙁ', U'Ꙁ'},      {U'ա', U'Ա', U'Ա'},
        {U'ꭰ', U'Ꭰ', U'Ꭰ'}, {U'ა', U'Ა', U'Ა'},      {U'ⅷ', U'Ⅷ', U'Ⅷ'}, {U'ⓩ', U'Ⓩ', U'Ⓩ'},      {U'ｚ', U'Ｚ', U'Ｚ'},
        {U'𐐨', U'𐐀', U'𐐀'}, {U'k', U'K', U'\u212A'}, {U's', U'S', U'ſ'}, {U'å', U'Å', U'\u212B'},
    };
    for (const auto& [one, two, three] : same)
    {
        INFO(static_cast<unsigned long>(one));
        CHECK(caseless_letter(one) == caseless_letter(two));
        CHECK(caseless_letter(one) == caseless_letter(three));
    }
}

TEST_CASE("other letters are different ones", "[letter_case]")
{
    for (const auto& [one, other] :
         {std::pair{U'a', U'b'},
          {U'a', U'а'},
          {U'i', U'ı'},
          {U'I', U'İ'},
          {U'×', U'÷'},
          {U'[', U'{'},
          {U'@', U'`'},
          {U'ĸ', U'Ĺ'},
          {U'a', U'á'}})
    {
        INFO(static_cast<unsigned long>(one) << ' ' << static_cast<unsigned long>(other));
        CHECK(caseless_letter(one) != caseless_letter(other));
    }
}

TEST_CASE("no letter of Unicode 14 is forgotten, and what a letter stands for stands for itself", "[letter_case]")
{
    std::size_t changed = 0;
    std::size_t unstable = 0;
    for (char32_t each = 0; each != 0x110000; ++each)
    {
        const char32_t caseless = caseless_letter(each);
        changed += caseless != each ? 1U : 0U;
        unstable += caseless_letter(caseless) != caseless || caseless > each ? 1U : 0U;
    }
    CHECK(changed == 1'454);
    CHECK(unstable == 0);
}

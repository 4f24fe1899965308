// SPDX-License-Identifier: MIT
// UTF-8 and UTF-16, valid or not.

#include "fuzz.hpp"
#include <wua/com/utf.hpp>

#include <cstring>
#include <string>

FUZZ_TARGET(utf)
{
    const std::string_view text = fuzz::text_of(data, size);
    const std::u16string wide = wua::to_utf16(text);
    const std::string narrow = wua::to_utf8(wide);
    fuzz::require(wua::try_to_utf8(wide) == narrow, "what was made is well formed", text);
    fuzz::require(wua::try_to_utf16(narrow) == wide, "what was made is read again as it is", text);
    const auto strict = wua::try_to_utf16(text);
    fuzz::require(strict.has_value() == (narrow == text), "exactly well-formed text comes back as it was", text);
    fuzz::require(!strict || *strict == wide, "both readings of well-formed text agree", text);

    std::u16string units(size / 2, u'\0');
    if (!units.empty()) // an empty range may be a null pointer
    {
        std::memcpy(units.data(), data, units.size() * 2);
    }
    const std::string told = wua::to_utf8(units);
    const auto strictly_told = wua::try_to_utf8(units);
    fuzz::require(wua::to_utf16(told).size() == units.size(), "an unpaired surrogate becomes one unit", told);
    fuzz::require(strictly_told.has_value() == (wua::to_utf16(told) == units),
                  "exactly well-formed units come back as they were", told);
    return 0;
}

// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/text/enums.hpp>.

#include <wua/text/enums.hpp>

namespace wua::detail
{

WUA_INLINE std::string words_of(std::string_view name)
{
    std::string words;
    for (const char letter : name)
    {
        if (is_capital(letter) && !words.empty())
        {
            words += ' ';
        }
        words += is_capital(letter) ? static_cast<char>(letter - 'A' + 'a') : letter;
    }
    return words;
}

} // namespace wua::detail

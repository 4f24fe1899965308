// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/wuapi/errors.hpp>.

#include <wua/com/hresult.hpp>
#include <wua/wuapi/errors.hpp>

#include <cstdint>

namespace wua::detail
{

// Lets hresult_error::what() describe the codes of all tables.
inline const bool are_codes_described = (describe_more = [](HRESULT code) noexcept { return describe(code); }, true);

WUA_COLD std::string hresult_digits(HRESULT code)
{
    std::string text = "0x";
    for (int shift = 28; shift >= 0; shift -= 4)
    {
        text += "0123456789ABCDEF"[static_cast<std::uint32_t>(code) >> shift & 0xFU];
    }
    return text;
}

WUA_COLD std::string short_name(HRESULT code)
{
    const hresult_info* known = describe(code);
    return known != nullptr ? std::string(known->name) : hresult_digits(code);
}

} // namespace wua::detail

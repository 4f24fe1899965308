// SPDX-License-Identifier: MIT
#pragma once

// What a late-bound caller is told about an error.

#include <wua/wuapi/errors.hpp>

#include <string_view>

namespace wua::detail
{

// The meaning of a code of the update agent or of COM; empty for any other. See implements.
constexpr std::string_view meaning_of(HRESULT code) noexcept
{
    const hresult_info* known = describe(code);
    return known != nullptr ? known->meaning : std::string_view();
}

} // namespace wua::detail

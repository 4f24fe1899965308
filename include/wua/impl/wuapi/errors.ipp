// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/wuapi/errors.hpp>.

#include <wua/com/hresult.hpp>
#include <wua/wuapi/errors.hpp>

namespace wua::detail
{

// Lets hresult_error::what() tell the codes of all tables.
inline const bool are_codes_described = (describe_more = [](HRESULT code) noexcept { return describe(code); }, true);

} // namespace wua::detail

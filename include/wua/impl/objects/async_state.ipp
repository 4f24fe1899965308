// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/objects/async_state.hpp>.

#include <wua/objects/async_state.hpp>

namespace wua
{

WUA_INLINE async_state::async_state(const VARIANT& given) : m_value(copy_ind(given)) {}

} // namespace wua

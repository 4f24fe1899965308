// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/job/ledger_listener.hpp>.

#include <wua/job/ledger_listener.hpp>

namespace wua::detail
{

WUA_INLINE bool ledger_listener::wants_changes() const noexcept
{
    return true;
}

WUA_COLD bool ledger_listener::is_part_of(const ledger&) const noexcept
{
    return false;
}

WUA_INLINE void ledger_listener::update_changed(std::size_t) noexcept
{
    changed();
}

} // namespace wua::detail

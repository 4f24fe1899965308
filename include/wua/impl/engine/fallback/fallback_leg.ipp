// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/engine/fallback/fallback_leg.hpp>.

#include <wua/engine/fallback/fallback_job.hpp>
#include <wua/engine/fallback/fallback_leg.hpp>
#include <wua/job/ledger.hpp>

namespace wua::detail
{

WUA_COLD bool fallback_leg::is_part_of(const ledger& whole) const noexcept
{
    const shared_handle<ledger>& outer = m_job->outer().m_ledger;
    return outer && outer->is_part_of(whole);
}

WUA_INLINE void fallback_leg::changed() noexcept
{
    m_job->look();
}

WUA_INLINE void fallback_leg::update_changed(std::size_t place) noexcept
{
    m_job->hear(*this, place);
}

WUA_INLINE void fallback_leg::completed() noexcept
{
    m_job->complete(*this);
}

} // namespace wua::detail

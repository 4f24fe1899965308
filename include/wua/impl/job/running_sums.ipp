// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/job/running_sums.hpp>.

#include <wua/job/running_sums.hpp>

namespace wua::detail
{

WUA_INLINE void running_sums::add(const update_record& record) noexcept
{
    add_need(record);
    add_done(record);
}

WUA_INLINE void running_sums::change_current(const update_record& before, const update_record& now) noexcept
{
    add_done(before);
    take_done(now);
}

WUA_INLINE void running_sums::add_done(const update_record& record) noexcept
{
    m_bytes += record.credited();
    m_weighted += record.weighted_percent();
}

WUA_INLINE void running_sums::take_done(const update_record& record) noexcept
{
    m_bytes -= record.credited();
    m_weighted -= record.weighted_percent();
}

WUA_INLINE void running_sums::add_need(const update_record& record) noexcept
{
    const std::uint64_t need = record.needed();
    m_total += need == unknown_bytes ? 0 : need;
    m_unsized += need == unknown_bytes ? 1 : 0;
}

WUA_INLINE void running_sums::take_need(const update_record& record) noexcept
{
    const std::uint64_t need = record.needed();
    m_total -= need == unknown_bytes ? 0 : need;
    m_unsized -= need == unknown_bytes ? 1 : 0;
}

} // namespace wua::detail

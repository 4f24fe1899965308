// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/job/update_table.hpp>.

#include <wua/job/update_table.hpp>

#include <utility>

namespace wua::detail
{

WUA_INLINE bool order_number::is_within(std::uint32_t count) const noexcept
{
    const std::uint32_t number = m_number.load(std::memory_order_acquire);
    return number != 0 && number <= count;
}

WUA_INLINE update_table::update_table(std::vector<update_pointer> updates)
    : m_updates(std::move(updates)),
      m_records(std::make_unique<update_record[]>(m_updates.size()))
{}

WUA_INLINE const std::vector<update_pointer>& update_table::updates() const noexcept
{
    return m_updates;
}

WUA_INLINE outcome update_table::result_at(std::size_t index, std::uint32_t started, std::uint32_t finished) const
{
    const update_record& record = m_records[index];
    if (record.finished.is_within(finished))
    {
        return record.result.get();
    }
    return record.started.is_within(started) ? outcome::in_progress() : outcome{};
}

WUA_INLINE outcome_tally update_table::tally_at(std::uint32_t finished) const noexcept
{
    outcome_tally tally;
    for (std::size_t index = 0; index != m_updates.size(); ++index)
    {
        if (m_records[index].finished.is_within(finished))
        {
            tally.add(m_records[index].result.code());
        }
    }
    return tally;
}

} // namespace wua::detail

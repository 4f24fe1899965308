// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/job/update_table.hpp>.

#include <wua/job/update_table.hpp>

#include <limits>
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
      m_records(m_updates.size())
{}

WUA_COLD update_table::~update_table()
{
    for (const reason_entry* entry = m_reasons; entry != nullptr;)
    {
        delete std::exchange(entry, entry->next.load());
    }
}

WUA_INLINE const std::vector<update_pointer>& update_table::updates() const noexcept
{
    return m_updates;
}

WUA_COLD outcome update_table::result_at(std::size_t index, std::uint32_t started, std::uint32_t finished) const
{
    const update_record& record = m_records[index];
    if (record.finished.is_within(finished))
    {
        return record.result.get();
    }
    return record.started.is_within(started) ? outcome::in_progress() : outcome{};
}

WUA_INLINE outcome update_table::final_result(std::size_t index) const
{
    constexpr auto all = std::numeric_limits<std::uint32_t>::max();
    return result_at(index, all, all);
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

WUA_COLD std::string_view update_table::pause_reason(unsigned number) const noexcept
{
    const reason_entry* entry = m_reasons.load(std::memory_order_acquire);
    for (unsigned n = 1; n < number && entry != nullptr; ++n)
    {
        entry = entry->next.load(std::memory_order_acquire);
    }
    return number != 0 && entry != nullptr ? entry->words : std::string_view();
}

WUA_COLD unsigned update_table::number_of_reason(std::string&& reason)
{
    std::atomic<reason_entry*>* place = &m_reasons;
    for (unsigned number = 1; number <= max_reasons; ++number)
    {
        const reason_entry* const entry = place->load(std::memory_order_relaxed);
        if (entry == nullptr)
        {
            place->store(new reason_entry{std::move(reason)}, std::memory_order_release);
            return number;
        }
        if (entry->words == reason)
        {
            return number;
        }
        place = &place->load(std::memory_order_relaxed)->next;
    }
    return 0;
}

} // namespace wua::detail

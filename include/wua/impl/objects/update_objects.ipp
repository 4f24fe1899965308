// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/objects/update_objects.hpp>.

#include <wua/com/shared_handle.hpp>
#include <wua/objects/to_update_item.hpp>
#include <wua/objects/update.hpp>
#include <wua/objects/update_objects.hpp>

#include <cstddef>

namespace wua::detail
{

WUA_INLINE
update_objects::update_objects(std::shared_ptr<const update_table> log, std::vector<agile_ref<IUpdate>> given)
    : m_table(std::move(log)),
      m_made(make_handle<const objects>(std::move(given)))
{}

WUA_INLINE void update_objects::settle() noexcept
{
    shared_handle<const objects> there;
    {
        const std::lock_guard lock(m_mutex);
        m_is_settled = true;
        there = m_made;
    }
    if (there)
    {
        mark_successes(*there); // without the lock: they may be objects of the client's
    }
}

WUA_INLINE shared_handle<const update_objects::objects> update_objects::made()
{
    const std::lock_guard lock(m_mutex);
    if (!m_made)
    {
        std::vector<agile_ref<IUpdate>> updates;
        updates.reserve(m_table->size());
        for (const update_pointer& item : m_table->updates())
        {
            updates.emplace_back(make_update(item));
        }
        m_made = make_handle<const objects>(std::move(updates));
        if (m_is_settled)
        {
            mark_successes(*m_made);
        }
    }
    return m_made;
}

WUA_INLINE void update_objects::mark_successes(const objects& all) const noexcept
{
    for (std::size_t index = 0; index != all.updates.size(); ++index)
    {
        const agile_ref<IUpdate>& update = all.updates[index];
        if (!is_bound_to_apartment(update) && (*m_table)[index].result.is_success_or_with_errors())
        {
            mark_downloaded(*for_this_thread(update));
        }
    }
}

} // namespace wua::detail

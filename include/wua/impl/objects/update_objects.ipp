// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/objects/update_objects.hpp>.

#include <wua/com/shared_handle.hpp>
#include <wua/objects/to_update_item.hpp>
#include <wua/objects/update.hpp>
#include <wua/objects/update_objects.hpp>
#include <wua/wuapi/success_codes.hpp>

#include <algorithm>
#include <cstddef>

namespace wua::detail
{

WUA_INLINE bool is_done_before(HRESULT code) noexcept
{
    return code == wu_s_already_installed || code == wu_s_already_uninstalled;
}

WUA_INLINE
update_objects::update_objects(com_ptr<const update_table> log, std::vector<agile_ref<IUpdate>> given)
    : m_table(std::move(log)),
      m_made(make_handle<objects>(std::move(given)))
{}

WUA_INLINE update_objects::objects::objects(std::vector<agile_ref<IUpdate>> all) : updates(std::move(all))
{
    if (std::any_of(updates.begin(), updates.end(), [](const auto& each) { return is_bound_to_apartment(each); }))
    {
        collection = make_read_only_collection(given_to_this_thread(updates));
    }
}

WUA_INLINE com_ptr<IUpdateCollection> update_objects::collection()
{
    const shared_handle<objects> all = made();
    {
        const std::lock_guard lock(m_mutex);
        if (all->collection)
        {
            return all->collection;
        }
    }
    com_ptr<IUpdateCollection> first =
        make_read_only_collection(given_to_this_thread(all->updates)); // made without the lock
    const std::lock_guard lock(m_mutex);
    if (!all->collection)
    {
        all->collection.swap(first);
    }
    return all->collection;
}

WUA_INLINE void update_objects::settle(job_kind done) noexcept
{
    shared_handle<objects> there;
    {
        const std::lock_guard lock(m_mutex);
        m_done = done;
        there = m_made;
    }
    if (there)
    {
        settle(*there, done); // without the lock: the updates may be the client's objects
    }
}

WUA_INLINE shared_handle<update_objects::objects> update_objects::made()
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
        m_made = make_handle<objects>(std::move(updates));
        if (m_done)
        {
            settle(*m_made, *m_done);
        }
    }
    return m_made;
}

WUA_INLINE void update_objects::settle(const objects& all, job_kind done) const noexcept
{
    for (std::size_t index = 0; index != all.updates.size(); ++index)
    {
        const agile_ref<IUpdate>& update = all.updates[index];
        const compact_outcome& result = (*m_table)[index].result;
        if (!is_bound_to_apartment(update) && result.is_success_or_with_errors() && !is_done_before(result.hresult()))
        {
            settle_update(*for_this_thread(update), done, result.hresult() == wu_s_reboot_required);
        }
    }
}

} // namespace wua::detail

// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/objects/collection.hpp>.

#include <wua/model/update_results.hpp>
#include <wua/objects/collection.hpp>

#include <iterator>
#include <limits>

namespace wua::detail
{

// Converts an index from an interface; throws WU_E_INVALIDINDEX outside [0, end).
WUA_INLINE std::ptrdiff_t checked_index(LONG index, std::size_t end)
{
    if (index < 0 || static_cast<std::size_t>(index) >= end)
    {
        fail_index(index, end);
    }
    return static_cast<std::ptrdiff_t>(index);
}

WUA_INLINE agile_variant collection_item<BSTR>::keep(BSTR passed)
{
    bstr kept;
    kept.copy_from(passed);
    return held_for_all_threads(std::move(kept), iid);
}

WUA_INLINE bstr collection_item<BSTR>::hand_out(variant kept) noexcept
{
    bstr text;
    text.attach(kept.detach().bstrVal);
    return text;
}

WUA_INLINE std::vector<agile_variant> kept_for_all(std::vector<variant> items, REFIID iid)
{
    std::vector<agile_variant> kept;
    kept.reserve(items.size());
    for (variant& item : items)
    {
        kept.push_back(held_for_all_threads(std::move(item), iid));
    }
    return kept;
}

WUA_INLINE fixed_items::fixed_items(std::vector<agile_variant> items) noexcept : m_items(std::move(items)) {}

WUA_INLINE variant fixed_items::at(LONG index) const
{
    return for_this_thread(*std::next(m_items.begin(), checked_index(index, m_items.size())));
}

WUA_INLINE std::vector<variant> fixed_items::all() const
{
    std::vector<variant> items;
    items.reserve(m_items.size());
    for (const agile_variant& each : m_items)
    {
        items.push_back(for_this_thread(each));
    }
    return items;
}

WUA_INLINE changing_items::changing_items(std::vector<agile_variant> items)
{
    m_cells.reserve(items.size());
    for (agile_variant& item : items)
    {
        m_cells.push_back(make<shared_item>(std::move(item)));
    }
}

WUA_INLINE std::size_t changing_items::size() const
{
    const std::lock_guard lock(m_mutex);
    return m_cells.size();
}

WUA_INLINE variant changing_items::at(LONG index) const
{
    cell found;
    {
        const std::lock_guard lock(m_mutex);
        found = *std::next(m_cells.begin(), checked_index(index, m_cells.size()));
    }
    return for_this_thread(found->item);
}

WUA_INLINE std::vector<variant> changing_items::all() const
{
    std::vector<cell> cells;
    {
        const std::lock_guard lock(m_mutex);
        cells = m_cells;
    }
    std::vector<variant> items;
    items.reserve(cells.size());
    for (const cell& shared : cells)
    {
        items.push_back(for_this_thread(shared->item));
    }
    return items;
}

WUA_INLINE void changing_items::replace(LONG index, agile_variant item)
{
    cell other = make<shared_item>(std::move(item)); // holds the old item, which is released after the lock
    const std::lock_guard lock(m_mutex);
    std::next(m_cells.begin(), checked_index(index, m_cells.size()))->swap(other);
}

WUA_INLINE LONG changing_items::append(agile_variant item)
{
    cell added = make<shared_item>(std::move(item));
    const std::lock_guard lock(m_mutex);
    make_room();
    m_cells.push_back(std::move(added));
    return static_cast<LONG>(m_cells.size() - 1);
}

WUA_INLINE void changing_items::insert(LONG index, agile_variant item)
{
    cell added = make<shared_item>(std::move(item));
    const std::lock_guard lock(m_mutex);
    make_room();
    m_cells.insert(std::next(m_cells.begin(), checked_index(index, m_cells.size() + 1)), std::move(added));
}

WUA_INLINE void changing_items::remove(LONG index)
{
    cell removed;
    const std::lock_guard lock(m_mutex);
    const auto place = std::next(m_cells.begin(), checked_index(index, m_cells.size()));
    removed.swap(*place);
    m_cells.erase(place);
}

WUA_INLINE void changing_items::clear()
{
    std::vector<cell> removed;
    const std::lock_guard lock(m_mutex);
    removed.swap(m_cells);
}

WUA_INLINE void changing_items::make_room() const
{
    if (m_cells.size() >= static_cast<std::size_t>((std::numeric_limits<LONG>::max)()))
    {
        throw hresult_error(wu_e_max_capacity_reached);
    }
}

} // namespace wua::detail

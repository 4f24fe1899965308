// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/objects/update_collection.hpp>.

#include <wua/objects/update_collection.hpp>

#include <utility>

namespace wua
{

namespace detail
{

WUA_INLINE std::vector<agile_ref<IUpdate>> kept_updates(std::vector<com_ptr<IUpdate>> updates)
{
    std::vector<agile_ref<IUpdate>> kept;
    kept.reserve(updates.size());
    for (com_ptr<IUpdate>& update : updates)
    {
        if (update == nullptr)
        {
            throw hresult_error(e_pointer);
        }
        kept.emplace_back(std::move(update));
    }
    return kept;
}

WUA_INLINE std::vector<com_ptr<IUpdate>> given_to_this_thread(const std::vector<agile_ref<IUpdate>>& kept)
{
    std::vector<com_ptr<IUpdate>> updates;
    updates.reserve(kept.size());
    for (const agile_ref<IUpdate>& each : kept)
    {
        updates.push_back(for_this_thread(each));
    }
    return updates;
}

WUA_INLINE std::vector<variant> to_items(std::vector<com_ptr<IUpdate>> updates)
{
    std::vector<variant> items;
    items.reserve(updates.size());
    for (com_ptr<IUpdate>& update : updates)
    {
        if (update == nullptr)
        {
            throw hresult_error(e_pointer);
        }
        items.emplace_back(std::move(update));
    }
    return items;
}

} // namespace detail

WUA_INLINE com_ptr<IUpdateCollection> make_update_collection(std::vector<com_ptr<IUpdate>> updates)
{
    return make<detail::collection<IUpdateCollection, IUpdate*, detail::changing_items>>(
        detail::to_items(std::move(updates)));
}

WUA_INLINE com_ptr<IUpdateCollection> make_read_only_collection(std::vector<com_ptr<IUpdate>> updates)
{
    return make<detail::collection<IUpdateCollection, IUpdate*, detail::fixed_items>>(
        detail::to_items(std::move(updates)));
}

WUA_INLINE std::vector<com_ptr<IUpdate>> updates_of(IUpdateCollection& any)
{
    std::vector<com_ptr<IUpdate>> updates; // no reserve(): Count may promise more than there is
    detail::for_each_item<com_ptr<IUpdate>>(any, [&](auto update) { updates.push_back(std::move(update)); });
    return updates;
}

} // namespace wua

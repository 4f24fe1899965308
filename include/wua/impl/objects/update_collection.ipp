// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/objects/update_collection.hpp>.

#include <wua/objects/update_collection.hpp>

#include <utility>

namespace wua
{

namespace detail
{

WUA_INLINE void require_updates(const std::vector<com_ptr<IUpdate>>& updates)
{
    for (const com_ptr<IUpdate>& update : updates)
    {
        if (update == nullptr)
        {
            throw hresult_error(e_pointer);
        }
    }
}

WUA_INLINE std::vector<variant> to_items(std::vector<com_ptr<IUpdate>> updates)
{
    require_updates(updates);
    std::vector<variant> items;
    items.reserve(updates.size());
    for (com_ptr<IUpdate>& update : updates)
    {
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
    std::vector<com_ptr<IUpdate>> updates; // not reserved: Count may promise more than there is
    detail::for_each_item<com_ptr<IUpdate>>(any, [&](auto update) { updates.push_back(std::move(update)); });
    return updates;
}

} // namespace wua

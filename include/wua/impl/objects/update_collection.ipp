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

} // namespace detail

WUA_INLINE com_ptr<IUpdateCollection> make_update_collection(std::vector<com_ptr<IUpdate>> updates)
{
    detail::require_updates(updates);
    return make<detail::collection<IUpdateCollection, IUpdate*, detail::changing_items>>(std::move(updates));
}

WUA_INLINE com_ptr<IUpdateCollection> make_read_only_collection(std::vector<com_ptr<IUpdate>> updates)
{
    detail::require_updates(updates);
    return make<detail::collection<IUpdateCollection, IUpdate*, detail::fixed_items>>(std::move(updates));
}

} // namespace wua

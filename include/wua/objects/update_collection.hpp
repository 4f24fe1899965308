// SPDX-License-Identifier: MIT
#pragma once

// Collections of updates, and the updates of any collection.

#include <utility>
#include <vector>

#include <wua/objects/collection.hpp>
#include <wua/wuapi/update.hpp>
#include <wua/wuapi/update_collection.hpp>

namespace wua
{
namespace detail
{

inline void require_updates(const std::vector<com_ptr<IUpdate>>& updates)
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

/// A collection that any thread may read and change. It holds a reference to each update, and gives it up on the thread
/// that removes the update or releases the collection. Enumerators walk over what the collection held when they were
/// made. Throws hresult_error(e_pointer) when one of the updates is null.
inline com_ptr<IUpdateCollection> make_update_collection(std::vector<com_ptr<IUpdate>> updates = {})
{
    detail::require_updates(updates);
    return make<detail::collection<IUpdateCollection, IUpdate*, detail::changing_items>>(std::move(updates));
}

/// The same, but every change answers `wu_e_not_supported`. Its Copy can be changed.
inline com_ptr<IUpdateCollection> make_read_only_collection(std::vector<com_ptr<IUpdate>> updates)
{
    detail::require_updates(updates);
    return make<detail::collection<IUpdateCollection, IUpdate*, detail::fixed_items>>(std::move(updates));
}

/// The updates of a collection of any origin, in order, asked for by Count and Item. Throws hresult_error: what Count
/// or Item fails with, `e_invalidarg` for a negative Count or a null Item. While another thread takes updates out of
/// the collection, this may fail with `wu_e_invalidindex`.
inline std::vector<com_ptr<IUpdate>> updates_of(IUpdateCollection& any)
{
    return detail::items_of<com_ptr<IUpdate>>(any);
}

} // namespace wua

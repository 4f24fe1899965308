// SPDX-License-Identifier: MIT
#pragma once

// Collections of updates, and the updates of any collection.

#include <wua/objects/collection.hpp>
#include <wua/separate_compilation.hpp>
#include <wua/wuapi/update.hpp>
#include <wua/wuapi/update_collection.hpp>

#include <vector>

namespace wua
{
namespace detail
{

// In a form for all threads. Throws E_POINTER when one of them is null.
std::vector<agile_ref<IUpdate>> kept_updates(std::vector<com_ptr<IUpdate>> updates);

std::vector<com_ptr<IUpdate>> given_to_this_thread(const std::vector<agile_ref<IUpdate>>& kept);

} // namespace detail

/// A collection that any thread may read and change. It holds a reference to each update, and releases it on the thread
/// that removes the update or releases the collection; but see agile_ref. Enumerators iterate over what the collection
/// held when they were made. Throws hresult_error(e_pointer) when one of the updates is null.
com_ptr<IUpdateCollection> make_update_collection(std::vector<com_ptr<IUpdate>> updates = {});

/// The same, but every change returns `wu_e_not_supported`. Its Copy can be changed.
com_ptr<IUpdateCollection> make_read_only_collection(std::vector<com_ptr<IUpdate>> updates);

/// The updates of a collection of any origin, in order, read through Count and Item. Throws hresult_error: a failure of
/// Count or Item, `e_invalidarg` for a negative Count or a null Item. If another thread removes updates at the same
/// time, this may fail with `wu_e_invalidindex`.
std::vector<com_ptr<IUpdate>> updates_of(IUpdateCollection& any);

} // namespace wua

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/objects/update_collection.ipp>
#endif

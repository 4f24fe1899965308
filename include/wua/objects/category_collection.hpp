// SPDX-License-Identifier: MIT
#pragma once

// Collections of categories.

#include <utility>
#include <vector>

#include <wua/objects/collection.hpp>
#include <wua/wuapi/category.hpp>

namespace wua
{

/// Categories that somebody else implements; this library files its updates under none. None of them may be null.
inline com_ptr<ICategoryCollection> make_category_collection(std::vector<com_ptr<ICategory>> categories = {})
{
    return make<detail::fixed_collection<ICategoryCollection, ICategory*>>(std::move(categories));
}

} // namespace wua

// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/objects/category_collection.hpp>.

#include <wua/objects/category_collection.hpp>
#include <wua/objects/collection.hpp>

#include <utility>

namespace wua
{

WUA_INLINE com_ptr<ICategoryCollection> make_category_collection(std::vector<variant> categories)
{
    return make<detail::fixed_collection<ICategoryCollection, ICategory*>>(std::move(categories));
}

} // namespace wua

// SPDX-License-Identifier: MIT
#pragma once

// Collections of categories.

#include <wua/com/com_ptr.hpp>
#include <wua/com/variant.hpp>
#include <wua/separate_compilation.hpp>
#include <wua/wuapi/category.hpp>

#include <vector>

namespace wua
{

/// A collection of ICategory objects that others implement, none of them null.
com_ptr<ICategoryCollection> make_category_collection(std::vector<variant> categories = {});

} // namespace wua

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/objects/category_collection.ipp>
#endif

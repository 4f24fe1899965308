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

/// Of ICategory objects, which somebody else implements, none of them null; this library files its updates under none.
com_ptr<ICategoryCollection> make_category_collection(std::vector<variant> categories = {});

} // namespace wua

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/objects/category_collection.ipp>
#endif

// SPDX-License-Identifier: MIT
#pragma once

// Collections of categories.

#include <wua/com/com_ptr.hpp>
#include <wua/separate_compilation.hpp>
#include <wua/wuapi/category.hpp>

#include <vector>

namespace wua
{

/// Categories that somebody else implements; this library files its updates under none. None of them may be null.
com_ptr<ICategoryCollection> make_category_collection(std::vector<com_ptr<ICategory>> categories = {});

} // namespace wua

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/objects/category_collection.ipp>
#endif

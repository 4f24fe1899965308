// SPDX-License-Identifier: MIT
#pragma once

// Collections of strings, and the strings of any collection.

#include <wua/com/bstr.hpp>
#include <wua/com/com_ptr.hpp>
#include <wua/com/variant.hpp>
#include <wua/separate_compilation.hpp>
#include <wua/wuapi/string_collection.hpp>

#include <string>
#include <utility>
#include <vector>

namespace wua
{
namespace detail
{

std::vector<variant> to_variants(const std::vector<std::string>& texts);

} // namespace detail

/// A collection of these UTF-8 strings that any thread may read and change; malformed UTF-8 is replaced as by to_utf16.
/// A null BSTR put into it becomes the empty string. Enumerators show what the collection held when they were made.
com_ptr<IStringCollection> make_string_collection(const std::vector<std::string>& texts = {});

/// The same, but every change returns `wu_e_not_supported`. Its Copy can be changed.
com_ptr<IStringCollection> make_read_only_strings(const std::vector<std::string>& texts);

/// The strings of a collection of any origin, in order, as UTF-8. Throws as updates_of does.
std::vector<std::string> strings_of(IStringCollection& any);

} // namespace wua

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/objects/string_collection.ipp>
#endif

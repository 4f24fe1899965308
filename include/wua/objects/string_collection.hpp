// SPDX-License-Identifier: MIT
#pragma once

// Collections of strings, and the strings of any collection.

#include <string>
#include <utility>
#include <vector>

#include <wua/objects/collection.hpp>
#include <wua/wuapi/string_collection.hpp>

namespace wua
{
namespace detail
{

inline std::vector<bstr> to_bstrs(const std::vector<std::string>& texts)
{
    std::vector<bstr> converted;
    converted.reserve(texts.size());
    for (const std::string& text : texts)
    {
        converted.emplace_back(text);
    }
    return converted;
}

} // namespace detail

/// A collection of these UTF-8 strings that any thread may read and change; malformed UTF-8 is mended as to_utf16 does.
/// A null BSTR put into it is the empty string. Enumerators walk over what the collection held when they were made.
inline com_ptr<IStringCollection> make_string_collection(const std::vector<std::string>& texts = {})
{
    return make<detail::collection<IStringCollection, BSTR, detail::changing_items>>(detail::to_bstrs(texts));
}

/// The same, but every change answers `wu_e_not_supported`. Its Copy can be changed.
inline com_ptr<IStringCollection> make_read_only_strings(const std::vector<std::string>& texts)
{
    return make<detail::collection<IStringCollection, BSTR, detail::fixed_items>>(detail::to_bstrs(texts));
}

/// The strings of a collection of any origin, in order, as UTF-8. Throws as updates_of does.
inline std::vector<std::string> strings_of(IStringCollection& any)
{
    std::vector<std::string> texts;
    for (const bstr& text : detail::items_of<bstr>(any))
    {
        texts.push_back(text.to_utf8());
    }
    return texts;
}

} // namespace wua

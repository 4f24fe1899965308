// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/objects/string_collection.hpp>.

#include <wua/objects/collection.hpp>
#include <wua/objects/string_collection.hpp>

namespace wua
{

namespace detail
{

WUA_INLINE std::vector<variant> to_variants(const std::vector<std::string>& texts)
{
    std::vector<variant> converted;
    converted.reserve(texts.size());
    for (const std::string& text : texts)
    {
        converted.emplace_back(text);
    }
    return converted;
}

} // namespace detail

WUA_INLINE com_ptr<IStringCollection> make_string_collection(const std::vector<std::string>& texts)
{
    return make<detail::collection<IStringCollection, BSTR, detail::changing_items>>(detail::to_variants(texts));
}

WUA_INLINE com_ptr<IStringCollection> make_read_only_strings(const std::vector<std::string>& texts)
{
    return make<detail::collection<IStringCollection, BSTR, detail::fixed_items>>(detail::to_variants(texts));
}

WUA_INLINE std::vector<std::string> strings_of(IStringCollection& any)
{
    std::vector<std::string> texts;
    detail::for_each_item<bstr>(any, [&](const bstr& text) { texts.push_back(text.to_utf8()); });
    return texts;
}

} // namespace wua

// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/objects/category.hpp>.

#include <wua/objects/category.hpp>
#include <wua/objects/category_collection.hpp>
#include <wua/objects/update_collection.hpp>
#include <wua/objects/update_source.hpp>

#include <algorithm>
#include <utility>

namespace wua
{

namespace detail
{

// The categories of an update that this library made; null for any other update.
WUA_COLD const std::vector<std::shared_ptr<const update_category>>* categories_of(const com_ptr<IUpdate>& update)
{
    const update_pointer* const item = own_item(update);
    return item != nullptr && (*item)->details ? &(*item)->details->categories : nullptr;
}

WUA_COLD void category_context::add(const std::shared_ptr<const update_category>& one)
{
    // The parents of a category that is already in the list are in it, too.
    for (auto each = one; each != nullptr && std::find(all.begin(), all.end(), each) == all.end(); each = each->parent)
    {
        all.push_back(each);
    }
}

WUA_COLD com_ptr<ICategoryCollection> categories_below(const std::shared_ptr<const category_context>& context,
                                                       const std::shared_ptr<const update_category>& parent)
{
    std::vector<variant> found;
    for (const std::shared_ptr<const update_category>& one : context->all)
    {
        if (one->parent == parent)
        {
            found.emplace_back(com_ptr<ICategory>(make<category>(context, one)));
        }
    }
    return make_category_collection(std::move(found));
}

} // namespace detail

WUA_COLD
category::category(std::shared_ptr<const detail::category_context> context,
                   std::shared_ptr<const update_category> facts)
    : m_context(std::move(context)),
      m_facts(std::move(facts))
{}

WUA_COLD HRESULT WUA_STDCALL category::get_Name(BSTR* retval) noexcept
{
    return answer(retval, [&] { return bstr(m_facts->name); });
}

WUA_COLD HRESULT WUA_STDCALL category::get_CategoryID(BSTR* retval) noexcept
{
    return answer(retval, [&] { return bstr(m_facts->id); });
}

WUA_COLD HRESULT WUA_STDCALL category::get_Children(ICategoryCollection** retval) noexcept
{
    return answer(retval, [&] { return detail::categories_below(m_context, m_facts); });
}

WUA_COLD HRESULT WUA_STDCALL category::get_Description(BSTR* retval) noexcept
{
    return answer(retval, [&] { return bstr(m_facts->description); });
}

WUA_COLD HRESULT WUA_STDCALL category::get_Image(IImageInformation** retval) noexcept
{
    return answer(retval, [] { return nullptr; });
}

WUA_COLD HRESULT WUA_STDCALL category::get_Order(LONG* retval) noexcept
{
    return answer(retval, [&] { return LONG{m_facts->order}; });
}

WUA_COLD HRESULT WUA_STDCALL category::get_Parent(ICategory** retval) noexcept
{
    return answer(retval, [&] {
        com_ptr<ICategory> parent;
        if (m_facts->parent)
        {
            parent = make<category>(m_context, m_facts->parent);
        }
        return parent;
    });
}

WUA_COLD HRESULT WUA_STDCALL category::get_Type(BSTR* retval) noexcept
{
    return answer(retval, [&] { return bstr(m_facts->type); });
}

WUA_COLD HRESULT WUA_STDCALL category::get_Updates(IUpdateCollection** retval) noexcept
{
    return answer(retval, [&] {
        std::vector<com_ptr<IUpdate>> found;
        for (com_ptr<IUpdate>& update : detail::given_to_this_thread(m_context->updates))
        {
            const auto* const of_update = detail::categories_of(update);
            if (of_update != nullptr && std::find(of_update->begin(), of_update->end(), m_facts) != of_update->end())
            {
                found.push_back(std::move(update));
            }
        }
        return make_read_only_collection(std::move(found));
    });
}

WUA_COLD com_ptr<ICategoryCollection>
make_category_collection(const std::vector<std::shared_ptr<const update_category>>& categories)
{
    const auto context = std::make_shared<detail::category_context>();
    std::vector<variant> made;
    for (const std::shared_ptr<const update_category>& one : categories)
    {
        if (one != nullptr)
        {
            context->add(one);
            made.emplace_back(com_ptr<ICategory>(make<category>(context, one)));
        }
    }
    return make_category_collection(std::move(made));
}

WUA_COLD com_ptr<ICategoryCollection> make_root_categories(const std::vector<com_ptr<IUpdate>>& updates)
{
    const auto context = std::make_shared<detail::category_context>();
    for (const com_ptr<IUpdate>& update : updates)
    {
        if (const auto* const of_update = detail::categories_of(update); of_update != nullptr && !of_update->empty())
        {
            context->updates.emplace_back(update);
            for (const std::shared_ptr<const update_category>& one : *of_update)
            {
                context->add(one);
            }
        }
    }
    return detail::categories_below(context, nullptr);
}

} // namespace wua

// SPDX-License-Identifier: MIT
#pragma once

// The headings that updates are filed under, as objects.

#include <wua/com/agile_ref.hpp>
#include <wua/com/com_ptr.hpp>
#include <wua/com/implements.hpp>
#include <wua/model/update_details.hpp>
#include <wua/separate_compilation.hpp>
#include <wua/wuapi/category.hpp>
#include <wua/wuapi/update.hpp>

#include <memory>
#include <vector>

namespace wua
{
namespace detail
{

// Lets the headings of one result find each other, and the updates under them.
struct category_context
{
    std::vector<std::shared_ptr<const update_category>> all; // including all ancestors
    std::vector<agile_ref<IUpdate>> updates;

    // Adds a heading and its ancestors, without duplicates.
    void add(const std::shared_ptr<const update_category>& one);
};

} // namespace detail

/// Immutable; any thread may read it.
class category final : public implements<category, ICategory>
{
public:
    category(std::shared_ptr<const detail::category_context> context, std::shared_ptr<const update_category> facts);

    WUA_INLINE HRESULT WUA_STDCALL get_Name(BSTR* retval) noexcept override;

    WUA_INLINE HRESULT WUA_STDCALL get_CategoryID(BSTR* retval) noexcept override;

    /// Only those in the same result.
    WUA_INLINE HRESULT WUA_STDCALL get_Children(ICategoryCollection** retval) noexcept override;

    WUA_INLINE HRESULT WUA_STDCALL get_Description(BSTR* retval) noexcept override;

    /// Always null, with success.
    WUA_INLINE HRESULT WUA_STDCALL get_Image(IImageInformation** retval) noexcept override;

    WUA_INLINE HRESULT WUA_STDCALL get_Order(LONG* retval) noexcept override;

    WUA_INLINE HRESULT WUA_STDCALL get_Parent(ICategory** retval) noexcept override;

    WUA_INLINE HRESULT WUA_STDCALL get_Type(BSTR* retval) noexcept override;

    WUA_INLINE HRESULT WUA_STDCALL get_Updates(IUpdateCollection** retval) noexcept override;

private:
    const std::shared_ptr<const detail::category_context> m_context;
    const std::shared_ptr<const update_category> m_facts;
};

/// The headings of one update.
com_ptr<ICategoryCollection>
make_category_collection(const std::vector<std::shared_ptr<const update_category>>& categories);

/// The top-level headings of those updates of this library; their Updates contain only those among `updates`.
com_ptr<ICategoryCollection> make_root_categories(const std::vector<com_ptr<IUpdate>>& updates);

} // namespace wua

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/objects/category.ipp>
#endif

// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/agent/search_result.hpp>.

#include <wua/agent/search_result.hpp>
#include <wua/objects/category.hpp>
#include <wua/objects/update_collection.hpp>
#include <wua/objects/update_exception.hpp>

#include <utility>

namespace wua
{

WUA_INLINE
search_result::search_result(std::vector<com_ptr<IUpdate>> found, std::vector<variant> warnings)
    : m_code(warnings.empty() ? orcSucceeded : orcSucceededWithErrors),
      m_updates(make_read_only_collection(std::move(found))),
      m_warnings(make_exception_collection(std::move(warnings)))
{}

WUA_INLINE HRESULT WUA_STDCALL search_result::get_ResultCode(OperationResultCode* retval) noexcept
{
    return answer(retval, [&] { return m_code; });
}

WUA_INLINE HRESULT WUA_STDCALL search_result::get_RootCategories(ICategoryCollection** retval) noexcept
{
    return answer(retval, [&] { return make_root_categories(updates_of(*m_updates)); });
}

WUA_INLINE HRESULT WUA_STDCALL search_result::get_Updates(IUpdateCollection** retval) noexcept
{
    return answer(retval, [&] { return m_updates; });
}

WUA_INLINE HRESULT WUA_STDCALL search_result::get_Warnings(IUpdateExceptionCollection** retval) noexcept
{
    return answer(retval, [&] { return m_warnings; });
}

} // namespace wua

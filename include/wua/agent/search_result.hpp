// SPDX-License-Identifier: MIT
#pragma once

// What a search found, as an object.

#include <wua/com/implements.hpp>
#include <wua/separate_compilation.hpp>
#include <wua/wuapi/update_searcher.hpp>

#include <vector>

namespace wua
{

/// The updates found and the warnings, each an IUpdateException. Immutable; any thread may read it.
class search_result final : public implements<search_result, ISearchResult>
{
public:
    search_result(std::vector<com_ptr<IUpdate>> found, std::vector<variant> warnings);

    /// orcSucceeded, or orcSucceededWithErrors when there are warnings.
    WUA_INLINE HRESULT WUA_STDCALL get_ResultCode(OperationResultCode* retval) noexcept override;

    /// The top-level categories of the updates that were found.
    WUA_INLINE HRESULT WUA_STDCALL get_RootCategories(ICategoryCollection** retval) noexcept override;

    WUA_INLINE HRESULT WUA_STDCALL get_Updates(IUpdateCollection** retval) noexcept override;

    WUA_INLINE HRESULT WUA_STDCALL get_Warnings(IUpdateExceptionCollection** retval) noexcept override;

private:
    const OperationResultCode m_code;
    const com_ptr<IUpdateCollection> m_updates;
    const com_ptr<IUpdateExceptionCollection> m_warnings;
};

} // namespace wua

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/agent/search_result.ipp>
#endif

// SPDX-License-Identifier: MIT
#pragma once

// Finds updates.

#include <wua/com/abi.hpp>
#include <wua/com/dispatch_table.hpp>
#include <wua/com/guid.hpp>
#include <wua/wuapi/category.hpp>
#include <wua/wuapi/enums.hpp>
#include <wua/wuapi/update_collection.hpp>
#include <wua/wuapi/update_exception.hpp>

namespace wua
{

struct IUpdateHistoryEntryCollection;

/// What a search has found. It never changes.
struct ISearchResult : IDispatch
{
    using base_interface = IDispatch;

    virtual HRESULT WUA_STDCALL get_ResultCode(OperationResultCode* retval) = 0;
    virtual HRESULT WUA_STDCALL get_RootCategories(ICategoryCollection** retval) = 0;

    /// Read-only; use Copy to remove updates from it.
    virtual HRESULT WUA_STDCALL get_Updates(IUpdateCollection** retval) = 0;

    /// What the result lacks, if its code is orcSucceededWithErrors.
    virtual HRESULT WUA_STDCALL get_Warnings(IUpdateExceptionCollection** retval) = 0;

protected:
    ~ISearchResult() = default;
};

template <>
inline constexpr guid iid_of<ISearchResult> = "d40cff62-e08c-4498-941a-01e25f0fd33c"_guid;

template <>
struct members_of<ISearchResult>
{
    template <class I>
    static constexpr dispatch_member rows[] = {
        {"ResultCode", 0x60020001, propget<&I::get_ResultCode>},
        {"RootCategories", 0x60020002, propget<&I::get_RootCategories>},
        {"Updates", 0x60020003, propget<&I::get_Updates>},
        {"Warnings", 0x60020004, propget<&I::get_Warnings>},
    };
};

/// A search that is under way; the rules of IDownloadJob hold for it, but it reports no progress.
struct ISearchJob : IDispatch
{
    using base_interface = IDispatch;

    /// A copy, for the caller to clear, of the state given to BeginSearch.
    virtual HRESULT WUA_STDCALL get_AsyncState(VARIANT* retval) = 0;

    virtual HRESULT WUA_STDCALL get_IsCompleted(VARIANT_BOOL* retval) = 0;

    /// Waits until the search is over, then releases the callback. Must not be called in the callback.
    virtual HRESULT WUA_STDCALL CleanUp() = 0;

    /// Asks the search to stop, and returns at once.
    virtual HRESULT WUA_STDCALL RequestAbort() = 0;

protected:
    ~ISearchJob() = default;
};

template <>
inline constexpr guid iid_of<ISearchJob> = "7366ea16-7a1a-4ea2-b042-973d3e9cd99b"_guid;

template <>
struct members_of<ISearchJob>
{
    template <class I>
    static constexpr dispatch_member rows[] = {
        {"AsyncState", 0x60020001, propget<&I::get_AsyncState>},
        {"IsCompleted", 0x60020002, propget<&I::get_IsCompleted>},
        {"CleanUp", 0x60020003, method<&I::CleanUp>},
        {"RequestAbort", 0x60020004, method<&I::RequestAbort>},
    };
};

/// Has no members of its own; reserved.
struct ISearchCompletedCallbackArgs : IDispatch
{
    using base_interface = IDispatch;

protected:
    ~ISearchCompletedCallbackArgs() = default;
};

template <>
inline constexpr guid iid_of<ISearchCompletedCallbackArgs> = "a700a634-2850-4c47-938a-9e4b6e5af9a6"_guid;

template <>
struct members_of<ISearchCompletedCallbackArgs> : no_members
{};

/// Implemented by the client; called once, when the search is over. It is not a dispatch interface: Invoke is slot 3.
struct ISearchCompletedCallback : IUnknown
{
    using base_interface = IUnknown;

    /// Called on a thread that is not the caller's, or on the thread of its single-threaded apartment if it belongs to
    /// one. Both pointers are valid only during the call. EndSearch is allowed here, CleanUp is not.
    virtual HRESULT WUA_STDCALL Invoke(ISearchJob* searchJob, ISearchCompletedCallbackArgs* callbackArgs) = 0;

protected:
    ~ISearchCompletedCallback() = default;
};

template <>
inline constexpr guid iid_of<ISearchCompletedCallback> = "88aee058-d4b0-4725-a2f1-814a67ae964c"_guid;

/// Finds updates that match criteria such as "IsInstalled=0 and Type='Software'".
struct IUpdateSearcher : IDispatch
{
    using base_interface = IDispatch;

    virtual HRESULT WUA_STDCALL get_CanAutomaticallyUpgradeService(VARIANT_BOOL* retval) = 0;
    virtual HRESULT WUA_STDCALL put_CanAutomaticallyUpgradeService(VARIANT_BOOL value) = 0;
    virtual HRESULT WUA_STDCALL get_ClientApplicationID(BSTR* retval) = 0;
    virtual HRESULT WUA_STDCALL put_ClientApplicationID(BSTR value) = 0;
    virtual HRESULT WUA_STDCALL get_IncludePotentiallySupersededUpdates(VARIANT_BOOL* retval) = 0;
    virtual HRESULT WUA_STDCALL put_IncludePotentiallySupersededUpdates(VARIANT_BOOL value) = 0;
    virtual HRESULT WUA_STDCALL get_ServerSelection(ServerSelection* retval) = 0;
    virtual HRESULT WUA_STDCALL put_ServerSelection(ServerSelection value) = 0;

    /// `wu_e_invalid_criteria` for criteria that cannot be parsed.
    virtual HRESULT WUA_STDCALL BeginSearch(BSTR criteria, IUnknown* onCompleted, VARIANT state,
                                            ISearchJob** retval) = 0;

    /// Waits until the job is over, and returns its result.
    virtual HRESULT WUA_STDCALL EndSearch(ISearchJob* searchJob, ISearchResult** retval) = 0;

    /// Escapes a text so that it can stand between the quotes of criteria.
    virtual HRESULT WUA_STDCALL EscapeString(BSTR unescaped, BSTR* retval) = 0;

    virtual HRESULT WUA_STDCALL QueryHistory(LONG startIndex, LONG count, IUpdateHistoryEntryCollection** retval) = 0;

    /// Searches and returns when the search is over.
    virtual HRESULT WUA_STDCALL Search(BSTR criteria, ISearchResult** retval) = 0;

    /// VARIANT_FALSE searches only what is known locally, without the network.
    virtual HRESULT WUA_STDCALL get_Online(VARIANT_BOOL* retval) = 0;
    virtual HRESULT WUA_STDCALL put_Online(VARIANT_BOOL value) = 0;

    virtual HRESULT WUA_STDCALL GetTotalHistoryCount(LONG* retval) = 0;

    /// The GUID, as text, of the service to search; used if ServerSelection is ssOthers.
    virtual HRESULT WUA_STDCALL get_ServiceID(BSTR* retval) = 0;
    virtual HRESULT WUA_STDCALL put_ServiceID(BSTR value) = 0;

protected:
    ~IUpdateSearcher() = default;
};

template <>
inline constexpr guid iid_of<IUpdateSearcher> = "8f45abf1-f9ae-4b95-a933-f0f66e5056ea"_guid;

template <>
struct members_of<IUpdateSearcher>
{
    template <class I>
    static constexpr dispatch_member rows[] = {
        {"CanAutomaticallyUpgradeService", 0x60020001, propget<&I::get_CanAutomaticallyUpgradeService>,
         propput<&I::put_CanAutomaticallyUpgradeService>},
        {"ClientApplicationID", 0x60020003, propget<&I::get_ClientApplicationID>, propput<&I::put_ClientApplicationID>},
        {"IncludePotentiallySupersededUpdates", 0x60020004, propget<&I::get_IncludePotentiallySupersededUpdates>,
         propput<&I::put_IncludePotentiallySupersededUpdates>},
        {"ServerSelection", 0x60020007, propget<&I::get_ServerSelection>, propput<&I::put_ServerSelection>},
        {"BeginSearch", 0x60020008, method<&I::BeginSearch>, "criteria onCompleted state"},
        {"EndSearch", 0x60020009, method<&I::EndSearch>, "searchJob"},
        {"EscapeString", 0x6002000A, method<&I::EscapeString>, "unescaped"},
        {"QueryHistory", 0x6002000B, method<&I::QueryHistory, opaque>, "startIndex count"},
        {"Search", 0x6002000C, method<&I::Search>, "criteria"},
        {"Online", 0x6002000D, propget<&I::get_Online>, propput<&I::put_Online>},
        {"GetTotalHistoryCount", 0x6002000E, method<&I::GetTotalHistoryCount>},
        {"ServiceID", 0x6002000F, propget<&I::get_ServiceID>, propput<&I::put_ServiceID>},
    };
};

/// IUpdateSearcher plus the choice to find updates whatever their download priority.
struct IUpdateSearcher2 : IUpdateSearcher
{
    using base_interface = IUpdateSearcher;

    virtual HRESULT WUA_STDCALL get_IgnoreDownloadPriority(VARIANT_BOOL* retval) = 0;
    virtual HRESULT WUA_STDCALL put_IgnoreDownloadPriority(VARIANT_BOOL value) = 0;

protected:
    ~IUpdateSearcher2() = default;
};

template <>
inline constexpr guid iid_of<IUpdateSearcher2> = "4cbdcb2d-1589-4beb-bd1c-3e582ff0add0"_guid;

template <>
struct members_of<IUpdateSearcher2>
{
    template <class I>
    static constexpr dispatch_member rows[] = {
        {"IgnoreDownloadPriority", 0x60030001, propget<&I::get_IgnoreDownloadPriority>,
         propput<&I::put_IgnoreDownloadPriority>},
    };
};

/// IUpdateSearcher2 plus the choice between updates of the machine, of the user, or both.
struct IUpdateSearcher3 : IUpdateSearcher2
{
    using base_interface = IUpdateSearcher2;

    virtual HRESULT WUA_STDCALL get_SearchScope(SearchScope* retval) = 0;
    virtual HRESULT WUA_STDCALL put_SearchScope(SearchScope value) = 0;

protected:
    ~IUpdateSearcher3() = default;
};

template <>
inline constexpr guid iid_of<IUpdateSearcher3> = "04c6895d-eaf2-4034-97f3-311de9be413a"_guid;

template <>
struct members_of<IUpdateSearcher3>
{
    template <class I>
    static constexpr dispatch_member rows[] = {
        {"SearchScope", 0x60040001, propget<&I::get_SearchScope>, propput<&I::put_SearchScope>},
    };
};

} // namespace wua
